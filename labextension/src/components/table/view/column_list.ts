/** The list of all columns: what is shown, and what not. */

import { clean, fill, h } from '../../shared/dom';
import { pattern } from '../model/filter';
import { show } from './column_menu';
import { openPanel } from './menu';
import type { Stage } from './stage';

const MOST_LISTED = 200;

/** Open the list of columns. */
export function openColumns(stage: Stage, anchor: Element): void {
  const { rows, state } = stage;
  const list = h('div.t-list');
  const search = h('input', {
    type: 'search',
    class: 't-field',
    placeholder: 'Find columns',
    'aria-label': 'Find columns',
    spellcheck: 'false',
    oninput: () => draw()
  });
  const draw = (): void => {
    const { test } = pattern(search.value);
    const isShown = new Set(state.shown.columns.map(column => column.key));
    const found = rows.columns.filter(
      column => column.kind !== 'id' && (!test || test(column.heading))
    );
    fill(
      list,
      ...found.slice(0, MOST_LISTED).map(column => {
        const box = h('input', {
          type: 'checkbox',
          onchange: () => show(stage, column.key, box.checked)
        });
        box.checked = isShown.has(column.key);
        return h(
          'label',
          null,
          box,
          h('span', null, clean(column.heading.slice(0, 80))),
          h('small.g-muted', null, column.group)
        );
      }),
      found.length > MOST_LISTED &&
        h('div.g-muted', null, `and ${found.length - MOST_LISTED} more: type to find them`)
    );
  };
  draw();
  const reset = h(
    'button',
    {
      onclick: () => {
        state.choose({ shown: undefined, moves: undefined, widths: undefined, frozen: undefined });
        draw();
      }
    },
    'As at first'
  );
  const panel = h('div', { role: 'dialog', 'aria-label': 'columns' }, search, list, reset);
  openPanel(stage.root, anchor, panel, stage.focus);
  search.focus();
}
