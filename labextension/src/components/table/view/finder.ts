/** Finds a text in the cells that are shown. */

import { h } from '../../shared/dom';
import { shown } from '../model/cell';
import type { Grid } from './grid';
import { openPanel } from './menu';
import type { Stage } from './stage';

/** More cells than this are not looked at for one press of a key. */
const MOST_CELLS = 3_000_000;

export interface Finder {
  /** Ask for a text, and go to where it is. */
  open(): void;
  /** Go to the next match, or to the one before. */
  next(step: 1 | -1): void;
}

/** Make it for a table. */
export function makeFinder(stage: Stage, grid: Grid): Finder {
  let wanted = '';

  function open(): void {
    const label = 'Find a text';
    const field = h('input', {
      type: 'search',
      class: 't-field',
      placeholder: label,
      'aria-label': label
    });
    field.value = wanted;
    const panel = h('div', { role: 'search' }, field);
    const close = openPanel(stage.root, grid.head, panel, stage.focus);
    field.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        event.preventDefault();
        close();
        stage.focus();
        wanted = field.value;
        next(1);
      }
    });
    field.focus({ preventScroll: true });
    field.select();
  }

  function next(step: 1 | -1): void {
    const { columns } = stage.state.shown;
    const across = columns.length;
    const all = grid.count() * across;
    const { at, column } = grid.cursor();
    for (let far = 1; wanted && far <= Math.min(all, MOST_CELLS); far += 1) {
      const place = (at * across + column + step * far + all * 2) % all;
      const row = grid.line(Math.floor(place / across))?.row ?? -1;
      const of = columns[place % across]!;
      const text = row < 0 || of.kind === 'spark' ? '' : shown(stage.rows, of, row);
      if (text.toLowerCase().includes(wanted.toLowerCase())) {
        grid.go(Math.floor(place / across), place % across);
        return;
      }
    }
    if (wanted) {
      stage.say(`no cell has \u201c${wanted}\u201d`);
    } else {
      open();
    }
  }

  return { open, next };
}
