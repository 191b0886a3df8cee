/** What is said of files whose changes are not saved, with a way to save them. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, h } from '../../components/shared/dom';

/** Return a line for each file. */
export function warningsOf(
  paths: readonly string[],
  save: (path: string) => void,
  trans: TranslationBundle
): HTMLElement[] {
  return paths.map(path => {
    const name = path.split('/').pop() ?? path;
    const button = h(
      'button',
      {
        type: 'button',
        'aria-label': clean(trans.__('Save %1', name)),
        onclick: () => save(path)
      },
      trans.__('Save')
    );
    const text = trans.__('%1 has changes that are not saved: a run would not have them.', name);
    return h('p', null, h('span', null, clean(text)), button);
  });
}
