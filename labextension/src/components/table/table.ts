/** The view 'table'. */

import { Colours } from '../shared/colours';
import type { Mount } from '../shared/host';
import { rowsOf } from '../shared/rows';
import { selectionOf } from '../shared/selection';
import type { Panels } from './view/stage';
import { showTable } from './view/view';

export { showTable } from './view/view';
export type { TableOptions } from './view/view';
export type { Panels } from './view/stage';

/** The view 'table', which shows differences and files by components of others. */
export function tableWith(panels: Panels): Mount {
  return (root, host) => {
    const rows = rowsOf(host);
    const selection = selectionOf();
    const offs = [
      showTable(root, host, rows, selection, new Colours(), { panels }),
      host.onPush('table', push => rows.take(push)),
      host.onPush('rows', push => rows.patch(push.content)),
      selection.share(host)
    ];
    host.ask('hello').then(
      answer => rows.take(answer),
      () => undefined
    );
    return () => offs.forEach(off => off());
  };
}

export const mountTable: Mount = tableWith({});
