/** What tables show below their rows: components that know nothing of tables. */

import type { Diff } from '../wire/diff';
import { mountDiffOf } from './diff/diff';
import { fileBrowser } from './files/browser';
import fileSheet from './files/style.css';
import logSheet from './log/style.css';
import { useSheet } from './shared/sheets';
import type { Panels } from './table/table';

export const PANELS: Panels = {
  diff: (root, host, answer) => mountDiffOf(root, host, answer.content['diff'] as Diff),
  files: (root, host, run, close) => {
    [logSheet, fileSheet].forEach(sheet => useSheet(root, sheet));
    const browser = fileBrowser(host, run, close);
    root.append(browser.element);
    return () => browser.close();
  }
};
