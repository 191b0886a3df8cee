/** Draws the lines and columns that are in view, and no others. */

import type { TableColumn } from '../../../wire/table';
import { clean, h } from '../../shared/dom';
import type { Line } from '../model/lines';
import { heading } from './head';
import { paint, paintGroup } from './paint';
import type { Stage } from './stage';
import { inView, offsets } from './window';
import type { Range } from './window';

export const ROW = 28;
const GROUP = 42;
const MORE_ROWS = 3;
const MORE_COLUMNS = 1;
/** Columns are asked for by so many at once. */
const ASKED = 16;
/** What is taken for the size of a table that has none yet. */
const WIDTH = 900;
const HEIGHT = 420;

interface Box {
  readonly element: HTMLElement;
  readonly cells: Map<number, HTMLElement>;
  line: Line | null;
}

/** Where the reader is: a line, those of pinned runs first, and a column. */
export interface Place {
  readonly at: number;
  readonly column: number;
}

export class Grid {
  readonly scroll: HTMLElement;
  readonly head = h('div', { class: 'g-head', role: 'rowgroup' });
  readonly headings = h('div', { class: 'g-headings', role: 'row' });
  private readonly pins = h('div', { class: 'g-pins' });
  private readonly body = h('div', { class: 'g-body', role: 'rowgroup' });
  private readonly boxes = new Map<number, Box>();
  private readonly pinned: Box[] = [];
  private readonly heads = new Map<number, HTMLElement>();
  private current: HTMLElement | null = null;
  private starts: Float64Array = new Float64Array(1);
  private tops: Float64Array = new Float64Array(1);
  private frozen = 1;
  private columns: readonly TableColumn[] = [];
  private range: Range = { from: 0, to: 0 };
  private place: Place = { at: 0, column: 0 };
  private run = '';
  private static count = 0;
  private readonly name = `g-cursor-${(Grid.count += 1)}`;

  constructor(
    private readonly stage: Stage,
    height: number
  ) {
    this.scroll = h('div', {
      class: 'g-scroll',
      role: 'grid',
      tabindex: 0,
      'aria-multiselectable': 'true',
      'data-jp-suppress-context-menu': true,
      style: `max-height:${height}px`
    });
    this.head.append(this.headings, this.pins);
    this.scroll.append(this.head, this.body);
    this.scroll.addEventListener('scroll', () => this.draw(false), { passive: true });
  }

  /** Lay everything out anew, and draw it. */
  update(): void {
    const { state, rows } = this.stage;
    const { columns, lines, pinned } = state.shown;
    this.columns = columns;
    this.starts = offsets(columns.map(column => state.width(column)));
    this.tops = offsets(lines.map(line => (line.row < 0 ? GROUP : ROW)));
    this.frozen = this.freezable();
    const width = this.starts[columns.length]!;
    for (const part of [this.head, this.body]) {
      part.style.width = `${width}px`;
    }
    this.body.style.height = `${this.tops[lines.length]!}px`;
    this.scroll.setAttribute('aria-label', clean(rows.table.title || 'runs'));
    this.scroll.setAttribute('aria-rowcount', String(pinned.length + lines.length + 1));
    this.scroll.setAttribute('aria-colcount', String(columns.length));
    this.findAgain();
    this.draw(true);
  }

  /** Draw what is in view; with `isWhole` what is there already, too. */
  draw(isWhole: boolean): void {
    const { lines, pinned } = this.stage.state.shown;
    const { scrollTop, scrollLeft } = this.scroll;
    const stay = this.starts[this.frozen]!;
    const width = (this.scroll.clientWidth || WIDTH) - stay;
    const height = this.scroll.clientHeight || HEIGHT;
    const seen = inView(this.starts, scrollLeft + stay, width, MORE_COLUMNS);
    const range = { from: Math.max(seen.from, this.frozen), to: seen.to };
    if (isWhole || range.from !== this.range.from || range.to !== this.range.to) {
      this.range = range;
      this.drawHead(isWhole);
      this.drawPins(pinned);
      this.need();
    }
    const { from, to } = inView(this.tops, scrollTop, height, MORE_ROWS);
    const free: Box[] = [];
    for (const [index, box] of this.boxes) {
      if (index < from || index >= to) {
        this.boxes.delete(index);
        free.push(box);
      }
    }
    for (let index = from; index < to; index += 1) {
      let box = this.boxes.get(index);
      if (!box) {
        box = free.pop() ?? this.make(this.body);
        box.line = null;
        this.boxes.set(index, box);
      }
      box.element.style.top = `${this.tops[index]!}px`;
      this.drawLine(box, lines[index]!, pinned.length + index, isWhole);
    }
    free.forEach(box => box.element.remove());
    this.drawCursor();
  }

  /** Show which runs are chosen and pointed at. */
  drawChosen(): void {
    for (const box of [...this.pinned, ...this.boxes.values()]) {
      this.drawState(box);
    }
  }

  get cursor(): Place {
    return this.place;
  }

  /** How many lines there are, those of pinned runs too. */
  get count(): number {
    const { lines, pinned } = this.stage.state.shown;
    return pinned.length + lines.length;
  }

  /** The line at a place. */
  line(at: number): Line | undefined {
    const { lines, pinned } = this.stage.state.shown;
    return at < pinned.length ? { row: pinned[at]!, group: null } : lines[at - pinned.length];
  }

  column(index = this.place.column): TableColumn | undefined {
    return this.columns[index];
  }

  /** Go to a line and a column, and bring them into view. */
  go(at: number, column: number): void {
    this.place = {
      at: Math.max(0, Math.min(at, this.count - 1)),
      column: Math.max(0, Math.min(column, this.columns.length - 1))
    };
    const line = this.line(this.place.at);
    this.run = line && line.row >= 0 ? this.stage.rows.id(line.row) : '';
    this.reveal();
    this.draw(false);
  }

  /** How many lines make a page. */
  get page(): number {
    return Math.max(1, Math.floor((this.scroll.clientHeight || HEIGHT) / ROW) - 2);
  }

  /** Line and column of an element in the grid; the heading has the line -1. */
  at(target: EventTarget | null): Place | null {
    const cell = target instanceof Element ? target.closest<HTMLElement>('.g-cell') : null;
    const at = cell?.parentElement?.dataset['at'];
    const column = cell?.dataset['column'];
    return at === undefined || column === undefined
      ? null
      : { at: Number(at), column: Number(column) };
  }

  /** The element of a place, where it is drawn. */
  cell({ at, column }: Place = this.place): HTMLElement | null {
    const index = at - this.stage.state.shown.pinned.length;
    return (index < 0 ? this.pinned[at] : this.boxes.get(index))?.cells.get(column) ?? null;
  }

  private reveal(): void {
    const { at, column } = this.place;
    const stay = this.starts[this.frozen]!;
    const { scroll } = this;
    const index = at - this.stage.state.shown.pinned.length;
    if (index >= 0) {
      const head = this.head.offsetHeight;
      const room = (scroll.clientHeight || HEIGHT) - head;
      const top = this.tops[index]!;
      const bottom = this.tops[index + 1]!;
      if (top < scroll.scrollTop) {
        scroll.scrollTop = top;
      } else if (bottom > scroll.scrollTop + room) {
        scroll.scrollTop = bottom - room;
      }
    }
    if (column >= this.frozen) {
      const left = this.starts[column]!;
      const right = this.starts[column + 1]!;
      const width = scroll.clientWidth || WIDTH;
      if (left < scroll.scrollLeft + stay) {
        scroll.scrollLeft = left - stay;
      } else if (right > scroll.scrollLeft + width) {
        scroll.scrollLeft = right - width;
      }
    }
  }

  private findAgain(): void {
    const { at, column } = this.place;
    const { rows, state } = this.stage;
    const { lines, pinned } = state.shown;
    const row = this.run ? rows.row(this.run) : -1;
    if (row >= 0 && this.line(at)?.row !== row) {
      const pin = pinned.indexOf(row);
      const index = lines.findIndex(line => line.row === row);
      if (pin >= 0 || index >= 0) {
        this.place = { at: pin >= 0 ? pin : pinned.length + index, column };
      }
    }
    this.place = {
      at: Math.max(0, Math.min(this.place.at, this.count - 1)),
      column: Math.max(0, Math.min(column, this.columns.length - 1))
    };
  }

  /** Columns that stay may take no more than a bit over half of the width. */
  private freezable(): number {
    const wanted = Math.min(this.stage.state.choices.frozen ?? 1, this.columns.length);
    const most = (this.scroll.clientWidth || WIDTH) * 0.6;
    let count = wanted;
    while (count > 1 && this.starts[count]! > most) {
      count -= 1;
    }
    return count;
  }

  private shownColumns(): number[] {
    const found = Array.from({ length: this.frozen }, (_, index) => index);
    for (let index = this.range.from; index < this.range.to; index += 1) {
      found.push(index);
    }
    return found;
  }

  private need(): void {
    const { from, to } = this.range;
    const ahead = this.columns.slice(from - (from % ASKED), to + ASKED - (to % ASKED));
    const keys = [...this.columns.slice(0, this.frozen), ...ahead].map(column => column.key);
    this.stage.rows.need(keys).catch((error: unknown) => this.stage.fail(error));
  }

  private make(parent: HTMLElement): Box {
    const element = h('div', { class: 'g-row', role: 'row' });
    parent.append(element);
    return { element, cells: new Map(), line: null };
  }

  private drawHead(isWhole: boolean): void {
    const wanted = new Set(this.shownColumns());
    for (const [index, cell] of this.heads) {
      if (isWhole || !wanted.has(index)) {
        cell.remove();
        this.heads.delete(index);
      }
    }
    this.headings.dataset['at'] = '-1';
    for (const index of wanted) {
      if (!this.heads.has(index)) {
        const cell = heading(this.stage, this.columns[index]!);
        cell.className += this.classes(index);
        this.put(cell, index);
        this.heads.set(index, cell);
        this.headings.append(cell);
      }
    }
  }

  private drawPins(pinned: readonly number[]): void {
    while (this.pinned.length > pinned.length) {
      this.pinned.pop()!.element.remove();
    }
    pinned.forEach((row, at) => {
      const box = (this.pinned[at] ??= this.make(this.pins));
      this.drawLine(box, { row, group: null }, at, true);
    });
    this.pins.hidden = !pinned.length;
  }

  private drawLine(box: Box, line: Line, at: number, isWhole: boolean): void {
    const isOther = isWhole || box.line?.row !== line.row || box.line.group !== line.group;
    const { from, to } = this.range;
    const free: HTMLElement[] = [];
    for (const [index, cell] of box.cells) {
      if (
        index >= this.columns.length ||
        (index >= this.frozen && (index < from || index >= to))
      ) {
        box.cells.delete(index);
        free.push(cell);
      }
    }
    if (isOther) {
      box.line = line;
      box.element.classList.toggle('g-grouping', line.row < 0);
      box.element.dataset['at'] = String(at);
      box.element.setAttribute('aria-rowindex', String(at + 2));
      this.drawState(box);
    }
    for (const index of this.shownColumns()) {
      const known = box.cells.get(index);
      if (known && !isOther) {
        continue;
      }
      const cell = known ?? free.pop() ?? h('div', { role: 'gridcell' });
      const column = this.columns[index]!;
      if (line.row < 0) {
        paintGroup(cell, this.stage, column, line.group!, this.classes(index));
      } else {
        paint(cell, this.stage, column, line.row, this.classes(index));
      }
      if (!known || isWhole) {
        this.put(cell, index);
      }
      if (!known) {
        box.cells.set(index, cell);
        box.element.append(cell);
      }
    }
    free.forEach(cell => cell.remove());
  }

  private put(cell: HTMLElement, index: number): void {
    cell.dataset['column'] = String(index);
    cell.setAttribute('aria-colindex', String(index + 1));
    cell.style.left = `${this.starts[index]!}px`;
    cell.style.width = `${this.starts[index + 1]! - this.starts[index]!}px`;
    cell.style.order = index < this.frozen ? String(index) : '';
  }

  private classes(index: number): string {
    return index >= this.frozen ? '' : index < this.frozen - 1 ? ' g-frozen' : ' g-frozen g-last';
  }

  private drawState(box: Box): void {
    const { rows, selection } = this.stage;
    const id = box.line && box.line.row >= 0 ? rows.id(box.line.row) : '';
    const isChosen = Boolean(id) && selection.chosen.has(id);
    box.element.classList.toggle('g-chosen', isChosen);
    box.element.classList.toggle('g-pointed', Boolean(id) && selection.hovered === id);
    box.element.setAttribute('aria-selected', String(isChosen));
    const check = box.element.querySelector<HTMLInputElement>('.g-choose');
    if (check && id) {
      check.checked = isChosen;
    }
  }

  private drawCursor(): void {
    const cell = this.cell();
    if (this.current && this.current !== cell) {
      this.current.removeAttribute('id');
      this.current.classList.remove('g-cursor');
    }
    this.current = cell;
    if (cell) {
      cell.id = this.name;
      this.scroll.setAttribute('aria-activedescendant', this.name);
    } else {
      this.scroll.removeAttribute('aria-activedescendant');
    }
    cell?.classList.add('g-cursor');
  }
}
