/** Edits a cell in its place: label and tags; of comments there may be several, and one is added. */

import { h } from '../../shared/dom';
import type { TableColumn } from '../../../wire/table';
import { whole } from '../model/cell';
import { act } from './actions';
import type { Action } from './actions';
import type { Spot } from './grid';
import { tags } from './paint';
import type { Stage } from './stage';

/** What is done with the text of a column, and what its field says while it is empty. */
const EDITS: { readonly [key: string]: readonly [Action, string?] } = {
  label: ['label'],
  tags: ['tag', 'tags, with commas between'],
  comments: ['comment', 'add a comment']
};

/** What stands between the comments of a run in one cell. */
const BETWEEN = ' | ';

/** Whether the cells of a column can be changed. */
export function isEditable(column: TableColumn): boolean {
  return column.is_editable && column.key in EDITS;
}

/** Put an entry field into a cell. Enter commits, Escape and leaving it with nothing new cancel. */
export function edit(stage: Stage, { of, row, run, cell }: Spot): void {
  const { key, heading } = of;
  if (!cell || !run || !isEditable(of) || cell.querySelector('.t-edit')) {
    return;
  }
  const [action, placeholder] = EDITS[key]!;
  const known = whole(stage.rows, of, row);
  const before = action === 'comment' ? '' : known;
  const field = h('input.t-edit', {
    value: before,
    placeholder,
    'aria-label': `${heading} of ${run.slice(0, 8)}`,
    'data-lm-suppress-shortcuts': 'true',
    spellcheck: 'false'
  });
  /** Show a text at once, wherever the run is now. */
  const show = (text: string): void =>
    stage.rows.patch({ rows: [stage.rows.row(run)], cells: { [key]: [text || null] } });
  const end = (isKept: boolean): void => {
    field.onblur = null;
    const after = field.value.trim();
    field.remove();
    if (!isKept || after === before) {
      stage.draw();
      return;
    }
    show(known === before ? after : [known, after].filter(Boolean).join(BETWEEN));
    act(stage, action, [run], action === 'tag' ? tags(after) : after).catch((error: unknown) => {
      // What was refused is not there.
      show(known);
      stage.fail(error);
    });
  };
  field.onkeydown = event => {
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault();
      end(event.key === 'Enter');
      stage.focus();
    }
  };
  field.onblur = () => end(true);
  cell.replaceChildren(field);
  field.select();
  field.focus();
}
