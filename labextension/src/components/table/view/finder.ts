/** Finds a text in the cells that are shown. */

import { h } from '../../shared/dom';
import { shown } from '../model/cell';
import type { Grid } from './grid';
import { openPanel } from './menu';
import type { Stage } from './stage';

/** More cells than this are not looked at for one press of a key. */
const MOST_CELLS = 3_000_000;

export class Finder {
  #wanted = '';

  readonly #stage: Stage;
  readonly #grid: Grid;

  constructor(stage: Stage, grid: Grid) {
    this.#stage = stage;
    this.#grid = grid;
  }

  /** Ask for a text, and go to where it is. */
  open(): void {
    const field = h('input', {
      type: 'search',
      class: 't-field',
      placeholder: 'Find a text',
      'aria-label': 'Find a text'
    });
    field.value = this.#wanted;
    const panel = h('div', { role: 'search' }, field);
    const close = openPanel(this.#stage.root, this.#grid.head, panel, () => this.#stage.focus());
    field.addEventListener('keydown', event => {
      event.stopPropagation();
      if (event.key === 'Enter' || event.key === 'Escape') {
        event.preventDefault();
        close();
        this.#stage.focus();
        if (event.key === 'Enter') {
          this.#wanted = field.value;
          this.next(1);
        }
      }
    });
    field.focus();
    field.select();
  }

  /** Go to the next match, or to the one before. */
  next(step: 1 | -1): void {
    const wanted = this.#wanted.toLowerCase();
    if (!wanted) {
      this.open();
      return;
    }
    const grid = this.#grid;
    const stage = this.#stage;
    const { columns } = stage.state.shown;
    const all = grid.count() * columns.length;
    const { at, column } = grid.cursor();
    const from = at * columns.length + column;
    for (let far = 1; far <= Math.min(all, MOST_CELLS); far += 1) {
      const place = (from + step * far + all * 2) % all;
      const line = grid.line(Math.floor(place / columns.length));
      const of = columns[place % columns.length]!;
      if (
        line &&
        line.row >= 0 &&
        of.kind !== 'spark' &&
        shown(stage.rows, of, line.row).toLowerCase().includes(wanted)
      ) {
        grid.go(Math.floor(place / columns.length), place % columns.length);
        return;
      }
    }
    stage.say(`no cell has \u201c${this.#wanted}\u201d`);
  }
}
