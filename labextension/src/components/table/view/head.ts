/** The headings: sorting, goals, menus, and the handles that widths are pulled at. */

import type { TableColumn } from '../../../wire/table';
import { clean, h } from '../../shared/dom';
import { isNumeric } from '../model/cell';
import type { Stage } from './stage';

/** Make the heading of a column. */
export function heading(stage: Stage, column: TableColumn): HTMLElement {
  const { state } = stage;
  const { sorts } = state;
  const place = sorts.findIndex(sort => sort.key === column.key);
  const sort = sorts[place];
  const goal = state.goal(column);
  const name = clean(column.heading.slice(0, 200));
  const spec = column.series && column.reducer ? `${column.reducer} ${column.series}` : column.key;
  return h(
    'div',
    {
      class: `t-cell t-heading t-of-${column.group}${isNumeric(column) ? ' t-number' : ''}`,
      role: 'columnheader',
      'aria-sort': sort ? (sort.isDown ? 'descending' : 'ascending') : 'none'
    },
    column.kind === 'id' && chooseAll(stage),
    h(
      'button.t-name',
      { tabindex: -1, title: `${name}\n${clean(spec.slice(0, 200))}` },
      h('span', null, name)
    ),
    goal &&
      h(
        'span.t-goal',
        { title: goal === 'min' ? 'less is better' : 'more is better' },
        goal === 'min' ? '\u2193' : '\u2191'
      ),
    sort &&
      h(
        'span.t-sorted',
        null,
        sort.isDown ? '\u25bc' : '\u25b2',
        sorts.length > 1 && h('sub', null, place + 1)
      ),
    h('button.t-menu', { tabindex: -1, 'aria-label': `menu of ${name}`, title: 'Menu' }, '\u22ee'),
    h('span.t-handle', { title: 'Drag to resize, double click to fit' })
  );
}

function chooseAll(stage: Stage): HTMLElement {
  const { rows, selection, state } = stage;
  const box = h('input', {
    type: 'checkbox',
    tabindex: -1,
    class: 't-all',
    'aria-label': 'choose all runs that are shown'
  });
  const all = state.shown.rows;
  let count = 0;
  if (selection.chosen.size) {
    for (const row of all) {
      count += selection.chosen.has(rows.id(row)) ? 1 : 0;
    }
  }
  box.checked = count > 0 && count === all.length;
  box.indeterminate = count > 0 && count < all.length;
  return box;
}
