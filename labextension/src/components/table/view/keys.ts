/** What keys do while the table has the focus: those of `guild compare`, and the usual ones. */

import { shown, whole } from '../model/cell';
import { attempt, copy } from './actions';
import { fit, move, openColumnMenu } from './column_menu';
import { edit, isEditable } from './editing';
import type { Finder } from './finder';
import type { Grid } from './grid';
import { openKeys } from './keyhelp';
import type { Picking } from './picking';
import { base, meant, openRowMenu, pin } from './row_menu';
import type { Stage } from './stage';

/** A lone `1` sorts, but `12G` goes to a line: it waits so long for what follows. */
const WAIT = 450;
const STEP = 16;
/** Columns that H and L go along. */
const ACROSS = 6;

/** Keys that do what another one does. */
const SAME: { readonly [key: string]: string } = {
  j: 'ArrowDown',
  k: 'ArrowUp',
  h: 'ArrowLeft',
  l: 'ArrowRight',
  J: 'PageDown',
  K: 'PageUp',
  0: 'Home',
  '^': 'Home',
  $: 'End',
  A: 'a',
  R: 'r',
  N: 'p',
  x: ' ',
  F2: 'e',
  F10: 'ContextMenu'
};

export interface Keys {
  /** Whether a key is one of the table's, and not the page's. */
  isOurs(event: KeyboardEvent): boolean;
  /** Do what a key says; returns whether it says something. */
  press(event: KeyboardEvent): boolean;
  /** Show the list of keys. */
  help(): void;
}

/** Make the keys of a table. */
export function makeKeys(stage: Stage, grid: Grid, picking: Picking, finder: Finder): Keys {
  const { state, rows } = stage;
  let digits = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const help = (): void => openKeys(stage, grid.head);

  const sort = (isDown: boolean, isNumeric = false): void => {
    const column = grid.column();
    if (column) {
      state.sorts = [{ key: column.key, isDown, isNumeric }];
    }
  };

  function widen(by: number, isAll: boolean): void {
    const column = grid.column();
    const columns = isAll ? state.shown.columns : column ? [column] : [];
    const widths = { ...state.choices.widths };
    columns.forEach(one => (widths[one.key] = Math.max(48, state.width(one) + by)));
    state.choose({ widths });
  }

  /** Go to the next cell, down or along, whose text is another. */
  function jump(down: number, along: number): void {
    let { at, column } = grid.cursor();
    const text = (): string | null => {
      const row = grid.line(at)?.row ?? -1;
      const of = grid.column(column);
      return row < 0 || !of ? null : shown(rows, of, row);
    };
    const first = text();
    for (;;) {
      at += down;
      column += along;
      if (at < 0 || at >= grid.count() || !grid.column(column)) {
        return;
      }
      const now = text();
      if (now !== null && now !== first) {
        grid.go(at, column);
        return;
      }
    }
  }

  /** Go to where a key says; returns whether it says so. */
  function go(event: KeyboardEvent, key: string, count: number): boolean {
    const { at, column } = grid.cursor();
    const times = count || 1;
    const places: { readonly [key: string]: readonly [number, number] } = {
      ArrowDown: [at + times, column],
      ArrowUp: [at - times, column],
      ArrowLeft: [at, column - times],
      ArrowRight: [at, column + times],
      PageDown: [at + grid.page(), column],
      PageUp: [at - grid.page(), column],
      H: [at, column - ACROSS],
      L: [at, column + ACROSS],
      Home: [at, 0],
      End: [at, Infinity],
      g: [count ? count - 1 : 0, column],
      G: [count ? count - 1 : Infinity, column],
      '|': [at, times - 1]
    };
    const place = Object.hasOwn(places, key) && places[key];
    if (place) {
      grid.go(...place);
      if (event.shiftKey && event.key.startsWith('Arrow')) {
        picking.extend();
      }
    }
    return Boolean(place);
  }

  function moveColumn(key: string): boolean {
    const { at } = grid.cursor();
    const column = grid.column();
    const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
    if (column && step) {
      move(stage, column, step);
      grid.update();
      grid.go(
        at,
        state.shown.columns.findIndex(one => one.key === column.key)
      );
    }
    return Boolean(step);
  }

  function change(key: string): boolean {
    const column = grid.column();
    const line = grid.line(grid.cursor().at);
    const row = line?.row ?? -1;
    const run = row >= 0 ? rows.id(row) : '';
    const cell = grid.cell();
    const acts: { readonly [key: string]: () => void } = {
      s: () => sort(false),
      S: () => sort(true),
      '!': () => sort(true, true),
      a: () => (state.sorts = []),
      r: () => void stage.host.ask('hello').then(answer => rows.take(answer), stage.fail),
      '/': finder.open,
      n: () => finder.next(1),
      p: () => finder.next(-1),
      ']': () => jump(1, 0),
      '[': () => jump(-1, 0),
      '}': () => jump(0, 1),
      '{': () => jump(0, -1),
      '*': picking.chooseAll,
      '<': () => widen(-STEP, true),
      '>': () => widen(STEP, true),
      ',': () => widen(-STEP, false),
      '.': () => widen(STEP, false),
      c: () => state.choose({ widths: undefined }),
      C: () => column && fit(stage, column),
      o: () => {
        const menu = grid.headings.querySelector(
          `[data-column="${grid.cursor().column}"] .t-menu`
        );
        if (menu && column) {
          openColumnMenu(stage, menu, column);
        }
      },
      '?': help,
      q: () => grid.scroll.blur()
    };
    const withRun: { readonly [key: string]: () => void } = {
      m: () => attempt(stage, 'mark', meant(stage, run), true),
      u: () => attempt(stage, 'mark', meant(stage, run), false),
      P: () => pin(stage, run),
      b: () => base(stage, run),
      ' ': () => stage.selection.toggle(run),
      e: () => {
        if (column && cell && isEditable(column)) {
          edit(stage, cell, column, row);
        } else if (column) {
          stage.say(`${column.heading} cannot be edited: label, tags and comments can`);
        }
      },
      y: () => column && copy(stage, whole(rows, column, row), 'the value'),
      Enter: () => picking.actions.details(run),
      ContextMenu: () => openRowMenu(stage, cell ?? grid.head, run, picking.actions)
    };
    if (Object.hasOwn(acts, key)) {
      acts[key]!();
    } else if (!Object.hasOwn(withRun, key)) {
      return false;
    } else if (run) {
      withRun[key]!();
    } else if (key === 'Enter' && line?.group) {
      picking.fold(line.group.name);
    }
    return true;
  }

  function isOurs(event: KeyboardEvent): boolean {
    const { key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey) {
      return false;
    }
    if (event.altKey) {
      return event.shiftKey && key.startsWith('Arrow');
    }
    return key !== 'Escape' && key !== 'Tab' && (!/^F\d+$/.test(key) || key in SAME);
  }

  return {
    help,
    isOurs,
    press(event) {
      if (!isOurs(event)) {
        return false;
      }
      if (/^\d$/.test(event.key) && (digits || event.key !== '0')) {
        digits += event.key;
        clearTimeout(timer);
        if (digits === '1') {
          timer = setTimeout(() => {
            digits = '';
            sort(false, true);
          }, WAIT);
        }
        return true;
      }
      clearTimeout(timer);
      const count = Number(digits);
      digits = '';
      const key = Object.hasOwn(SAME, event.key) ? SAME[event.key]! : event.key;
      return event.altKey ? moveColumn(key) : go(event, key, count) || change(key);
    }
  };
}
