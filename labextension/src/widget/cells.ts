/** New cells below the one that shows a view, in front ends that let a widget do that. */

import type { Manager } from './model';

/** Return what puts code into a new cell below that of the element; undefined where none can. */
export const cellInserter = (
  element: HTMLElement,
  manager: Manager | undefined
): ((code: string) => void) | undefined => {
  const notebook = manager?.context?.model?.sharedModel;
  if (!notebook?.insertCell) {
    return undefined;
  }
  return code => {
    const cell = element.closest<HTMLElement>('.jp-Cell');
    // cells that are out of sight may have no element: the list says which number one has
    const listed = cell?.dataset['windowedListIndex'];
    const siblings = [...(cell?.parentElement?.querySelectorAll(':scope > .jp-Cell') ?? [])];
    const index = listed === undefined ? siblings.indexOf(cell as Element) : Number(listed);
    notebook.insertCell?.(index + 1, { cell_type: 'code', source: code });
  };
};
