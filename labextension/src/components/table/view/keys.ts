/** What keys do while the table has the focus: those of `guild compare`, and the usual ones. */

import { shown, whole } from '../model/cell';
import { attempt, copy } from './actions';
import { fit, move, openColumnMenu } from './column_menu';
import { showDetails } from './details';
import { edit, isEditable } from './editing';
import type { Grid, Spot } from './grid';
import { makeFinder } from './finder';
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

/** What keys do, by the key; nothing for one that does nothing here. */
type Deeds = { readonly [key: string]: (() => unknown) | undefined };

/** Make the keys of a table. */
export function makeKeys(stage: Stage, grid: Grid, picking: Picking): Keys {
  const { state, rows } = stage;
  const find = makeFinder(stage, grid);
  let digits = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const help = (): void => openKeys(stage, grid.head);

  const sort =
    (isDown: boolean, isNumeric = false) =>
    (): void => {
      state.sorts = [{ key: grid.spot().of.key, isDown, isNumeric }];
    };
  const widen = (by: number, isAll: boolean) => (): void => {
    const columns = isAll ? state.shown.columns : [grid.spot().of];
    const pulled = columns.map(one => [one.key, Math.max(48, state.width(one) + by)]);
    state.choose({ widths: { ...state.choices.widths, ...Object.fromEntries(pulled) } });
  };

  /** Go to the next cell, down or along, whose text is another. */
  const jump = (down: number, along: number) => (): void => {
    const textOf = ({ row, of }: Spot): string | null => (row < 0 ? null : shown(rows, of, row));
    const first = textOf(grid.spot());
    let { at, column } = grid.spot();
    let text: string | null;
    do {
      at += down;
      column += along;
      if (at < 0 || at >= grid.count() || !state.shown.columns[column]) {
        return;
      }
      text = textOf(grid.spot({ at, column }));
    } while (text === null || text === first);
    grid.go(at, column);
  };

  /** What keys do that a number may come before. */
  function goes({ at, column }: Spot, count: number): Deeds {
    const go = (line: number, along: number) => () => grid.go(line, along);
    const times = count || 1;
    return {
      ArrowDown: go(at + times, column),
      ArrowUp: go(at - times, column),
      ArrowLeft: go(at, column - times),
      ArrowRight: go(at, column + times),
      PageDown: go(at + grid.page(), column),
      PageUp: go(at - grid.page(), column),
      H: go(at, column - ACROSS),
      L: go(at, column + ACROSS),
      Home: go(at, 0),
      End: go(at, Infinity),
      g: go(times - 1, column),
      G: go(count ? count - 1 : Infinity, column),
      '|': go(at, times - 1)
    };
  }

  function acts({ of }: Spot): Deeds {
    return {
      s: sort(false),
      S: sort(true),
      '!': sort(true, true),
      a: () => (state.sorts = []),
      r: () => stage.host.ask('hello').then(answer => rows.take(answer), stage.fail),
      '/': () => find(0),
      n: () => find(1),
      p: () => find(-1),
      ']': jump(1, 0),
      '[': jump(-1, 0),
      '}': jump(0, 1),
      '{': jump(0, -1),
      '*': picking.chooseAll,
      '<': widen(-STEP, true),
      '>': widen(STEP, true),
      ',': widen(-STEP, false),
      '.': widen(STEP, false),
      c: () => state.choose({ widths: undefined }),
      C: () => fit(stage, of),
      o: () => openColumnMenu(stage, grid.spot({ ...grid.spot(), at: -1 }).cell!, of),
      '?': help,
      q: () => grid.scroll.blur()
    };
  }

  /** What keys do with the run of a line, or with the group that it is the heading of. */
  function actsOnRun(spot: Spot): Deeds {
    const { run, of, row, group, cell } = spot;
    const deeds: Deeds = {
      m: () => attempt(stage, 'mark', meant(stage, run), true),
      u: () => attempt(stage, 'mark', meant(stage, run), false),
      P: () => pin(stage, run),
      b: () => base(stage, run),
      ' ': () => picking.toggle(run),
      e: () =>
        isEditable(of)
          ? edit(stage, spot)
          : stage.say(`${of.heading} cannot be edited: label, tags and comments can`),
      y: () => copy(stage, whole(rows, of, row), 'the value'),
      Enter: () => showDetails(stage, run),
      ContextMenu: () => openRowMenu(stage, cell ?? grid.head, run, picking)
    };
    return run ? deeds : { Enter: () => group && picking.fold(group.name) };
  }

  function moveColumn(key: string): boolean {
    const { at, of } = grid.spot();
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (step) {
      move(stage, of, step);
      grid.update();
      grid.go(at, state.shown.columns.indexOf(of));
    }
    return Boolean(step);
  }

  function isOurs(event: KeyboardEvent): boolean {
    const { key, altKey, shiftKey } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey) {
      return false;
    }
    return altKey
      ? shiftKey && key.startsWith('Arrow')
      : key !== 'Escape' && key !== 'Tab' && (!/^F\d+$/.test(key) || key in SAME);
  }

  return {
    help,
    isOurs,
    press(event) {
      const typed = event.key;
      if (!isOurs(event)) {
        return false;
      }
      clearTimeout(timer);
      if (/^\d$/.test(typed) && (digits || typed !== '0')) {
        digits += typed;
        if (digits === '1') {
          timer = setTimeout(() => {
            digits = '';
            sort(false, true)();
          }, WAIT);
        }
        return true;
      }
      const key = Object.hasOwn(SAME, typed) ? SAME[typed]! : typed;
      const count = Number(digits);
      digits = '';
      if (event.altKey) {
        return moveColumn(key);
      }
      const spot = grid.spot();
      const all = { ...goes(spot, count), ...acts(spot), ...actsOnRun(spot) };
      const deed = Object.hasOwn(all, key) ? all[key] : undefined;
      deed?.();
      if (deed && event.shiftKey && typed.startsWith('Arrow')) {
        picking.extend();
      }
      return Boolean(deed);
    }
  };
}
