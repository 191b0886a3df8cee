/** What keys do while the table has the focus: those of `guild compare`, and the usual ones. */

import { shown, whole } from '../model/cell';
import { attempt, copy } from './actions';
import { fit, move, openColumnMenu } from './column_menu';
import { edit, isEditable } from './editing';
import type { Finder } from './finder';
import type { Grid } from './grid';
import { openKeys } from './keyhelp';
import { base, meant, openRowMenu, pin } from './row_menu';
import type { RowActions } from './row_menu';
import type { Stage } from './stage';

/** A lone `1` sorts, but `12G` goes to a line: it waits so long for what follows. */
const WAIT = 450;
const STEP = 16;

/** What keys need of the table. */
export interface Reach {
  readonly actions: RowActions;
  readonly finder: Finder;
  /** Choose the runs from where choosing began up to the cursor. */
  readonly extend: () => void;
  readonly chooseAll: () => void;
  readonly reload: () => void;
  readonly openHeading: (column: number) => Element | null;
}

export class Keys {
  #count = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #stage: Stage;
  readonly #grid: Grid;
  readonly #reach: Reach;

  constructor(stage: Stage, grid: Grid, reach: Reach) {
    this.#stage = stage;
    this.#grid = grid;
    this.#reach = reach;
  }

  /** Whether a key is one of the table's, and not the page's. */
  isOurs(event: KeyboardEvent): boolean {
    if (event.isComposing || event.ctrlKey || event.metaKey) {
      return false;
    }
    if (event.altKey) {
      return event.shiftKey && event.key.startsWith('Arrow');
    }
    if (event.key === 'Escape' || event.key === 'Tab') {
      return false;
    }
    return !/^F\d+$/.test(event.key) || event.key === 'F2' || event.key === 'F10';
  }

  /** Do what a key says; returns whether it says something. */
  press(event: KeyboardEvent): boolean {
    if (!this.isOurs(event)) {
      return false;
    }
    const { key } = event;
    if (/^\d$/.test(key) && (this.#count || key !== '0')) {
      this.#count += key;
      clearTimeout(this.#timer);
      if (this.#count === '1') {
        this.#timer = setTimeout(() => {
          this.#count = '';
          this.#sort(false, true);
        }, WAIT);
      }
      return true;
    }
    clearTimeout(this.#timer);
    const count = Number(this.#count) || 0;
    this.#count = '';
    return this.#move(event, count) || this.#change(event);
  }

  #move(event: KeyboardEvent, count: number): boolean {
    const grid = this.#grid;
    const { at, column } = grid.cursor();
    const last = grid.count() - 1;
    const end = this.#stage.state.shown.columns.length - 1;
    const times = count || 1;
    if (event.altKey) {
      const moving = grid.column();
      const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (moving && step) {
        move(this.#stage, moving, step);
        grid.go(
          at,
          this.#stage.state.shown.columns.findIndex(one => one.key === moving.key)
        );
      }
      return Boolean(step);
    }
    const across = 6;
    const places: { readonly [key: string]: readonly [number, number] } = {
      ArrowDown: [at + times, column],
      j: [at + times, column],
      ArrowUp: [at - times, column],
      k: [at - times, column],
      ArrowLeft: [at, column - times],
      h: [at, column - times],
      ArrowRight: [at, column + times],
      l: [at, column + times],
      PageDown: [at + grid.page(), column],
      J: [at + grid.page(), column],
      PageUp: [at - grid.page(), column],
      K: [at - grid.page(), column],
      H: [at, column - across],
      L: [at, column + across],
      Home: [at, 0],
      '0': [at, 0],
      '^': [at, 0],
      End: [at, end],
      $: [at, end],
      g: [count ? count - 1 : 0, column],
      G: [count ? count - 1 : last, column],
      '|': [at, times - 1]
    };
    const place = Object.hasOwn(places, event.key) ? places[event.key] : undefined;
    if (place) {
      grid.go(place[0], place[1]);
      if (event.shiftKey && event.key.startsWith('Arrow')) {
        this.#reach.extend();
      }
      return true;
    }
    const jump = { ']': [1, 0], '[': [-1, 0], '}': [0, 1], '{': [0, -1] }[event.key];
    if (jump) {
      this.#jump(jump[0]!, jump[1]!);
    }
    return Boolean(jump);
  }

  #change(event: KeyboardEvent): boolean {
    const stage = this.#stage;
    const grid = this.#grid;
    const reach = this.#reach;
    const { state } = stage;
    const column = grid.column();
    const line = grid.line(grid.cursor().at);
    const run = line && line.row >= 0 ? stage.rows.id(line.row) : '';
    const withRun = (take: (run: string) => void) => (): void => {
      if (run) {
        take(run);
      }
    };
    const reset = (): void => {
      state.sorts = [];
    };
    const acts: { readonly [key: string]: () => void } = {
      s: () => this.#sort(false),
      S: () => this.#sort(true),
      '!': () => this.#sort(true, true),
      a: reset,
      A: reset,
      r: reach.reload,
      R: reach.reload,
      '/': () => reach.finder.open(),
      n: () => reach.finder.next(1),
      p: () => reach.finder.next(-1),
      N: () => reach.finder.next(-1),
      m: withRun(id => attempt(stage, 'mark', meant(stage, id), true)),
      u: withRun(id => attempt(stage, 'mark', meant(stage, id), false)),
      P: withRun(id => pin(stage, id)),
      b: withRun(id => base(stage, id)),
      ' ': withRun(id => stage.selection.toggle(id)),
      x: withRun(id => stage.selection.toggle(id)),
      '*': reach.chooseAll,
      '<': () => this.#widen(-STEP, true),
      '>': () => this.#widen(STEP, true),
      ',': () => this.#widen(-STEP, false),
      '.': () => this.#widen(STEP, false),
      c: () => state.choose({ widths: undefined }),
      C: () => column && fit(stage, column),
      e: () => this.#edit(),
      F2: () => this.#edit(),
      y: () => {
        if (line && line.row >= 0 && column) {
          copy(stage, whole(stage.rows, column, line.row), 'the value');
        }
      },
      Enter: () => {
        if (run) {
          reach.actions.details(run);
        } else if (line?.group) {
          this.fold(line.group.name);
        }
      },
      o: () => {
        const heading = reach.openHeading(grid.cursor().column);
        if (heading && column) {
          openColumnMenu(stage, heading, column);
        }
      },
      '?': () => openKeys(stage, grid.head),
      q: () => grid.scroll.blur(),
      ContextMenu: withRun(id => openRowMenu(stage, grid.cell() ?? grid.head, id, reach.actions)),
      F10: withRun(id => openRowMenu(stage, grid.cell() ?? grid.head, id, reach.actions))
    };
    const take = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
    take?.();
    return Boolean(take);
  }

  /** Fold the group of a name, or unfold it. */
  fold(name: string): void {
    const { closed } = this.#stage.state;
    if (!closed.delete(name)) {
      closed.add(name);
    }
    this.#stage.state.changed();
  }

  #sort(isDown: boolean, isNumeric = false): void {
    const column = this.#grid.column();
    if (column) {
      this.#stage.state.sorts = [{ key: column.key, isDown, isNumeric }];
    }
  }

  #edit(): void {
    const column = this.#grid.column();
    const line = this.#grid.line(this.#grid.cursor().at);
    const cell = this.#grid.cell();
    if (column && cell && line && line.row >= 0) {
      if (isEditable(column)) {
        edit(this.#stage, cell, column, line.row);
      } else {
        this.#stage.say(`${column.heading} cannot be edited: label, tags and comments can`);
      }
    }
  }

  #widen(by: number, isAll: boolean): void {
    const { state } = this.#stage;
    const column = this.#grid.column();
    const columns = isAll ? state.shown.columns : column ? [column] : [];
    const widths = { ...state.choices.widths };
    columns.forEach(one => {
      widths[one.key] = Math.max(48, state.width(one) + by);
    });
    state.choose({ widths });
  }

  /** Go to the next cell, down or along, whose text is another. */
  #jump(down: number, along: number): void {
    const grid = this.#grid;
    const stage = this.#stage;
    let { at, column } = grid.cursor();
    const text = (): string | null => {
      const line = grid.line(at);
      const of = grid.column(column);
      if (!line || !of) {
        return null;
      }
      return line.row < 0 ? null : shown(stage.rows, of, line.row);
    };
    const first = text();
    for (;;) {
      at += down;
      column += along;
      if (at < 0 || column < 0 || at >= grid.count() || !grid.column(column)) {
        return;
      }
      const now = text();
      if (now !== null && now !== first) {
        grid.go(at, column);
        return;
      }
    }
  }
}
