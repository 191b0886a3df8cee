/** Learning curves: a chart for every scalar of the runs that are chosen. */

import { clean, fill, h } from '../shared/dom';
import type { Host } from '../shared/host';
import type { Colours } from '../shared/colours';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { Dashes } from '../plot/dashes';
import plotCss from '../plot/plot.css';
import type { Range } from '../plot/ranges';
import { Theme } from '../plot/theme';
import { Cell } from './cell';
import { Controls } from './controls';
import css from './curves.css';
import { drawnOf } from './drawn';
import type { Drawn } from './drawn';
import { axisOf, drawingOf, linesOf } from './lines';
import type { Stock } from './lines';
import { xsOf } from './series';
import { Kept } from './settings';
import { SeriesStore } from './store';
import { OTHERS, PINNED, filterOf, sectionsOf } from './tags';
import type { Section } from './tags';

/** Sections are open at first until there are so many charts. */
const OPEN_CHARTS = 12;
/** Of one section so many charts are made before more are asked for. */
const AT_FIRST = 24;
const REFRESH = 1000;
const CALM = 150;
const STILL_GOING = new Set(['running', 'pending', 'starting', 'staged']);

/** Show curves in an element; returns what takes them away. */
export function CurvesView(
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection,
  colours: Colours,
  options: { readonly dashes?: Dashes } = {}
): () => void {
  const view = new Curves(root, host, rows, selection, colours, options.dashes ?? new Dashes());
  return () => view.close();
}

class Curves {
  private readonly kept: Kept;
  private readonly store: SeriesStore;
  private readonly theme: Theme;
  private readonly controls: Controls;
  private readonly said = h('p', { class: 'g-said', role: 'status' });
  private readonly place = h('div', { class: 'g-sections' });
  private readonly cells = new Map<string, Cell>();
  private readonly more = new Map<string, number>();
  private readonly undo: (() => void)[] = [];
  private readonly dashes: Dashes;
  private drawn: Drawn = { strong: [], faint: [], said: '' };
  private places: ReadonlyMap<string, number> = new Map();
  private zoom: Range | null = null;
  private shown = '';
  private live: string[] = [];
  private frame = 0;
  private calm: ReturnType<typeof setTimeout> | undefined;
  private finer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    host: Host,
    private readonly rows: Rows,
    private readonly selection: Selection,
    private readonly colours: Colours,
    dashes: Dashes
  ) {
    [plotCss, css].forEach(sheet => useSheet(root, sheet));
    this.dashes = dashes;
    root.classList.add('g-curves');
    this.theme = new Theme(root);
    this.kept = new Kept(host, () => this.choose());
    this.store = new SeriesStore(host, () => this.soon());
    this.controls = new Controls(this.kept, () => this.zoomTo(null));
    root.append(this.controls.element, this.said, this.place);
    const timer = setInterval(() => this.renew(), REFRESH);
    this.undo.push(
      rows.onChange(() => this.choose()),
      selection.onChange(() => {
        // A brush chooses others with every move of the pointer.
        clearTimeout(this.calm);
        this.calm = setTimeout(() => this.choose(), CALM);
      }),
      selection.onHover(() => this.cells.forEach(cell => cell.hover(selection.hovered))),
      host.onCondition(now => now === 'live' && this.store.retry()),
      this.theme.onChange(() => this.cells.forEach(cell => cell.refresh())),
      () => clearInterval(timer)
    );
    this.choose();
  }

  close(): void {
    this.undo.forEach(off => off());
    clearTimeout(this.calm);
    clearTimeout(this.finer);
    cancelAnimationFrame(this.frame);
    this.kept.close();
    this.store.close();
    this.cells.forEach(cell => cell.close());
    this.theme.close();
    this.root.replaceChildren();
  }

  /** Find out who is drawn. */
  private choose(): void {
    const { rows, kept } = this;
    const ids = Array.from({ length: rows.count }, (_, row) => rows.id(row));
    this.places = new Map(ids.map((id, row) => [id, row]));
    this.drawn = drawnOf(ids, this.selection.chosen, kept.now.group !== '');
    void rows.need(['label', 'status', ...(kept.now.group ? [kept.now.group] : [])]);
    const all = [...this.drawn.strong, ...this.drawn.faint];
    this.live = all.filter(id => STILL_GOING.has(rows.text('status', this.places.get(id)!) ?? ''));
    this.soon();
  }

  private soon(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private tags(): string[] {
    const columns = this.rows.columns.map(column => column.series).filter(key => key);
    return [...new Set([...columns, ...this.store.keys])];
  }

  private draw(): void {
    const { rows, kept, store } = this;
    const tags = this.tags();
    const { test } = filterOf(kept.now.filter);
    const passed = tags.filter(test);
    this.controls.offer(tags, rows.columns, this.zoom !== null);
    this.root.style.setProperty('--g-size', `${kept.now.size}px`);
    fill(this.said, ...this.sentences(tags, passed));
    this.layOut(sectionsOf(passed, kept.now.pinned));
    for (const cell of this.cells.values()) {
      this.drawCell(cell);
    }
    if (store.fault) {
      this.said.append(
        ' ',
        h('button', { type: 'button', onclick: () => store.retry() }, 'Try again')
      );
    }
  }

  private sentences(tags: readonly string[], passed: readonly string[]): string[] {
    const said: string[] = [];
    if (!this.rows.count) {
      said.push(clean(this.rows.table.empty) || 'No runs.');
    } else if (!tags.length) {
      said.push('These runs have no scalars.');
    } else {
      said.push(this.drawn.said);
      if (!passed.length) {
        said.push(`no scalar of ${tags.length} fits the filter`);
      }
    }
    if (this.store.leftOut) {
      said.push(`${this.store.leftOut} series left out`);
    }
    said.push(this.store.fault && clean(this.store.fault));
    const whole = said.filter(one => one).join('; ');
    return whole ? [whole] : [];
  }

  /** Make the sections and the charts in them that are not there. */
  private layOut(sections: readonly Section[]): void {
    const { open, pinned } = this.kept.now;
    let charts = 0;
    const isOpen = (section: Section): boolean => {
      const usual = section.name === PINNED || charts < OPEN_CHARTS;
      charts += section.tags.length;
      return open[section.name] ?? usual;
    };
    const plan = sections.map(section => ({ section, isOpen: isOpen(section) }));
    const shown = JSON.stringify([plan, [...this.more]]);
    if (shown === this.shown) {
      return;
    }
    this.shown = shown;
    const wanted = new Set<string>();
    const made = plan.map(({ section, isOpen }) => {
      const most = this.more.get(section.name) ?? AT_FIRST;
      const tags = isOpen ? section.tags.slice(0, most) : [];
      tags.forEach(tag => wanted.add(tag));
      return this.section(section, isOpen, tags, pinned);
    });
    for (const [tag, cell] of this.cells) {
      if (!wanted.has(tag)) {
        cell.close();
        this.cells.delete(tag);
      }
    }
    this.place.replaceChildren(...made);
  }

  private section(
    { name, tags }: Section,
    isOpen: boolean,
    shown: readonly string[],
    pinned: readonly string[]
  ): HTMLElement {
    const button = h(
      'button',
      { type: 'button', class: 'g-section', 'aria-expanded': String(isOpen) },
      h('span', { class: 'g-caret', 'aria-hidden': 'true' }, isOpen ? '\u25be' : '\u25b8'),
      clean(name),
      h('span', { class: 'g-muted' }, ` ${tags.length}`)
    );
    button.addEventListener('click', () => {
      this.kept.set({ open: { ...this.kept.now.open, [name]: !isOpen } });
      requestAnimationFrame(() =>
        this.place.querySelectorAll<HTMLElement>('.g-section').forEach(one => {
          if (one.textContent?.slice(1) === button.textContent?.slice(1)) {
            one.focus();
          }
        })
      );
    });
    const grid = h('div', { class: 'g-charts' });
    for (const tag of shown) {
      const isShort = name !== PINNED && name !== OTHERS;
      grid.append(this.cell(tag, isShort ? tag.slice(name.length + 1) : tag, pinned).element);
    }
    const rest = tags.length - shown.length;
    const more = h(
      'button',
      { type: 'button' },
      `Show ${Math.min(rest, AT_FIRST)} more of ${rest}`
    );
    more.addEventListener('click', () => {
      this.more.set(name, shown.length + AT_FIRST);
      this.soon();
    });
    return h('section', { 'aria-label': clean(name) }, button, grid, isOpen && rest > 0 && more);
  }

  private cell(tag: string, title: string, pinned: readonly string[]): Cell {
    let cell = this.cells.get(tag);
    if (!cell) {
      const made: Cell = new Cell(
        tag,
        this.theme,
        {
          cross: x => this.cells.forEach(one => one.cross(x)),
          hover: run => this.selection.hover(run),
          zoom: range => this.zoomTo(range),
          pin: () => {
            const others = this.kept.now.pinned.filter(one => one !== tag);
            const isPinned = others.length < this.kept.now.pinned.length;
            this.kept.set({ pinned: isPinned ? others : [...others, tag] });
          },
          seen: () => this.drawCell(made)
        },
        () => Math.round(Math.min(420, 120 + this.kept.now.size * 0.22))
      );
      cell = made;
      this.cells.set(tag, cell);
    }
    cell.name(title, pinned.includes(tag));
    return cell;
  }

  private drawCell(cell: Cell): void {
    const { store, kept, drawn } = this;
    const all = [...drawn.strong, ...drawn.faint];
    if (cell.canBeSeen) {
      const axis = axisOf(kept.now);
      store.need(all, typeof axis === 'object' ? [cell.tag, axis.key] : [cell.tag]);
    }
    const stock: Stock = {
      rows: this.rows,
      places: this.places,
      store,
      colours: this.colours,
      dashes: this.dashes
    };
    const isWaiting = all.some(run => store.wholeOf(run, cell.tag) === undefined);
    const waiting = store.fault ? 'not read' : isWaiting ? 'reading …' : '';
    cell.show(
      {
        lines: linesOf(stock, cell.tag, drawn, kept.now),
        drawing: drawingOf(kept.now),
        zoom: this.zoom,
        hovered: this.selection.hovered
      },
      kept.now.order,
      waiting
    );
  }

  /** Show a range of x in all charts; a little later its finer points are asked for. */
  private zoomTo(range: Range | null): void {
    this.zoom = range;
    this.soon();
    clearTimeout(this.finer);
    this.finer = setTimeout(() => {
      const { store, drawn, cells } = this;
      const seen = [...cells.values()].filter(cell => cell.canBeSeen).map(cell => cell.tag);
      store.look(drawn.strong, seen, range && this.stepsIn(range, seen));
      this.soon();
    }, 250);
  }

  /** The steps whose x lies in a range. */
  private stepsIn(range: Range, tags: readonly string[]): Range | null {
    const axis = axisOf(this.kept.now);
    if (axis === 'step') {
      return range;
    }
    let [lo, hi] = [Infinity, -Infinity];
    for (const tag of tags) {
      for (const run of this.drawn.strong) {
        const series = this.store.wholeOf(run, tag);
        const other =
          typeof axis === 'object' ? (this.store.wholeOf(run, axis.key) ?? null) : null;
        const xs = series ? xsOf(series, axis, other) : [];
        xs.forEach((x, i) => {
          if (x >= range[0] && x <= range[1]) {
            lo = Math.min(lo, series!.steps[i]!);
            hi = Math.max(hi, series!.steps[i]!);
          }
        });
      }
    }
    return lo <= hi ? [lo, hi] : null;
  }

  /** Runs that go on have other values by now. */
  private renew(): void {
    const seen = [...this.cells.values()].filter(cell => cell.canBeSeen).map(cell => cell.tag);
    this.store.renew(this.live, seen);
  }
}
