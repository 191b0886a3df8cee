/** The chart of one scalar with its heading, its notes, and its values as a table. */

import { asTable } from '../plot/as_table';
import { painterOf } from '../plot/painter';
import type { Range } from '../plot/ranges';
import type { Theme } from '../plot/theme';
import { seconds, short } from '../plot/ticks';
import { swatch, tooltipOf } from '../plot/tooltip';
import { clean, h } from '../shared/dom';
import { chartOf } from './chart';
import type { Picture } from './chart';
import { canBeDrawn, leftOut } from './line';
import type { XAxis } from './series';
import { ordered, readingOf, summaryOf } from './readout';
import type { Order, Reading } from './readout';

/** What a cell tells of what is done with it. */
export interface CellHeard {
  readonly cross: (x: number | null) => void;
  readonly hover: (run: string | null) => void;
  readonly zoom: (range: Range | null) => void;
  readonly pin: () => void;
  readonly seen: () => void;
}

/** A chart in its frame. */
export interface Cell {
  readonly element: HTMLElement;
  readonly canBeSeen: () => boolean;
  /** Show lines; `waiting` says why there are none yet. */
  readonly show: (picture: Picture, order: Order, waiting: string) => void;
  /** Its title in its section, and whether it is pinned. */
  readonly name: (title: string, isPinned: boolean) => void;
  /** Draw with another run pointed at. */
  readonly hover: (run: string | null) => void;
  readonly cross: (x: number | null) => void;
  readonly close: () => void;
  /** Draw again: the colours of the page are others. */
  readonly refresh: () => void;
}

/** A run this far from the pointer is not pointed at. */
const REACH = 28;
/** So many readings stand beside the pointer. */
const MOST_READ = 12;

/** Make the cell of a scalar. */
export function cellOf(tag: string, theme: Theme, heard: CellHeard, height: () => number): Cell {
  let picture: Picture | null = null;
  let order: Order = 'nearest';
  let keyX = NaN;
  const title = h('span', { title: clean(tag) });
  const pin = h(
    'button',
    { type: 'button', class: 'g-icon', title: 'Pin to the top', onclick: heard.pin },
    '\u2605'
  );
  const place = h('div', { class: 'g-stage g-chart', role: 'img', tabindex: 0 });
  const blank = h('div', { class: 'g-blank' });
  const note = h('p', { class: 'g-note' });
  const strong = (): Picture['lines'] => picture?.lines.filter(line => !line.isFaint) ?? [];
  const table = asTable(() => [
    ['run', 'points', 'last', 'least', 'greatest'],
    ...strong()
      .map(summaryOf)
      .map(({ name, count, last, least, most }) => [
        name,
        ...[count, last, least, most].map(value => short(value))
      ])
  ]);
  const element = h(
    'figure',
    { class: 'g-curve' },
    h('figcaption', null, title, pin, table.button),
    place,
    blank,
    note,
    table.place
  );
  const tip = tooltipOf(place);

  const leave = (): void => {
    tip.hide();
    heard.hover(null);
    heard.cross(null);
    keyX = NaN;
  };
  const point = (x: number, top: number): void => {
    const ranges = chart.ranges();
    if (!picture || !ranges) {
      return;
    }
    const { drawing } = picture;
    const reach = (ranges.x[1] - ranges.x[0]) * 0.02;
    const readings = strong()
      .map(line => readingOf(line, x, reach))
      .filter(reading => reading !== null);
    const far = (reading: Reading): number => Math.abs(chart.topOf(reading.shown) - top);
    const [nearest] = ordered(readings, 'nearest', far);
    const isNear = top >= 0 && nearest !== undefined && far(nearest) <= REACH;
    const hovered = isNear && nearest.line.runs.length === 1 ? nearest.line.id : null;
    heard.hover(hovered);
    heard.cross(x);
    if (!readings.length) {
      tip.hide();
      return;
    }
    const more = readings.length - MOST_READ;
    tip.show(
      chart.leftOf(x),
      14,
      xText(drawing.x, x),
      ...ordered(readings, order, far)
        .slice(0, MOST_READ)
        .map(reading => readingRow(reading, hovered, drawing.smoothing > 0)),
      more > 0 && `and ${more} more`
    );
  };
  const chart = chartOf(
    place,
    theme,
    { point: (x, top) => (x === null ? leave() : point(x, top)), zoom: heard.zoom },
    height
  );
  const painter = painterOf(element, chart.paint, heard.seen);

  place.addEventListener('blur', leave);
  place.addEventListener('keydown', event => {
    const ranges = chart.ranges();
    if (!ranges || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const [lo, hi] = ranges.x;
    const span = hi - lo;
    const x = Number.isNaN(keyX) ? lo + span / 2 : keyX;
    const { key } = event;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (by) {
      keyX = Math.max(lo, Math.min(hi, x + by * span * (event.shiftKey ? 0.1 : 0.02)));
      point(keyX, -1);
    } else if (key === '+' || key === '=') {
      heard.zoom([x - span / 4, x + span / 4]);
    } else if (key === '-') {
      heard.zoom([x - span, x + span]);
    } else if (key === '0' || key === 'Escape') {
      heard.zoom(null);
      leave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  /** What the chart shows in one sentence, and how keys move in it. */
  const summary = (): string => {
    const lines = strong();
    const lasts = lines
      .map(summaryOf)
      .filter(one => Number.isFinite(one.last))
      .sort((a, b) => a.last - b.last);
    const [least, most] = [lasts[0], lasts[lasts.length - 1]];
    const said =
      least && most
        ? `; last values from ${short(least.last)} (${least.name}) to ${short(most.last)} (${most.name}). Arrows move the crosshair, plus and minus zoom, 0 resets.`
        : ', no finite values';
    return `Curve of ${clean(tag)}, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}${said}`;
  };

  return {
    element,
    canBeSeen: painter.canBeSeen,
    show: (shown, orderNow, waiting) => {
      picture = shown;
      order = orderNow;
      chart.show(shown);
      const { lines, drawing } = shown;
      const canDraw = lines.some(line => canBeDrawn(line, drawing));
      const said = leftOut(lines, drawing, chart.ranges()).join('; ');
      place.hidden = !canDraw;
      blank.textContent = canDraw ? '' : waiting || said || 'no values in the runs drawn';
      note.textContent = canDraw ? said : '';
      place.setAttribute('aria-label', summary());
      table.update();
      painter.want();
    },
    name: (text, isPinned) => {
      title.textContent = clean(text);
      pin.setAttribute('aria-pressed', String(isPinned));
      pin.setAttribute('aria-label', `Pin ${clean(tag)} to the top`);
    },
    hover: run => {
      if (picture) {
        picture = { ...picture, hovered: run };
        chart.show(picture);
        painter.want();
      }
    },
    cross: chart.cross,
    refresh: painter.want,
    close: () => {
      painter.close();
      element.remove();
    }
  };
}

function readingRow(reading: Reading, hovered: string | null, isSmoothed: boolean): HTMLElement {
  const { line, shown, raw, low, high, n } = reading;
  const isHovered = hovered !== null && line.runs.includes(hovered);
  const more = [
    isSmoothed && raw !== shown && `raw ${short(raw)}`,
    Number.isFinite(low) && low !== high && `${short(low, 3)} … ${short(high, 3)}`,
    n && `n=${n}`
  ];
  return h(
    'div',
    { class: isHovered ? 'g-reading g-strong' : 'g-reading' },
    swatch(line.colour, line.dash),
    h('span', { class: 'g-whose' }, line.name),
    h('span', null, short(shown)),
    h('span', { class: 'g-muted' }, more.filter(Boolean).join(' '))
  );
}

/** What an x is called. */
function xText(axis: XAxis, x: number): string {
  if (axis === 'wall') {
    return new Date(x * 1000).toLocaleString();
  }
  if (axis === 'relative') {
    return `${seconds(x)} after the start`;
  }
  return typeof axis === 'object' ? `${clean(axis.key)} ${short(x)}` : `step ${Math.round(x)}`;
}
