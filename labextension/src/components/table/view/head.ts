/** The headings: sorting, goals, menus, and the handles that widths are pulled at. */

import type { TableColumn } from '../../../wire/table';
import { clean, h } from '../../shared/dom';
import { isNumeric, titleOf } from '../model/cell';
import type { Stage } from './stage';

const GOALS = {
  '': null,
  min: ['less is better', '\u2193'],
  max: ['more is better', '\u2191']
} as const;

/** Make the heading of a column. */
export function heading({ state }: Stage, column: TableColumn): HTMLElement {
  const { key, kind, series, reducer } = column;
  const place = state.sorts.findIndex(sort => sort.key === key);
  const sort = state.sorts[place];
  const goal = GOALS[state.goal(column)];
  const name = titleOf(column);
  const spec = clean((series && reducer ? `${reducer} ${series}` : key).slice(0, 200));
  const isRun = kind === 'id';
  return h(
    'div',
    {
      class: `t-cell t-heading${isNumeric(column) ? ' t-number' : ''}${isRun ? ' t-frozen' : ''}`,
      role: 'columnheader',
      'aria-sort': sort ? (sort.isDown ? 'descending' : 'ascending') : 'none'
    },
    isRun &&
      h('input.t-all', {
        type: 'checkbox',
        tabindex: -1,
        'aria-label': 'choose all runs that are shown'
      }),
    h('button.t-name', { tabindex: -1, title: `${name}\n${spec}` }, name),
    goal && h('span', { title: goal[0] }, goal[1]),
    sort &&
      h(
        'span.t-sorted',
        null,
        sort.isDown ? '\u25bc' : '\u25b2',
        state.sorts.length > 1 && h('sub', null, place + 1)
      ),
    h('button.t-menu', { tabindex: -1, 'aria-label': `menu of ${name}`, title: 'Menu' }, '\u22ee'),
    h('span.t-handle', { title: 'Drag to resize, double click to fit' })
  );
}

/** Show in the headings whether all runs that are shown are chosen, or some. */
export function showAll({ rows, selection, state }: Stage, headings: HTMLElement): void {
  const box = headings.querySelector<HTMLInputElement>('.t-all');
  const all = state.shown.rows;
  const count = selection.chosen.size
    ? all.filter(row => selection.chosen.has(rows.id(row))).length
    : 0;
  if (box) {
    box.checked = count > 0 && count === all.length;
    box.indeterminate = count > 0 && !box.checked;
  }
}
