/** The run table: puts its parts together, and follows runs, selection and keys. */

import { HostError } from '../../shared/host';
import type { Host } from '../../shared/host';
import type { Colours } from '../../shared/colours';
import { clean, fill, h } from '../../shared/dom';
import type { Rows } from '../../shared/rows';
import type { Selection } from '../../shared/selection';
import { useSheet } from '../../shared/sheets';
import { TableState } from '../model/state';
import { showDiff } from './actions';
import { Bar } from './bar';
import { reduceAgain } from './column_menu';
import { showDetails } from './details';
import { edit } from './editing';
import { Finder } from './finder';
import { makeGrid } from './grid';
import type { Grid } from './grid';
import { openKeys } from './keyhelp';
import { Keys } from './keys';
import { closeMenu } from './menu';
import { follow } from './pointer';
import type { RowActions } from './row_menu';
import type { Offer, Panels, Stage } from './stage';
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

/** A table of runs; several components may share its rows, its selection and its colours. */
export class TableView implements Stage {
  readonly state: TableState;
  readonly panels: Panels;
  readonly root: HTMLElement;
  readonly #grid: Grid;
  readonly #bar: Bar;
  readonly #keys: Keys;
  readonly #frame = h('div', { class: 't-frame' });
  readonly #notes = h('div', { class: 't-notes' });
  readonly #empty = h('p', { class: 't-empty', hidden: true });
  readonly #said = h('div', { class: 't-said', role: 'status', hidden: true });
  readonly #detail = h('section', { class: 't-below', hidden: true });
  readonly #offs: (() => void)[] = [];
  #closeBelow: (() => void) | null = null;
  #anchor = '';
  #picking: ((id: string) => void) | null = null;
  #frameAsked = 0;
  /** Whether everything is to be drawn, or only some columns. */
  #isWhole = true;
  readonly #came = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #table: unknown = null;

  constructor(
    place: HTMLElement,
    readonly host: Host,
    readonly rows: Rows,
    readonly selection: Selection,
    readonly colours: Colours,
    options: TableOptions = {}
  ) {
    useSheet(place, css);
    const name = options.name ?? 'table';
    this.panels = options.panels ?? {};
    this.state = new TableState(
      rows,
      selection,
      { get: () => host.get(name), set: value => host.set(name, value) },
      keys => this.draw(keys)
    );
    this.root = h('div', { class: 'g-table' });
    this.#grid = makeGrid(this, options.height ?? HEIGHT);
    this.#bar = new Bar(this, () => openKeys(this, this.#grid.head));
    const actions: RowActions = {
      details: run => showDetails(this, run),
      edit: (run, key) => this.#edit(run, key),
      pickOther: run => this.#pickOther(run)
    };
    const reach = {
      actions,
      frame: this.#frame,
      finder: new Finder(this, this.#grid),
      extend: () => this.#extend(),
      toggle: (id: string) => this.#toggle(id),
      chooseAll: () => this.#chooseAll(),
      reload: () => this.#reload(),
      openHeading: (column: number) =>
        this.#grid.headings.querySelector(`[data-column="${column}"] .t-menu`),
      picked: (id: string) => this.#picked(id),
      fold: (group: string) => this.#keys.fold(group)
    };
    this.#keys = new Keys(this, this.#grid, reach);
    this.#frame.append(this.#grid.scroll);
    this.root.append(
      this.#notes,
      this.#bar.element,
      this.#frame,
      this.#empty,
      this.#said,
      this.#detail
    );
    place.append(this.root);
    follow(this, this.#grid, reach);
    this.#listen(name);
    if (rows.count || rows.columns.length) {
      this.#taken();
    }
    this.#update();
  }

  /** Take it away. */
  unmount(): void {
    closeMenu();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frameAsked);
    this.#closeBelow?.();
    this.#offs.forEach(off => off());
    this.root.remove();
  }

  draw(keys?: readonly string[]): void {
    if (!keys) {
      this.#isWhole = true;
    }
    keys?.forEach(key => this.#came.add(key));
    this.#frameAsked ||= requestAnimationFrame(() => this.#update());
  }

  focus(): void {
    this.#grid.scroll.focus({ preventScroll: true });
  }

  say(text: string, offer?: Offer): void {
    clearTimeout(this.#timer);
    this.#said.hidden = !text;
    this.#said.classList.remove('t-fault');
    fill(
      this.#said,
      clean(text),
      offer &&
        h(
          'button',
          {
            onclick: () => {
              this.say('');
              offer.take();
            }
          },
          offer.label
        )
    );
    if (!offer) {
      this.#timer = setTimeout(() => (this.#said.hidden = true), SAID);
    }
  }

  fail(error: unknown): void {
    const { message, hint } =
      error instanceof HostError ? error : { message: String(error), hint: '' };
    this.say([message, hint].filter(Boolean).join(' \u2014 '), {
      label: 'Close',
      take: () => undefined
    });
    this.#said.classList.add('t-fault');
  }

  below(title: string, show: (place: HTMLElement) => (() => void) | undefined): void {
    this.#closeBelow?.();
    const place = h('div');
    let off: (() => void) | undefined = undefined as (() => void) | undefined;
    this.#closeBelow = () => {
      off?.();
      this.#detail.replaceChildren();
      this.#detail.hidden = true;
      this.#closeBelow = null;
    };
    fill(
      this.#detail,
      h(
        'header',
        null,
        h('b', null, clean(title)),
        h('button', { 'aria-label': 'close', onclick: () => this.#closeBelow?.() }, '\u2715')
      ),
      place
    );
    this.#detail.hidden = false;
    off = show(place);
  }

  unbelow(): void {
    this.#closeBelow?.();
  }

  #listen(name: string): void {
    const { scroll } = this.#grid;
    this.#offs.push(
      this.rows.onChange(keys => {
        if (this.rows.table !== this.#table) {
          this.#taken();
        }
        this.state.arrived(keys);
      }),
      this.host.onChoice(name, () => this.state.reread()),
      this.selection.onChange(() => {
        if (this.state.choices.chosen) {
          this.state.changed();
        } else {
          this.#grid.drawChosen();
          this.#bar.draw();
        }
      }),
      this.selection.onHover(() => this.#grid.drawChosen())
    );
    scroll.addEventListener('keydown', event => {
      if (event.target === scroll && this.#keys.press(event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    });
    // JupyterLab takes keys before any element does, unless an element says that they are its own.
    const own = (event: KeyboardEvent): void => {
      const isIn = event.composedPath().includes(scroll);
      if (isIn) {
        scroll.toggleAttribute(SHORTCUTS, event.target !== scroll || this.#keys.isOurs(event));
      }
    };
    window.addEventListener('keydown', own, true);
    this.#offs.push(() => window.removeEventListener('keydown', own, true));
    if (typeof ResizeObserver === 'function') {
      const observer = new ResizeObserver(() => this.draw());
      observer.observe(this.#frame);
      this.#offs.push(() => observer.disconnect());
    }
  }

  /** Another table came. */
  #taken(): void {
    this.#table = this.rows.table;
    for (const id of this.state.removed) {
      if (this.rows.row(id) < 0) {
        this.state.removed.delete(id);
      }
    }
    const { filter } = this.state.choices;
    if (this.rows.count) {
      reduceAgain(this);
      if (filter) {
        this.#bar.filter(filter);
      }
    }
  }

  #update(): void {
    this.#frameAsked = 0;
    const came = [...this.#came];
    this.#came.clear();
    if (!this.#isWhole) {
      this.#grid.repaint(came);
      return;
    }
    this.#isWhole = false;
    const { table, count } = this.rows;
    const isEmpty = !count;
    this.#empty.hidden = !isEmpty || !table.empty;
    this.#empty.textContent = clean(table.empty);
    this.#frame.hidden = isEmpty;
    this.#bar.element.hidden = isEmpty;
    fill(this.#notes, ...table.notes.map(note => h('p', null, clean(note))));
    if (isEmpty) {
      return;
    }
    this.rows.need(this.state.needed).catch((error: unknown) => this.fail(error));
    // What is being typed would be lost.
    if (!this.#frame.querySelector('.t-edit')) {
      this.#grid.update();
    }
    this.#bar.draw();
  }

  #reload(): void {
    this.host.ask('hello').then(
      answer => this.rows.take(answer),
      (error: unknown) => this.fail(error)
    );
  }

  #edit(run: string, key: string): void {
    const { state, rows } = this;
    const grid = this.#grid;
    const column = state.shown.columns.findIndex(one => one.key === key);
    if (column < 0) {
      state.choose({ shown: { ...state.choices.shown, [key]: true } });
      this.#update();
      if (state.shown.columns.some(one => one.key === key)) {
        this.#edit(run, key);
      }
      return;
    }
    const row = rows.row(run);
    const at = Array.from({ length: grid.count() }, (_, index) => index).find(
      index => grid.line(index)?.row === row
    );
    if (at !== undefined) {
      grid.go(at, column);
      const cell = grid.cell();
      if (cell) {
        edit(this, cell, state.shown.columns[column]!, row);
      }
    }
  }

  #toggle(id: string): void {
    this.#anchor = id;
    this.selection.toggle(id);
  }

  /** Choose all runs between where choosing began and the cursor. */
  #extend(): void {
    const { rows } = this;
    const grid = this.#grid;
    const to = grid.cursor().at;
    let from = to;
    const ids: string[] = [];
    for (let at = 0; at < grid.count(); at += 1) {
      const row = grid.line(at)?.row ?? -1;
      ids.push(row < 0 ? '' : rows.id(row));
      if (this.#anchor && ids[at] === this.#anchor) {
        from = at;
      }
    }
    if (!this.#anchor) {
      this.#anchor = ids[to] ?? '';
    }
    const span = ids.slice(Math.min(from, to), Math.max(from, to) + 1).filter(Boolean);
    this.selection.choose([...this.selection.chosen, ...span]);
  }

  #chooseAll(): void {
    const { rows, selection, state } = this;
    const ids = [...state.shown.pinned, ...state.shown.rows].map(row => rows.id(row));
    const isAll = ids.every(id => selection.chosen.has(id));
    selection.choose(isAll ? [] : ids);
  }

  #pickOther(run: string): void {
    this.#picking = other => showDiff(this, run, other);
    this.root.classList.add('t-picking');
    this.say(`Click the run to compare ${run.slice(0, 8)} with`, {
      label: 'Cancel',
      take: () => this.#endPicking()
    });
  }

  #picked(id: string): boolean {
    const take = this.#picking;
    if (take) {
      this.#endPicking();
      this.say('');
      take(id);
    }
    return Boolean(take);
  }

  #endPicking(): void {
    this.#picking = null;
    this.root.classList.remove('t-picking');
  }
}
