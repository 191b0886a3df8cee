/** Draws the lines and columns that are in view, and no others. */

import type { TableColumn } from '../../../wire/table';
import { clean, give, h } from '../../shared/dom';
import type { Group, Line } from '../model/lines';
import { plain } from '../model/lines';
import { heading, showAll } from './head';
import { paint, paintGroup } from './paint';
import type { Stage } from './stage';
import { inView, offsets, roomy } from './window';
import type { Place } from './window';

const ROW = 28;
const GROUP = 42;
const MORE_ROWS = 3;
const MORE_COLUMNS = 1;
/** Columns are asked for by so many at once. */
const ASKED = 16;
/** What is taken for the size of a table that has none yet. */
const WIDTH = 900;
const HEIGHT = 420;
/** The line of the headings, and where it is. */
const HEAD: Line = { row: -1, group: null };
const TOP = -1;

/** One line as it is drawn. */
interface Box {
  readonly element: HTMLElement;
  readonly cells: Map<number, HTMLElement>;
  line?: Line;
}

/** What is at a place of the grid; headings are in the line -1. */
export interface Spot extends Place {
  readonly of: TableColumn;
  /** The row of the run; -1 for the heading of a column or a group. */
  readonly row: number;
  /** The id of the run; empty for headings. */
  readonly run: string;
  readonly group: Group | null;
  /** Where it is drawn. */
  readonly cell: HTMLElement | undefined;
}

export interface Grid {
  readonly scroll: HTMLElement;
  readonly head: HTMLElement;
  /** Lay everything out anew, and draw it. */
  update(): void;
  /** Draw the cells of some columns whose values came or changed. */
  repaint(keys: readonly string[]): void;
  /** Show which runs are chosen and pointed at. */
  drawChosen(): void;
  /** How many lines there are, those of pinned runs too. */
  count(): number;
  /** What is at a place, that of the cursor where none is named. */
  spot(place?: Place): Spot;
  /** What an element of the grid stands for. */
  at(target: EventTarget | null): Spot | null;
  /** Go to a line and a column, and bring them into view. */
  go(at: number, column: number): void;
  /** How many lines make a page. */
  page(): number;
}

let grids = 0;

/** Make the grid of a table; it is `height` pixels high at most. */
export function makeGrid(stage: Stage, height: number): Grid {
  const { state, rows, selection } = stage;
  const name = `g-cursor-${(grids += 1)}`;
  const headings = h('div.t-headings', { role: 'row' });
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
  /** What is drawn, by the place of the line. */
  const boxes = new Map<number, Box>();
  boxes.set(TOP, { element: headings, cells: new Map(), line: HEAD });
  let columns: readonly TableColumn[] = [];
  /** Pinned runs come first. */
  let lines: readonly Line[] = [];
  let pinned = 0;
  /** Where columns and lines of the body begin, and last where all end. */
  let starts = offsets([]);
  let tops = offsets([]);
  /** The columns that are drawn; the first one, of the runs, always is. */
  let seen: readonly number[] = [];
  let place: Place = { at: 0, column: 0 };
  let run = '';
  let group: string | undefined;
  let current: HTMLElement | undefined;

  const width = (): number => scroll.clientWidth || WIDTH;
  const tall = (): number => scroll.clientHeight || HEIGHT;
  const idOf = (line: Line | undefined): string =>
    line && line.row >= 0 ? rows.id(line.row) : '';
  const within = (at: number, column: number): Place => ({
    at: Math.max(0, Math.min(at, lines.length - 1)),
    column: Math.max(0, Math.min(column, columns.length - 1))
  });

  function spot({ at, column } = place): Spot {
    const { row, group: of } = lines[at] ?? HEAD;
    return {
      at,
      column,
      of: columns[column]!,
      row,
      run: idOf(lines[at]),
      group: of,
      cell: boxes.get(at)?.cells.get(column)
    };
  }

  /** Find out where each column is; the last one with words takes the room that is left. */
  function measure(): void {
    const pulled = state.choices.widths ?? {};
    starts = offsets(
      roomy(
        columns.map(state.width),
        columns.map(
          ({ kind, key }) => ['text', 'tags', 'comments'].includes(kind) && !(key in pulled)
        ),
        width()
      )
    );
    head.style.width = body.style.width = `${starts[columns.length]!}px`;
  }

  function update(): void {
    const { shown } = state;
    ({ columns } = shown);
    pinned = shown.pinned.length;
    pins.hidden = !pinned;
    lines = [...plain(shown.pinned), ...shown.lines];
    tops = offsets(shown.lines.map(line => (line.row < 0 ? GROUP : ROW)));
    measure();
    body.style.height = `${tops.at(-1)!}px`;
    give(scroll, {
      'aria-label': clean(rows.table.title || 'runs'),
      'aria-rowcount': lines.length + 1,
      'aria-colcount': columns.length
    });
    findAgain();
    if (group !== state.choices.group) {
      // The first thing to see of groups is the heading of the first.
      ({ group } = state.choices);
      scroll.scrollTop = 0;
    }
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
    boxes.forEach(box => changed.forEach(index => fillCell(box, index)));
    need();
  }

  /** Draw what is in view; with `isWhole` what is there already, too. */
  function draw(isWhole: boolean): void {
    const stay = starts[1]!;
    const across = inView(starts, scroll.scrollLeft + stay, width() - stay, MORE_COLUMNS);
    const next = [0, ...span(Math.max(1, across.from), across.to)];
    const isAll = isWhole || next.join() !== seen.join();
    seen = next;
    const down = inView(tops, scroll.scrollTop, tall(), MORE_ROWS);
    const wanted = new Set([...span(TOP, pinned), ...span(pinned + down.from, pinned + down.to)]);
    const free: Box[] = [];
    boxes.forEach((box, at) => {
      if (!wanted.has(at)) {
        boxes.delete(at);
        free.push(box);
      }
    });
    let isNew = isAll;
    wanted.forEach(at => {
      const known = boxes.get(at);
      if (!known || isAll) {
        const box = known ?? free.pop() ?? make();
        boxes.set(at, box);
        drawLine(box, at, isWhole);
        isNew = true;
      }
    });
    free.forEach(box => box.element.remove());
    if (isNew) {
      drawCursor();
      need();
    }
  }

  /** Ask for what is in view, and for the columns beside it. */
  function need(): void {
    const from = seen[1] ?? 0;
    const to = seen.at(-1)! + 1;
    const keys = [
      columns[0]!,
      ...columns.slice(from - (from % ASKED), to + ASKED - (to % ASKED))
    ].map(column => column.key);
    const inSight = [...boxes.values()].map(box => box.line!.row);
    rows.need(keys, inSight).catch(stage.fail);
  }

  function make(): Box {
    return { element: h('div.t-row', { role: 'row' }), cells: new Map() };
  }

  function drawLine(box: Box, at: number, isWhole: boolean): void {
    const { element, cells } = box;
    const line = lines[at] ?? HEAD;
    const isOther = isWhole || box.line !== line;
    const free: HTMLElement[] = [];
    cells.forEach((cell, index) => {
      if (!seen.includes(index)) {
        cells.delete(index);
        free.push(cell);
      }
    });
    if (isOther) {
      box.line = line;
      if (at !== TOP) {
        placeLine(element, at);
        element.classList.toggle('t-grouping', line.row < 0);
      }
      give(element, { 'data-at': at, 'aria-rowindex': at + 2 });
    }
    for (const index of seen) {
      const known = cells.get(index);
      const cell = known ?? free.pop() ?? element.appendChild(h('div', { role: 'gridcell' }));
      cells.set(index, cell);
      if (!known || isWhole) {
        put(cell, index);
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

  function placeLine(element: HTMLElement, at: number): void {
    const isPinned = at < pinned;
    const parent = isPinned ? pins : body;
    if (element.parentNode !== parent) {
      parent.append(element);
    }
    element.style.transform = isPinned ? '' : `translateY(${tops[at - pinned]!}px)`;
  }

  function fillCell({ cells, line }: Box, index: number): void {
    const cell = cells.get(index)!;
    const column = columns[index]!;
    if (line === HEAD) {
      const next = heading(stage, column);
      put(next, index);
      // A heading that stays the same stays: somebody may be about to click it.
      if (!cell.isEqualNode(next)) {
        cell.replaceWith(next);
        cells.set(index, next);
      }
    } else if (!cell.querySelector('.t-edit')) {
      if (line!.row < 0) {
        paintGroup(cell, stage, column, line!.group!);
      } else {
        paint(cell, stage, column, line!.row);
      }
    }
  }

  function put(cell: HTMLElement, index: number): void {
    give(cell, { 'data-column': index, 'aria-colindex': index + 1 });
    cell.style.left = `${starts[index]!}px`;
    cell.style.width = `${starts[index + 1]! - starts[index]!}px`;
  }

  function drawState({ element, line }: Box): void {
    if (line === HEAD) {
      showAll(stage, element);
      return;
    }
    const id = idOf(line);
    const isChosen = selection.chosen.has(id);
    element.classList.toggle('t-chosen', isChosen);
    element.classList.toggle('t-pointed', selection.hovered === id);
    give(element, { 'aria-selected': String(isChosen) });
    const box = element.querySelector<HTMLInputElement>('.t-choose');
    if (box) {
      box.checked = isChosen;
    }
  }

  function drawCursor(): void {
    const { cell } = spot();
    if (current !== cell) {
      current?.removeAttribute('id');
      current?.classList.remove('t-cursor');
    }
    current = cell;
    if (cell) {
      cell.id = name;
      cell.classList.add('t-cursor');
    }
    give(scroll, { 'aria-activedescendant': cell ? name : '' });
  }

  /** Have the cursor stay at its run, wherever that is now. */
  function findAgain(): void {
    const { at, column } = place;
    const found =
      run && idOf(lines[at]) !== run ? lines.findIndex(line => idOf(line) === run) : -1;
    place = within(found < 0 ? at : found, column);
  }

  /** Scroll the grid itself, and nothing around it, to where the cursor is. */
  function reveal(): void {
    const { at, column } = place;
    const index = at - pinned;
    if (index >= 0) {
      const room = tall() - head.offsetHeight;
      const least = tops[index + 1]! - room;
      scroll.scrollTop = Math.max(least, Math.min(scroll.scrollTop, tops[index]!));
    }
    if (column) {
      const least = starts[column + 1]! - width();
      const most = starts[column]! - starts[1]!;
      scroll.scrollLeft = Math.min(most, Math.max(scroll.scrollLeft, least));
    }
  }

  scroll.onscroll = () => draw(false);
  return {
    scroll,
    head,
    update,
    repaint,
    drawChosen: () => boxes.forEach(drawState),
    count: () => lines.length,
    spot,
    at(target) {
      const cell = target instanceof Element ? target.closest<HTMLElement>('.t-cell') : null;
      const at = cell?.parentElement?.dataset['at'];
      return cell && at ? spot({ at: +at, column: +cell.dataset['column']! }) : null;
    },
    go(at, column) {
      place = within(at, column);
      run = spot().run;
      reveal();
      draw(false);
      drawCursor();
    },
    page: () => Math.max(1, Math.floor(tall() / ROW) - 2)
  };
}

/** The whole numbers from one up to another. */
function span(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
