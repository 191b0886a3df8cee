/** Finds a text in the cells that are shown. */

import { h } from '../../shared/dom';
import { shown } from '../model/cell';
import type { Grid } from './grid';
import { openPanel, searchField } from './menu';
import type { Stage } from './stage';

/** More cells than this are not looked at for one press of a key. */
const MOST_CELLS = 3_000_000;

/** Make it for a table: goes to the next match or the one before, and for 0 asks what to find. */
export function makeFinder(stage: Stage, grid: Grid): (step: number) => void {
  const field = searchField('Find a text');

  function find(step: number): void {
    const wanted = field.value.toLowerCase();
    if (!step || !wanted) {
      const panel = h('div', { role: 'search' }, field);
      const done = openPanel(stage.root, grid.head, panel, stage.focus);
      panel.onkeydown = ({ key }) => {
        if (key === 'Enter' && field.value) {
          done();
          find(1);
        }
      };
      field.select();
      return;
    }
    const across = stage.state.shown.columns.length;
    const all = grid.count() * across;
    const { at, column } = grid.spot();
    for (let far = 1; far <= Math.min(all, MOST_CELLS); far += 1) {
      const place = (at * across + column + step * far + all * 2) % all;
      const next = { at: Math.floor(place / across), column: place % across };
      const { row, of } = grid.spot(next);
      if (row >= 0 && shown(stage.rows, of, row).toLowerCase().includes(wanted)) {
        grid.go(next.at, next.column);
        return;
      }
    }
    stage.say(`no cell has \u201c${field.value}\u201d`);
  }

  return find;
}
