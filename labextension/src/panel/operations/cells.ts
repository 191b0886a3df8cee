/** Lines of `%guild` in the notebook that is open. */

import type { INotebookTracker } from '@jupyterlab/notebook';

import { insertCode } from '../notebooks';

const LOADS = /^\s*%(?:re)?load_ext\s+guild_jupyter\b/m;
const LOAD = '%load_ext guild_jupyter';

/** Whether some source loads the magics. */
export function loads(sources: Iterable<string>): boolean {
  return [...sources].some(source => LOADS.test(source));
}

/** Put a line into a new cell, with what it needs; tells whether there is a notebook. */
export function insertLine(notebooks: INotebookTracker | null, line: string): boolean {
  const cells = notebooks?.currentWidget?.content.model?.sharedModel.cells ?? [];
  const isLoaded = loads(cells.flatMap(cell => (cell.cell_type === 'code' ? cell.source : [])));
  return insertCode(notebooks, isLoaded ? line : `${LOAD}\n${line}`);
}
