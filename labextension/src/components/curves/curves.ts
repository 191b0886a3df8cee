/** Learning curves: a chart for every scalar of the runs that are chosen. */

import type { Colours } from '../shared/colours';
import { clean, fill, h } from '../shared/dom';
import type { Host } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { button, sentences } from '../plot/controls';
import { dashesOf } from '../plot/dashes';
import { keptBy } from '../plot/keeping';
import plotCss from '../plot/plot.css';
import type { Range } from '../plot/ranges';
import { themeOf } from '../plot/theme';
import { swatch } from '../plot/tooltip';
import { cellOf } from './cell';
import type { Cell } from './cell';
import { MOST_NAMED } from './chart';
import { controlsOf } from './controls';
import css from './curves.css';
import { drawnOf } from './drawn';
import type { Drawn } from './drawn';
import type { Owner } from './line';
import { axisOf, drawingOf, linesOf, ownersOf, stepsIn } from './lines';
import type { Stock } from './lines';
import { sectionsIn } from './sections';
import { USUAL, pinnedBut } from './settings';
import { storeOf } from './store';
import { filterOf, sectionsOf } from './tags';

/** The legend names so many lines; more would not be read. */
const MOST_IN_LEGEND = 24;
const REFRESH = 1000;
const CALM = 150;
const FINER = 250;
const STILL_GOING = new Set(['running', 'pending', 'starting', 'staged']);

/** Show curves in an element; returns what takes them away. */
export function CurvesView(
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection,
  colours: Colours
): () => void {
  [plotCss, css].forEach(sheet => useSheet(root, sheet));
  root.classList.add('g-plot', 'g-curves');
  const cells = new Map<string, Cell>();
  const dashes = dashesOf();
  const said = h('p.g-tell', { role: 'status' });
  const legend = h('div.g-legend g-muted', { onpointerleave: () => selection.hover(null) });
  const theme = themeOf(root, () => cells.forEach(cell => cell.refresh()));
  let drawn: Drawn = { strong: [], faint: [], said: '' };
  let owners: readonly Owner[] = [];
  let places: ReadonlyMap<string, number> = new Map();
  let live: string[] = [];
  let zoom: Range | null = null;
  let frame = 0;
  let calm: ReturnType<typeof setTimeout> | undefined;
  let finer: ReturnType<typeof setTimeout> | undefined;

  const kept = keptBy(host, 'curves', USUAL, choose);
  const store = storeOf(host, soon);
  const { now } = kept;
  const stock = (): Stock => ({ rows, places, store, colours, dashes });
  const controls = controlsOf(now, kept.set, () => zoomTo(null));
  const sections = sectionsIn(now, open => kept.set({ open }), soon);

  /** Find out who is drawn. */
  function choose(): void {
    const ids = Array.from({ length: rows.count }, (_, row) => rows.id(row));
    places = new Map(ids.map((id, row) => [id, row]));
    drawn = drawnOf(ids, selection.chosen, now.group !== '');
    void rows.need(['label', 'status', now.group].filter(Boolean)).catch(() => undefined);
    live = all().filter(id => STILL_GOING.has(rows.text('status', places.get(id)!) ?? ''));
    soon();
  }

  function all(): string[] {
    return [...drawn.strong, ...drawn.faint];
  }

  function soon(): void {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
  }

  function seen(): string[] {
    return [...cells].filter(([, cell]) => cell.canBeSeen()).map(([tag]) => tag);
  }

  function draw(): void {
    const ofColumns = rows.columns.map(column => column.series).filter(key => key);
    const tags = [...new Set([...ofColumns, ...store.keys])];
    const passed = tags.filter(filterOf(now.filter).test);
    owners = ownersOf(stock(), drawn, now);
    controls.offer(tags, rows.columns, zoom !== null);
    tell(tags, passed);
    const wanted = new Set<string>();
    sections.lay(sectionsOf(passed, now.pinned), (tag, title) => {
      wanted.add(tag);
      const cell = cells.get(tag) ?? make(tag);
      cell.name(title, now.pinned.includes(tag));
      return cell.element;
    });
    for (const [tag, cell] of cells) {
      if (!sections.element.contains(cell.element)) {
        cell.close();
        cells.delete(tag);
      } else {
        drawCell(tag, cell);
      }
    }
  }

  /** Say what is seen, and whose lines have which colour where their ends do not say it. */
  function tell(tags: readonly string[], passed: readonly string[]): void {
    const leftOut = store.leftOut();
    const fault = store.fault();
    const first = !rows.count
      ? clean(rows.table.empty) || 'No runs.'
      : tags.length
        ? drawn.said
        : 'These runs have no scalars.';
    fill(
      said,
      sentences(
        first,
        filterOf(now.filter).fault,
        tags.length > 0 && !passed.length && `no scalar of ${tags.length} fits the filter`,
        leftOut && `${leftOut} series left out`,
        clean(fault)
      ),
      fault && ' ',
      fault && button('Try again', store.retry)
    );
    const named = owners.filter(owner => !owner.isFaint);
    const more = named.length - MOST_IN_LEGEND;
    fill(
      legend,
      ...(named.length > MOST_NAMED && tags.length ? named.slice(0, MOST_IN_LEGEND) : []).map(
        ({ id, name, colour, dash, runs }) =>
          h(
            'span',
            { onpointerenter: () => runs.length === 1 && selection.hover(id) },
            swatch(colour, dash),
            ` ${name}`
          )
      ),
      more > 0 && `and ${more} more`
    );
  }

  function make(tag: string): Cell {
    const cell = cellOf(tag, theme, {
      cross: x => cells.forEach(one => one.cross(x)),
      hover: run => selection.hover(run),
      zoom: zoomTo,
      pin: () => kept.set({ pinned: pinnedBut(now.pinned, tag) }),
      seen: () => drawCell(tag, cell)
    });
    cells.set(tag, cell);
    return cell;
  }

  /** Draw a chart that can be seen, of what is there; the rest is asked for. */
  function drawCell(tag: string, cell: Cell): void {
    if (!cell.canBeSeen()) {
      return;
    }
    const axis = axisOf(now);
    store.need(all(), typeof axis === 'object' ? [tag, axis.key] : [tag]);
    const isWaiting = all().some(run => store.wholeOf(run, tag) === undefined);
    cell.show(
      {
        lines: linesOf(stock(), tag, owners, now),
        drawing: drawingOf(now),
        zoom,
        hovered: selection.hovered
      },
      store.fault() ? 'not read' : isWaiting ? 'reading …' : ''
    );
  }

  /** Show a range of x in all charts; a little later its finer points are asked for. */
  function zoomTo(range: Range | null): void {
    zoom = range;
    soon();
    clearTimeout(finer);
    finer = setTimeout(() => {
      const { strong } = drawn;
      const steps = range && stepsIn(store, range, axisOf(now), strong, seen());
      store.look(strong, seen(), steps);
      soon();
    }, FINER);
  }

  root.append(controls.element, said, legend, sections.element);
  // Runs that go on have other values by now.
  const timer = setInterval(() => store.renew(live, seen()), REFRESH);
  const offs = [
    rows.onChange(choose),
    selection.onChange(() => {
      // A brush chooses others with every move of the pointer.
      clearTimeout(calm);
      calm = setTimeout(choose, CALM);
    }),
    selection.onHover(() => cells.forEach(cell => cell.hover(selection.hovered))),
    host.onCondition(condition => condition === 'live' && store.retry()),
    kept.close,
    store.close,
    theme.close
  ];
  choose();
  return () => {
    offs.forEach(off => off());
    clearInterval(timer);
    clearTimeout(calm);
    clearTimeout(finer);
    cancelAnimationFrame(frame);
    cells.forEach(cell => cell.close());
    root.replaceChildren();
  };
}
