/** The chart of one scalar with its heading, its notes, and its values as a table. */

import { asTable } from '../plot/as_table';
import { counted } from '../plot/controls';
import { painterOf } from '../plot/painter';
import type { Range } from '../plot/ranges';
import type { Theme } from '../plot/theme';
import { seconds, short } from '../plot/ticks';
import { swatch, tooltipOf } from '../plot/tooltip';
import { clean, give, h } from '../shared/dom';
import { chartOf } from './chart';
import type { Picture } from './chart';
import { canBeDrawn, leftOut } from './line';
import type { Line } from './line';
import { nearest, readingOf, summaryOf } from './readout';
import type { Reading } from './readout';
import type { XAxis } from './series';

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
  readonly show: (picture: Picture, waiting: string) => void;
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
export function cellOf(tag: string, theme: Theme, heard: CellHeard): Cell {
  let picture: Picture | null = null;
  let keyX = NaN;
  const called = clean(tag);
  const title = h('span', { title: called });
  const pin = h('button.g-icon', { type: 'button', onclick: heard.pin }, '\u2605');
  const place = h('div.g-stage g-chart', { role: 'img', tabindex: 0 });
  const blank = h('div.g-blank');
  const note = h('p.g-tell');
  const strong = (): Line[] => picture?.lines.filter(line => !line.isFaint) ?? [];
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
    null,
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
  /** Read the lines at an x; the run whose line is next to a place from the top is pointed at. */
  const point = (x: number, top: number): void => {
    const scales = chart.scales();
    if (!picture || !scales) {
      return;
    }
    const { drawing } = picture;
    const [lo, hi] = scales.x.range;
    const readings = strong()
      .map(line => readingOf(line, x, (hi - lo) * 0.02))
      .filter(reading => reading !== null);
    const far = (reading: Reading): number => Math.abs(chart.topOf(reading.shown) - top);
    const read = nearest(readings, far, MOST_READ);
    const [first] = read;
    const isNear = top >= 0 && first && far(first) <= REACH && first.line.runs.length === 1;
    const hovered = isNear ? first.line.id : null;
    heard.hover(hovered);
    heard.cross(x);
    if (!first) {
      tip.hide();
      return;
    }
    const more = readings.length - MOST_READ;
    tip.show(
      chart.leftOf(x),
      14,
      xText(drawing.x, x),
      // In the order in which the lines stand.
      ...read
        .sort((a, b) => b.shown - a.shown)
        .map(reading => readingRow(reading, hovered, drawing.smoothing > 0)),
      more > 0 && `and ${more} more`
    );
  };
  const chart = chartOf(place, theme, {
    point: (x, top) => (x === null ? leave() : point(x, top)),
    zoom: heard.zoom
  });
  const painter = painterOf(element, chart.paint, heard.seen);

  /** Arrows move the crosshair, plus and minus zoom, 0 and Escape reset. */
  const pressKey = (event: KeyboardEvent): void => {
    const scales = chart.scales();
    if (!scales || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const [lo, hi] = scales.x.range;
    const span = hi - lo;
    const x = Number.isNaN(keyX) ? lo + span / 2 : keyX;
    const { key } = event;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
    const wider = { '+': 0.25, '=': 0.25, '-': 1 }[key];
    if (by) {
      keyX = Math.max(lo, Math.min(hi, x + by * span * (event.shiftKey ? 0.1 : 0.02)));
      point(keyX, -1);
    } else if (wider) {
      heard.zoom([x - span * wider, x + span * wider]);
    } else if (key === '0' || key === 'Escape') {
      heard.zoom(null);
      leave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  give(place, { onblur: leave, onkeydown: pressKey });

  /** What the chart shows in one sentence, and how keys move in it. */
  const summary = (): string => {
    const lines = strong();
    const lasts = lines
      .map(summaryOf)
      .filter(one => Number.isFinite(one.last))
      .sort((a, b) => a.last - b.last);
    const told = [lasts[0], lasts.at(-1)].map(one => one && `${short(one.last)} (${one.name})`);
    const said = lasts.length
      ? `; last values from ${told.join(' to ')}. Arrows move the crosshair, plus and minus zoom, 0 resets.`
      : ', no finite values';
    return `Curve of ${called}, ${counted(lines.length, 'line')}${said}`;
  };

  return {
    element,
    canBeSeen: painter.canBeSeen,
    show: (shown, waiting) => {
      picture = shown;
      chart.show(shown);
      const { lines, drawing } = shown;
      const canDraw = lines.some(line => canBeDrawn(line, drawing));
      const said = leftOut(lines, drawing, chart.scales()?.y.range);
      place.hidden = !canDraw;
      blank.textContent = canDraw ? '' : waiting || said || 'no values in the runs drawn';
      note.textContent = canDraw ? said : '';
      give(place, { 'aria-label': summary() });
      table.update();
      painter.want();
    },
    name: (text, isPinned) => {
      title.textContent = clean(text);
      give(pin, { 'aria-pressed': String(isPinned), title: `Pin ${called} to the top` });
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
    isHovered ? 'div.g-reading g-strong' : 'div.g-reading',
    null,
    swatch(line.colour, line.dash),
    h('span', null, line.name),
    h('span', null, short(shown)),
    h('span.g-muted', null, more.filter(Boolean).join(' '))
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
