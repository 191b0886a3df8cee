/** The box beside the pointer with the values of all lines at one x. */

import { h } from '../shared/dom';
import { short } from './ticks';
import type { Reading } from '../curves/readout';

const MOST = 12;

export class Tooltip {
  private readonly box = h('div', { class: 'g-tip', hidden: true });

  /** `isFree` lets it stand out of its root, as far as the window goes. */
  constructor(
    private readonly root: HTMLElement,
    private readonly isFree = false
  ) {
    root.append(this.box);
  }

  /** Show values beside a place in the root; the first reading is the one pointed at. */
  show(
    title: string,
    readings: readonly Reading[],
    hovered: string | null,
    left: number,
    top: number,
    isSmoothed: boolean
  ): void {
    const rows = readings.slice(0, MOST).map(reading => {
      const { line } = reading;
      const isHovered = hovered !== null && line.runs.includes(hovered);
      const band = Number.isFinite(reading.low) && reading.low !== reading.high;
      return h(
        'div',
        { class: isHovered ? 'g-tip-row g-strong' : 'g-tip-row' },
        swatch(line.colour, line.dash),
        h('span', { class: 'g-tip-name' }, line.name),
        h('span', { class: 'g-tip-value' }, short(reading.shown)),
        h(
          'span',
          { class: 'g-tip-more' },
          isSmoothed && reading.raw !== reading.shown ? `raw ${short(reading.raw)}` : '',
          band ? ` ${short(reading.low, 3)} … ${short(reading.high, 3)}` : '',
          reading.n ? ` n=${reading.n}` : ''
        )
      );
    });
    const more = readings.length - MOST;
    this.box.replaceChildren(h('div', { class: 'g-tip-title' }, title), ...rows);
    if (more > 0) {
      this.box.append(h('div', { class: 'g-tip-title' }, `and ${more} more`));
    }
    this.place(left, top);
  }

  /** Show lines of text beside a place in the root. */
  say(lines: readonly string[], left: number, top: number): void {
    this.box.replaceChildren(
      ...lines.map((line, i) => h('div', { class: i ? 'g-tip-line' : 'g-tip-head' }, line))
    );
    this.place(left, top);
    const lowest = this.root.clientHeight - this.box.offsetHeight;
    this.box.style.top = `${Math.max(0, Math.min(top, lowest))}px`;
  }

  hide(): void {
    this.box.hidden = true;
  }

  private place(left: number, top: number): void {
    this.box.hidden = false;
    const from = this.root.getBoundingClientRect().left;
    const room = this.isFree ? window.innerWidth - from - 8 : this.root.clientWidth;
    const isRight = left + 16 + this.box.offsetWidth > room;
    const at = isRight ? left - 14 - this.box.offsetWidth : left + 14;
    this.box.style.left = `${Math.max(this.isFree ? -from : 0, at)}px`;
    this.box.style.top = `${Math.max(0, top)}px`;
  }
}

/** The colour and the dash of a line, drawn small. */
export function swatch(colour: string, dash: readonly number[] = []): HTMLElement {
  const [on = 1, off = 0] = dash;
  const style = dash.length
    ? `background:repeating-linear-gradient(90deg,${colour} 0 ${on}px,transparent ${on}px ${on + off}px)`
    : `background:${colour}`;
  return h('span', { class: 'g-swatch', style, 'aria-hidden': 'true' });
}
