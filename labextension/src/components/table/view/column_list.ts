/** The list of all columns: what is shown, and what not. */

import { fill, h } from '../../shared/dom';
import { titleOf } from '../model/cell';
import { pattern } from '../model/filter';
import { show } from './column_menu';
import { openPanel, searchField } from './menu';
import type { Stage } from './stage';

const MOST_LISTED = 200;

/** Open the list of columns. */
export function openColumns(stage: Stage, anchor: Element): void {
  const { rows, state } = stage;
  const list = h('div.t-list');
  const search = searchField('Find columns', { oninput: draw });
  const onclick = (): void => {
    state.choose({ shown: undefined, moves: undefined, widths: undefined });
    draw();
  };

  function draw(): void {
    const { test } = pattern(search.value);
    const found = rows.columns.filter(
      ({ kind, heading }) => kind !== 'id' && (!test || test(heading))
    );
    const left = found.length - MOST_LISTED;
    const lines = found.slice(0, MOST_LISTED).map(column => {
      const onchange = (): void => show(stage, column, box.checked);
      const box = h('input', { type: 'checkbox', onchange });
      box.checked = state.shown.columns.includes(column);
      return h('label', null, box, titleOf(column), h('small', null, column.group));
    });
    fill(list, ...lines, left > 0 && h('small', null, `and ${left} more: type to find them`));
  }

  draw();
  openPanel(
    stage.root,
    anchor,
    h(
      'div',
      { role: 'dialog', 'aria-label': 'columns' },
      search,
      list,
      h('button', { onclick }, 'As at first')
    ),
    stage.focus
  );
  search.focus();
}
