/** Edits a cell in its place: label and tags; of comments there may be several, and one is added. */

import { h } from '../../shared/dom';
import type { TableColumn } from '../../../wire/table';
import { whole } from '../model/cell';
import { act } from './actions';
import type { Action } from './actions';
import { tags } from './paint';
import type { Stage } from './stage';

const ACTIONS: { readonly [key: string]: Action } = {
  label: 'label',
  tags: 'tag',
  comments: 'comment'
};

/** What stands between the comments of a run in one cell. */
const BETWEEN = ' | ';

/** Whether the cells of a column can be changed. */
export function isEditable(column: TableColumn): boolean {
  return column.is_editable && column.key in ACTIONS;
}

/** Put an entry field into a cell. Enter commits, Escape and leaving it with nothing new cancel. */
export function edit(stage: Stage, cell: HTMLElement, column: TableColumn, row: number): void {
  const action = ACTIONS[column.key];
  if (!action || !column.is_editable || cell.querySelector('.t-edit')) {
    return;
  }
  const isAdded = action === 'comment';
  const known = whole(stage.rows, column, row);
  const before = isAdded ? '' : known;
  const run = stage.rows.id(row);
  const field = h('input.t-edit', {
    'aria-label': `${column.heading} of ${run.slice(0, 8)}`,
    'data-lm-suppress-shortcuts': 'true',
    placeholder: { tag: 'tags, with commas between', comment: 'add a comment' }[action as string],
    spellcheck: 'false'
  });
  field.value = before;
  let isOver = false;
  const end = (isKept: boolean, hasFocus = true): void => {
    if (isOver) {
      return;
    }
    isOver = true;
    const after = field.value.trim();
    field.remove();
    if (hasFocus) {
      stage.focus();
    }
    if (isKept && after !== before) {
      const next = isAdded && known ? `${known}${BETWEEN}${after}` : after;
      commit(stage, action, { key: column.key, run, before: known, next }, after);
    } else {
      stage.draw();
    }
  };
  field.addEventListener('keydown', event => {
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault();
      end(event.key === 'Enter');
    }
  });
  field.addEventListener('blur', () => end(true, false));
  cell.classList.add('t-editing');
  cell.replaceChildren(field);
  field.focus();
  field.select();
}

/** Show the new text at once; where it is refused the old one is back, and it is said why. */
function commit(
  stage: Stage,
  action: Action,
  change: {
    readonly key: string;
    readonly run: string;
    readonly before: string;
    readonly next: string;
  },
  after: string
): void {
  const { key, run } = change;
  const show = (text: string): void => {
    const row = stage.rows.row(run);
    stage.rows.patch({ rows: [row], cells: { [key]: [text || null] } });
  };
  show(change.next);
  act(stage, action, [run], action === 'tag' ? tags(after) : after).catch((error: unknown) => {
    show(change.before);
    stage.fail(error);
  });
}
