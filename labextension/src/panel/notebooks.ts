/** The notebook that is open, for what is put into it; there may be none. */

import type { INotebookTracker } from '@jupyterlab/notebook';

/** Put code into a new cell below the active one; tells whether there is a notebook. */
export function insertCode(notebooks: INotebookTracker | null, code: string): boolean {
  const content = notebooks?.currentWidget?.content;
  const model = content?.model;
  if (!content || !model || model.readOnly) {
    return false;
  }
  const index = content.activeCellIndex + 1;
  model.sharedModel.insertCell(index, { cell_type: 'code', source: code });
  content.activeCellIndex = index;
  return true;
}
