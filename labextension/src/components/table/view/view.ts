/** The run table: puts its parts together, and follows runs, selection and keys. */

import type { Host } from '../../shared/host';
import type { Colours } from '../../shared/colours';
import { clean, fill, h } from '../../shared/dom';
import type { Rows } from '../../shared/rows';
import type { Selection } from '../../shared/selection';
import { useSheet } from '../../shared/sheets';
import { makeState } from '../model/state';
import { makeBar } from './bar';
import { makeGrid } from './grid';
import { makeKeys } from './keys';
import { closeMenu } from './menu';
import { makePicking } from './picking';
import { follow } from './pointer';
import { reduceAgain } from './reducing';
import { told } from './stage';
import type { Filling, Panels, Stage } from './stage';
import menus from '../menu.css';
import css from '../style.css';

const SHORTCUTS = 'data-lm-suppress-shortcuts';
const HEIGHT = 440;
const SAID = 6_000;

/** How a table stands in its place. */
export interface TableOptions {
  /** The most pixels that the rows take. */
  readonly height?: number;
  /** The name that the reader's choices are kept under. */
  readonly name?: string;
  /** Components of others that are shown below the table. */
  readonly panels?: Panels;
}

/**
 * Show a table of runs; several components may share its rows, its selection and its colours.
 * Returns what takes it away.
 */
export function showTable(
  place: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection,
  colours: Colours,
  { height = HEIGHT, name = 'table', panels = {} }: TableOptions = {}
): () => void {
  useSheet(place, menus);
  useSheet(place, css);
  const root = h('div.g-table');
  const frame = h('div.t-frame');
  const notes = h('div.t-notes');
  const empty = h('p.t-empty', { hidden: true });
  const said = h('div.t-said', { role: 'status', hidden: true });
  const detail = h('section.t-below', { hidden: true });
  let closeBelow: (() => void) | undefined;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let table: unknown = null;
  /** Whether everything is to be drawn, or only the columns that came. */
  let isWhole = true;
  const came = new Set<string>();

  const draw = (keys?: readonly string[]): void => {
    isWhole ||= !keys;
    keys?.forEach(key => came.add(key));
    asked ||= requestAnimationFrame(update);
  };
  const fail = (error: unknown): void => {
    say(told(error), 'Close');
    said.classList.add('t-fault');
  };
  const keep = { get: () => host.get(name), set: host.set.bind(host, name) };
  const state = makeState(rows, selection, keep, draw);
  const stage: Stage = {
    host,
    rows,
    selection,
    colours,
    state,
    panels,
    root,
    say,
    fail,
    below,
    unbelow: () => closeBelow?.(),
    draw,
    focus: () => grid.scroll.focus({ preventScroll: true })
  };
  const grid = makeGrid(stage, height);
  const picking = makePicking(stage, grid);
  const keys = makeKeys(stage, grid, picking);
  const bar = makeBar(stage, keys.help);
  const { scroll } = grid;

  function say(text: string, button?: string, take?: () => void): void {
    clearTimeout(timer);
    said.hidden = !text;
    said.classList.remove('t-fault');
    const onclick = (): void => {
      say('');
      take?.();
    };
    fill(said, clean(text), button && h('button', { onclick }, button));
    if (!button) {
      timer = setTimeout(() => say(''), SAID);
    }
  }

  function below(title: string, show: Filling): void {
    closeBelow?.();
    const inside = h('div');
    const close = h('button', { 'aria-label': 'close', onclick: stage.unbelow }, '\u2715');
    fill(detail, h('header', null, h('b', null, clean(title)), close), inside);
    detail.hidden = false;
    const off = show(inside);
    closeBelow = () => {
      off?.();
      fill(detail);
      detail.hidden = true;
      closeBelow = undefined;
    };
  }

  /** Another table came. */
  function taken(): void {
    table = rows.table;
    state.removed.forEach(id => rows.row(id) < 0 && state.removed.delete(id));
    if (rows.count) {
      reduceAgain(stage);
      if (state.choices.filter) {
        bar.filter(state.choices.filter);
      }
    }
  }

  function update(): void {
    asked = 0;
    const some = [...came];
    came.clear();
    if (!isWhole) {
      grid.repaint(some);
      return;
    }
    isWhole = false;
    const { table: about, count } = rows;
    empty.hidden = count > 0 || !about.empty;
    empty.textContent = clean(about.empty);
    frame.hidden = bar.element.hidden = !count;
    fill(notes, ...about.notes.map(note => h('p', null, clean(note))));
    if (count) {
      rows.need(state.needed).catch(fail);
      // What is being typed would be lost.
      if (!frame.querySelector('.t-edit')) {
        grid.update();
      }
      bar.draw();
    }
  }

  frame.append(scroll);
  root.append(notes, bar.element, frame, empty, said, detail);
  place.append(root);
  follow(stage, grid, picking, frame);
  scroll.onkeydown = event => {
    if (event.target === scroll && keys.press(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  // JupyterLab takes keys before any element does, unless an element says that they are its own.
  const own = (event: KeyboardEvent): void => {
    if (event.composedPath().includes(scroll)) {
      scroll.toggleAttribute(SHORTCUTS, event.target !== scroll || keys.isOurs(event));
    }
  };
  window.addEventListener('keydown', own, true);
  const observer = globalThis.ResizeObserver && new ResizeObserver(() => draw());
  observer?.observe(frame);
  const offs = [
    rows.onChange(keys => {
      if (rows.table !== table) {
        taken();
      }
      state.arrived(keys);
    }),
    host.onChoice(name, state.reread),
    selection.onChange(() => {
      if (state.choices.chosen) {
        state.changed();
      } else {
        grid.drawChosen();
        bar.draw();
      }
    }),
    selection.onHover(grid.drawChosen),
    () => window.removeEventListener('keydown', own, true),
    () => observer?.disconnect(),
    () => closeBelow?.(),
    closeMenu
  ];
  if (rows.count || rows.columns.length) {
    taken();
  }
  update();
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(asked);
    offs.forEach(off => off());
    root.remove();
  };
}
