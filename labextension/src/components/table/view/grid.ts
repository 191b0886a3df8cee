/** Draws the lines and columns that are in view, and no others. */

import type { TableColumn } from '../../../wire/table';
import { clean, give, h } from '../../shared/dom';
import type { Line } from '../model/lines';
import { heading } from './head';
import { paint, paintGroup, showChosen } from './paint';
import type { Stage } from './stage';
import { inView, offsets, roomy } from './window';
import type { Place, Range } from './window';

const ROW = 28;
const GROUP = 42;
const MORE_ROWS = 3;
const MORE_COLUMNS = 1;
/** Columns are asked for by so many at once. */
const ASKED = 16;
/** What is taken for the size of a table that has none yet. */
const WIDTH = 900;
const HEIGHT = 420;

/** One line as it is drawn. */
interface Box {
  readonly element: HTMLElement;
  readonly cells: Map<number, HTMLElement>;
  line: Line | null;
}

export interface Grid {
  readonly scroll: HTMLElement;
  readonly head: HTMLElement;
  readonly headings: HTMLElement;
  /** Lay everything out anew, and draw it. */
  update(): void;
  /** Draw the cells of some columns whose values came or changed. */
  repaint(keys: readonly string[]): void;
  /** Show which runs are chosen and pointed at. */
  drawChosen(): void;
  cursor(): Place;
  /** How many lines there are, those of pinned runs too. */
  count(): number;
  line(at: number): Line | undefined;
  column(index?: number): TableColumn | undefined;
  /** Go to a line and a column, and bring them into view. */
  go(at: number, column: number): void;
  /** How many lines make a page. */
  page(): number;
  /** Line and column of an element in the grid; the heading has the line -1. */
  at(target: EventTarget | null): Place | null;
  /** The element of a place, where it is drawn. */
  cell(place?: Place): HTMLElement | null;
}

let grids = 0;

/** Make the grid of a table; it is `height` pixels high at most. */
export function makeGrid(stage: Stage, height: number): Grid {
  const { state, rows } = stage;
  const name = `g-cursor-${(grids += 1)}`;
  const headings = h('div.t-headings', { role: 'row', 'data-at': -1 });
  const pins = h('div.t-pins');
  const head = h('div.t-head', { role: 'rowgroup' }, headings, pins);
  const body = h('div.t-body', { role: 'rowgroup' });
  const scroll = h(
    'div.t-scroll',
    {
      role: 'grid',
      tabindex: 0,
      'aria-multiselectable': 'true',
      'data-jp-suppress-context-menu': true,
      style: `max-height:${height}px`
    },
    head,
    body
  );
  const boxes = new Map<number, Box>();
  const pinBoxes: Box[] = [];
  const heads = new Map<number, HTMLElement>();
  let columns: readonly TableColumn[] = [];
  let lines: readonly Line[] = [];
  let pinned: readonly number[] = [];
  /** Where columns and lines begin, and last where all end. */
  let starts = offsets([]);
  let tops = offsets([]);
  /** Columns that stay when the others are scrolled. */
  let frozen = 1;
  let range: Range = { from: 0, to: 0 };
  let seen: number[] = [];
  let place: Place = { at: 0, column: 0 };
  let run = '';
  let current: HTMLElement | null = null;
  let { chosen } = stage.selection;

  const width = (): number => scroll.clientWidth || WIDTH;
  const tall = (): number => scroll.clientHeight || HEIGHT;
  const count = (): number => pinned.length + lines.length;
  const line = (at: number): Line | undefined =>
    at < pinned.length ? { row: pinned[at]!, group: null } : lines[at - pinned.length];
  const within = (at: number, column: number): Place => ({
    at: Math.max(0, Math.min(at, count() - 1)),
    column: Math.max(0, Math.min(column, columns.length - 1))
  });
  const cellAt = ({ at, column }: Place = place): HTMLElement | null =>
    (at < pinned.length ? pinBoxes[at] : boxes.get(at - pinned.length))?.cells.get(column) ?? null;

  /** Find out where each column is; the last one with words takes the room that is left. */
  function measure(): void {
    const pulled = state.choices.widths ?? {};
    starts = offsets(
      roomy(
        columns.map(column => state.width(column)),
        columns.map(
          ({ kind, key }) => ['text', 'tags', 'comments'].includes(kind) && !(key in pulled)
        ),
        width()
      )
    );
    // Columns that stay may take no more than a bit over half of the width.
    frozen = Math.min(state.choices.frozen ?? 1, columns.length);
    while (frozen > 1 && starts[frozen]! > width() * 0.6) {
      frozen -= 1;
    }
    head.style.width = body.style.width = `${starts[columns.length]!}px`;
  }

  function update(): void {
    ({ columns, lines, pinned } = state.shown);
    tops = offsets(lines.map(one => (one.row < 0 ? GROUP : ROW)));
    measure();
    body.style.height = `${tops[lines.length]!}px`;
    give(scroll, {
      'aria-label': clean(rows.table.title || 'runs'),
      'aria-rowcount': count() + 1,
      'aria-colcount': columns.length
    });
    findAgain();
    draw(true);
  }

  function repaint(keys: readonly string[]): void {
    const before = starts.join();
    measure();
    if (before !== starts.join()) {
      draw(true);
      return;
    }
    const changed = seen.filter(index => keys.includes(columns[index]!.key));
    [...pinBoxes, ...boxes.values()].forEach(box => {
      changed.forEach(index => fillCell(box, index));
    });
    need();
  }

  /** Draw what is in view; with `isWhole` what is there already, too. */
  function draw(isWhole: boolean): void {
    const { scrollTop, scrollLeft } = scroll;
    const stay = starts[frozen]!;
    const across = inView(starts, scrollLeft + stay, width() - stay, MORE_COLUMNS);
    const from = Math.max(across.from, frozen);
    const isOther = from !== range.from || across.to !== range.to;
    const down = inView(tops, scrollTop, tall(), MORE_ROWS);
    let isNew = isWhole || isOther;
    if (isNew) {
      range = { from, to: across.to };
      seen = columns.flatMap((_, index) =>
        index < frozen || (index >= from && index < across.to) ? [index] : []
      );
      drawHead(isWhole);
      drawPins(isWhole);
    }
    const free: Box[] = [];
    for (const [index, box] of boxes) {
      if (index < down.from || index >= down.to) {
        boxes.delete(index);
        free.push(box);
      }
    }
    for (let index = down.from; index < down.to; index += 1) {
      let box = boxes.get(index);
      if (!box || isWhole) {
        isNew = true;
        box ??= free.pop() ?? make(body);
        box.element.style.transform = `translateY(${tops[index]!}px)`;
        boxes.set(index, box);
        drawLine(box, lines[index]!, pinned.length + index, isWhole);
      } else if (isOther) {
        drawLine(box, lines[index]!, pinned.length + index, false);
      }
    }
    free.forEach(box => box.element.remove());
    if (isNew) {
      drawCursor();
      need();
    }
  }

  /** Ask for what is in view, and for the columns beside it. */
  function need(): void {
    const { from, to } = range;
    const keys = [
      ...columns.slice(0, frozen),
      ...columns.slice(from - (from % ASKED), to + ASKED - (to % ASKED))
    ].map(column => column.key);
    const inSight = [...pinBoxes, ...boxes.values()].map(box => box.line?.row ?? -1);
    rows.need(keys, inSight).catch(stage.fail);
  }

  function make(parent: HTMLElement): Box {
    const element = h('div.t-row', { role: 'row' });
    parent.append(element);
    return { element, cells: new Map(), line: null };
  }

  function drawHead(isWhole: boolean): void {
    for (const [index, cell] of heads) {
      if (isWhole || !seen.includes(index)) {
        cell.remove();
        heads.delete(index);
      }
    }
    for (const index of seen) {
      if (!heads.has(index)) {
        const cell = heading(stage, columns[index]!);
        cell.className += classes(index);
        put(cell, index);
        heads.set(index, cell);
        headings.append(cell);
      }
    }
  }

  function drawPins(isWhole: boolean): void {
    while (pinBoxes.length > pinned.length) {
      pinBoxes.pop()!.element.remove();
    }
    pinned.forEach((row, at) => {
      drawLine((pinBoxes[at] ??= make(pins)), { row, group: null }, at, isWhole);
    });
    pins.hidden = !pinned.length;
  }

  function drawLine(box: Box, of: Line, at: number, isWhole: boolean): void {
    const isOther = isWhole || box.line?.row !== of.row || box.line.group !== of.group;
    const { element, cells } = box;
    const free: HTMLElement[] = [];
    for (const [index, cell] of cells) {
      if (!seen.includes(index)) {
        cells.delete(index);
        free.push(cell);
      }
    }
    if (isOther) {
      box.line = of;
      element.classList.toggle('t-grouping', of.row < 0);
      give(element, { 'data-at': at, 'aria-rowindex': at + 2 });
    }
    for (const index of seen) {
      const known = cells.get(index);
      if (!known) {
        const cell = free.pop() ?? h('div', { role: 'gridcell' });
        put(cell, index);
        cells.set(index, cell);
        if (!cell.parentNode) {
          element.append(cell);
        }
      } else if (isWhole) {
        put(known, index);
      }
      if (!known || isOther) {
        fillCell(box, index);
      }
    }
    free.forEach(cell => cell.remove());
    if (isOther) {
      drawState(box);
    }
  }

  function fillCell({ cells, line: of }: Box, index: number): void {
    const cell = cells.get(index);
    if (!cell || !of || cell.querySelector('.t-edit')) {
      return;
    }
    if (of.row < 0) {
      paintGroup(cell, stage, columns[index]!, of.group!, classes(index));
    } else {
      paint(cell, stage, columns[index]!, of.row, classes(index));
    }
  }

  function put(cell: HTMLElement, index: number): void {
    give(cell, { 'data-column': index, 'aria-colindex': index + 1 });
    cell.style.left = `${starts[index]!}px`;
    cell.style.width = `${starts[index + 1]! - starts[index]!}px`;
    cell.style.order = index < frozen ? String(index) : '';
  }

  function classes(index: number): string {
    return index >= frozen ? '' : index < frozen - 1 ? ' t-frozen' : ' t-frozen t-last';
  }

  function drawState({ element, line: of }: Box): void {
    const id = of && of.row >= 0 ? rows.id(of.row) : '';
    const isChosen = Boolean(id) && stage.selection.chosen.has(id);
    element.classList.toggle('t-chosen', isChosen);
    element.classList.toggle('t-pointed', Boolean(id) && stage.selection.hovered === id);
    element.setAttribute('aria-selected', String(isChosen));
    showChosen(element, isChosen);
  }

  function drawChosen(): void {
    [...pinBoxes, ...boxes.values()].forEach(drawState);
    // The first heading says whether all are chosen.
    if (chosen !== stage.selection.chosen) {
      chosen = stage.selection.chosen;
      heads.get(0)?.remove();
      heads.delete(0);
      drawHead(false);
    }
  }

  function drawCursor(): void {
    const cell = cellAt();
    if (current !== cell) {
      current?.removeAttribute('id');
      current?.classList.remove('t-cursor');
    }
    current = cell;
    if (cell) {
      cell.id = name;
      cell.classList.add('t-cursor');
      scroll.setAttribute('aria-activedescendant', name);
    } else {
      scroll.removeAttribute('aria-activedescendant');
    }
  }

  /** Have the cursor stay at its run, wherever that is now. */
  function findAgain(): void {
    const row = run ? rows.row(run) : -1;
    let { at } = place;
    if (row >= 0 && line(at)?.row !== row) {
      const pin = pinned.indexOf(row);
      const index = lines.findIndex(one => one.row === row);
      at = pin >= 0 ? pin : index >= 0 ? pinned.length + index : at;
    }
    place = within(at, place.column);
  }

  /** Scroll the grid itself, and nothing around it, to where the cursor is. */
  function reveal(): void {
    const { at, column } = place;
    const index = at - pinned.length;
    if (index >= 0) {
      const room = tall() - head.offsetHeight;
      const least = tops[index + 1]! - room;
      scroll.scrollTop = Math.max(least, Math.min(scroll.scrollTop, tops[index]!));
    }
    if (column >= frozen) {
      const least = starts[column + 1]! - width();
      const most = starts[column]! - starts[frozen]!;
      scroll.scrollLeft = Math.min(most, Math.max(scroll.scrollLeft, least));
    }
  }

  scroll.addEventListener('scroll', () => draw(false), { passive: true });
  return {
    scroll,
    head,
    headings,
    update,
    repaint,
    drawChosen,
    cursor: () => place,
    count,
    line,
    column: (index = place.column) => columns[index],
    go(at, column) {
      place = within(at, column);
      const of = line(place.at);
      run = of && of.row >= 0 ? rows.id(of.row) : '';
      reveal();
      draw(false);
      drawCursor();
    },
    page: () => Math.max(1, Math.floor(tall() / ROW) - 2),
    at(target) {
      const cell = target instanceof Element ? target.closest<HTMLElement>('.t-cell') : null;
      const at = cell?.parentElement?.dataset['at'];
      const column = cell?.dataset['column'];
      return at === undefined || column === undefined ? null : { at: +at, column: +column };
    },
    cell: cellAt
  };
}
