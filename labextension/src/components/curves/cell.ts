/** The chart of one scalar with its heading, its notes, and its values as a table. */

import { clean, h } from '../shared/dom';
import type { Range } from '../plot/ranges';
import type { Theme } from '../plot/theme';
import { seconds, short } from '../plot/ticks';
import { Tooltip } from '../plot/tooltip';
import { Chart } from './chart';
import type { Picture } from './chart';
import { leftOut } from './line';
import { ordered, readingOf, summaryOf } from './readout';
import type { Order } from './readout';

/** What a cell tells of what is done with it. */
export interface CellHeard {
  cross(x: number | null): void;
  hover(run: string | null): void;
  zoom(range: Range | null): void;
  pin(): void;
  seen(): void;
}

/** A run this far from the pointer is not pointed at. */
const REACH = 28;

export class Cell {
  readonly element: HTMLElement;
  private readonly place: HTMLElement;
  private readonly title: HTMLElement;
  private readonly note = h('p', { class: 'g-note' });
  private readonly empty = h('div', { class: 'g-empty' });
  private readonly values = h('div', { class: 'g-values', hidden: true });
  private readonly pinned: HTMLButtonElement;
  private readonly tip: Tooltip;
  private readonly chart: Chart;
  private picture: Picture | null = null;
  private order: Order = 'nearest';
  private keyX = NaN;

  constructor(
    readonly tag: string,
    theme: Theme,
    private readonly heard: CellHeard,
    height: () => number
  ) {
    this.pinned = h(
      'button',
      { type: 'button', class: 'g-icon', title: 'Pin to the top', onclick: () => heard.pin() },
      '\u2605'
    );
    const asText = h(
      'button',
      { type: 'button', class: 'g-icon', title: 'Values as a table', 'aria-expanded': 'false' },
      '\u2261'
    );
    asText.addEventListener('click', () => {
      this.values.hidden = !this.values.hidden;
      asText.setAttribute('aria-expanded', String(!this.values.hidden));
      this.writeValues();
    });
    this.title = h('span', { title: clean(tag) });
    this.place = h('div', { class: 'g-chart', role: 'img', tabindex: 0 });
    this.place.addEventListener('keydown', event => this.key(event));
    this.place.addEventListener('blur', () => this.leave());
    this.element = h(
      'figure',
      { class: 'g-curve' },
      h('figcaption', null, this.title, this.pinned, asText),
      this.place,
      this.empty,
      this.note,
      this.values
    );
    this.tip = new Tooltip(this.place, true);
    this.chart = new Chart(
      this.place,
      theme,
      {
        point: (x, top) => (x === null ? this.leave() : this.point(x, top)),
        zoom: range => heard.zoom(range)
      },
      height,
      this.element,
      isSeen => isSeen && heard.seen()
    );
  }

  get canBeSeen(): boolean {
    return this.chart.canBeSeen;
  }

  /** Show lines; `waiting` says why there are none yet. */
  show(picture: Picture, order: Order, waiting: string): void {
    this.picture = picture;
    this.order = order;
    const { lines, drawing } = picture;
    const hasPoints = lines.some(line => line.stretches.some(one => one.raw.length));
    const said = leftOut(lines, drawing, this.chart.shownRanges);
    const canDraw = lines.some(line =>
      line.stretches.some(one =>
        one.raw.some(
          (value, i) =>
            Number.isFinite(value) &&
            (!drawing.isLogY || value > 0) &&
            (!drawing.isLogX || one.xs[i]! > 0)
        )
      )
    );
    this.empty.hidden = canDraw;
    this.place.hidden = !canDraw;
    this.empty.textContent = canDraw
      ? ''
      : waiting || (hasPoints ? said.join('; ') : 'no values in the runs drawn');
    this.note.textContent = canDraw ? said.join('; ') : '';
    this.place.setAttribute('aria-label', this.summary());
    this.writeValues();
    this.chart.show(picture);
  }

  /** Its title in its section, and whether it is pinned. */
  name(title: string, isPinned: boolean): void {
    this.title.textContent = clean(title);
    this.pinned.setAttribute('aria-pressed', String(isPinned));
    this.pinned.setAttribute('aria-label', `Pin ${clean(this.tag)} to the top`);
  }

  /** Draw with another run pointed at. */
  hover(run: string | null): void {
    if (this.picture) {
      this.picture = { ...this.picture, hovered: run };
      this.chart.show(this.picture);
    }
  }

  cross(x: number | null): void {
    this.chart.cross(x);
  }

  refresh(): void {
    this.chart.refresh();
  }

  close(): void {
    this.chart.close();
    this.element.remove();
  }

  private point(x: number, top: number): void {
    const { picture } = this;
    const ranges = this.chart.shownRanges;
    if (!picture || !ranges) {
      return;
    }
    const reach = (ranges.x[1] - ranges.x[0]) * 0.02;
    const readings = picture.lines
      .filter(line => !line.isFaint)
      .map(line => readingOf(line, x, reach))
      .filter(reading => reading !== null);
    const far = (reading: { shown: number }): number =>
      Math.abs(this.chart.topOf(reading.shown) - top);
    const [nearest] = ordered(readings, 'nearest', far);
    const isNear = top >= 0 && nearest !== undefined && far(nearest) <= REACH;
    const hovered = isNear && nearest.line.runs.length === 1 ? nearest.line.id : null;
    this.heard.hover(hovered);
    this.heard.cross(x);
    if (!readings.length) {
      this.tip.hide();
      return;
    }
    const smoothed = picture.drawing.smoothing > 0;
    const sorted = ordered(readings, this.order, far);
    this.tip.show(this.told(x), sorted, hovered, this.chart.leftOf(x), 14, smoothed);
  }

  private leave(): void {
    this.tip.hide();
    this.heard.hover(null);
    this.heard.cross(null);
    this.keyX = NaN;
  }

  private key(event: KeyboardEvent): void {
    const ranges = this.chart.shownRanges;
    if (!ranges || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const [lo, hi] = ranges.x;
    const span = hi - lo;
    const x = Number.isNaN(this.keyX) ? lo + span / 2 : this.keyX;
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowRight': {
        const step = (event.shiftKey ? 0.1 : 0.02) * (event.key === 'ArrowLeft' ? -1 : 1);
        this.keyX = Math.max(lo, Math.min(hi, x + span * step));

        this.point(this.keyX, -1);
        break;
      }
      case '+':
      case '=':
        this.heard.zoom([x - span / 4, x + span / 4]);
        break;
      case '-':
        this.heard.zoom([x - span, x + span]);
        break;
      case '0':
      case 'Escape':
        this.heard.zoom(null);
        this.leave();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private told(x: number): string {
    const axis = this.picture?.drawing.x;
    if (axis === 'wall') {
      return new Date(x * 1000).toLocaleString();
    }
    if (axis === 'relative') {
      return `${seconds(x)} after the start`;
    }
    return typeof axis === 'object' ? `${clean(axis.key)} ${short(x)}` : `step ${short(x, 6)}`;
  }

  private summary(): string {
    const lines = this.picture?.lines.filter(line => !line.isFaint) ?? [];
    const lasts = lines
      .map(summaryOf)
      .filter(one => Number.isFinite(one.last))
      .sort((a, b) => a.last - b.last);
    const name = `Curve of ${clean(this.tag)}, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`;
    if (!lasts.length) {
      return `${name}, no finite values`;
    }
    const [least, most] = [lasts[0]!, lasts[lasts.length - 1]!];
    return `${name}; last values from ${short(least.last)} (${least.name}) to ${short(most.last)} (${most.name}). Arrows move the crosshair, plus and minus zoom, 0 resets.`;
  }

  private writeValues(): void {
    if (this.values.hidden || !this.picture) {
      this.values.replaceChildren();
      return;
    }
    const head = ['run', 'points', 'last', 'least', 'greatest'];
    const lines = this.picture.lines.filter(line => !line.isFaint).slice(0, 60);
    this.values.replaceChildren(
      h(
        'table',
        null,
        h('thead', null, h('tr', null, ...head.map(text => h('th', { scope: 'col' }, text)))),
        h(
          'tbody',
          null,
          ...lines
            .map(summaryOf)
            .map(one =>
              h(
                'tr',
                null,
                h('th', { scope: 'row' }, one.name),
                ...[one.count, one.last, one.least, one.most].map(value =>
                  h('td', null, short(value))
                )
              )
            )
        )
      )
    );
  }
}
