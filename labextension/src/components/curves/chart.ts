/** One chart of curves: its axes, crosshair, drag and lines on a canvas. */

import { fit } from '../plot/canvas';
import { along, back, drawFrame } from '../plot/frame';
import type { Frame, Mark } from '../plot/frame';
import { h } from '../shared/dom';
import { Painter } from '../plot/painter';
import type { Range } from '../plot/ranges';
import type { Theme } from '../plot/theme';
import { linearTicks, logTicks, seconds, timeTicks, written } from '../plot/ticks';
import { drawEnds, drawLines } from './drawing';
import { rangesOf } from './line';
import type { Drawing, Line } from './line';

/** What a chart shows. */
export interface Picture {
  readonly lines: readonly Line[];
  readonly drawing: Drawing;
  readonly zoom: Range | null;
  readonly hovered: string | null;
}

/** What a chart tells of the pointer. */
export interface Heard {
  /** An x is pointed at, and how far from the top; null when the pointer left. */
  point(x: number | null, top: number): void;
  /** A range of x was dragged; null resets it. */
  zoom(range: Range | null): void;
}

/** Up to so many lines are named at their ends. */
const MOST_NAMED = 6;
const ROOM = 84;
const TOP = 8;
const BELOW = 26;

export class Chart {
  private readonly canvas = h('canvas');
  private readonly crosshair = h('div', { class: 'g-cross', hidden: true });
  private readonly dragged = h('div', { class: 'g-drag', hidden: true });
  private picture: Picture | null = null;
  /** What the ranges were found of. */
  private ranged: Picture | null = null;
  private ranges: { x: Range; y: Range } | null = null;
  private frame: Frame = { left: 0, top: 0, width: 1, height: 1 };
  private width = 0;
  private isDragging = false;
  private readonly painter: Painter;
  private readonly resized: ResizeObserver | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly theme: Theme,
    private readonly heard: Heard,
    private readonly height: () => number,
    watched: Element,
    onSeen?: (isSeen: boolean) => void
  ) {
    root.append(this.canvas, this.crosshair, this.dragged);
    root.addEventListener('pointermove', event => this.move(event));
    root.addEventListener('pointerleave', () => this.isDragging || this.heard.point(null, 0));
    root.addEventListener('pointerdown', event => this.press(event));
    root.addEventListener('dblclick', () => this.heard.zoom(null));
    this.painter = new Painter(watched, () => this.paint(), onSeen);
    if (typeof ResizeObserver !== 'undefined') {
      this.resized = new ResizeObserver(() => {
        if (Math.abs(this.root.clientWidth - this.width) > 1) {
          this.painter.want();
        }
      });
      this.resized.observe(root);
    }
  }

  /** The ranges of the axes as they are drawn. */
  get shownRanges(): { x: Range; y: Range } | null {
    return this.ranges;
  }

  /** Whether it can be seen now. */
  get canBeSeen(): boolean {
    return this.painter.canBeSeen;
  }

  /** Draw this with the next frame. */
  show(picture: Picture): void {
    this.picture = picture;
    this.painter.want();
  }

  /** Draw again: the colours of the page are others. */
  refresh(): void {
    this.painter.want();
  }

  /** Stand the crosshair at an x; null takes it away. */
  cross(x: number | null): void {
    const left = x === null ? NaN : this.leftOf(x);
    const { frame } = this;
    this.crosshair.hidden = !(left >= frame.left && left <= frame.left + frame.width);
    if (!this.crosshair.hidden) {
      const { style } = this.crosshair;
      style.transform = `translateX(${left}px)`;
      style.top = `${frame.top}px`;
      style.height = `${frame.height}px`;
    }
  }

  /** Where a value is, in pixels from the top; NaN where it cannot be placed. */
  topOf(value: number): number {
    const { frame, ranges, picture } = this;
    const bottom = frame.top + frame.height;
    return ranges && picture
      ? along(ranges.y, picture.drawing.isLogY, bottom, -frame.height)(value)
      : NaN;
  }

  /** The pixels from the left to an x; NaN where it cannot be placed. */
  leftOf(x: number): number {
    const { frame, ranges, picture } = this;
    return ranges && picture
      ? along(ranges.x, picture.drawing.isLogX, frame.left, frame.width)(x)
      : NaN;
  }

  close(): void {
    this.painter.close();
    this.resized?.disconnect();
  }

  /** Draw now. */
  paint(): void {
    const { picture } = this;
    if (!picture) {
      return;
    }
    const { lines, drawing, zoom, hovered } = picture;
    const { ranged } = this;
    if (!ranged || ranged.lines !== lines || ranged.drawing !== drawing || ranged.zoom !== zoom) {
      this.ranges = rangesOf(lines, drawing, zoom);
      this.ranged = picture;
    }
    this.width = this.root.clientWidth;
    const width = Math.max(120, this.width || 320);
    const height = this.height();
    const context = fit(this.canvas, width, height);
    if (!this.ranges || !context) {
      return;
    }
    const inks = this.theme.now;
    const { x, y } = this.ranges;
    const named = lines.filter(line => !line.isFaint);
    const isNamed = named.length <= MOST_NAMED && width > 260;
    const inner = height - TOP - BELOW;
    const wanted = Math.max(2, Math.floor(inner / 34));
    const ys = (drawing.isLogY ? logTicks : linearTicks)(y, wanted);
    const yTexts = written(ys);
    const left = Math.max(44, 14 + 6.3 * Math.max(0, ...yTexts.map(text => text.length)));
    const right = isNamed ? ROOM : 12;
    this.frame = { left, top: TOP, width: Math.max(20, width - left - right), height: inner };
    const { frame } = this;
    const xAt = along(x, drawing.isLogX, left, frame.width);
    const yAt = along(y, drawing.isLogY, TOP + inner, -inner);
    const marks = (ticks: readonly number[], texts: readonly string[], at: typeof xAt): Mark[] =>
      ticks.map((tick, i) => ({ at: at(tick), text: texts[i]! }));
    const [xs, xTexts] = xTicks(x, drawing, Math.max(2, Math.floor(frame.width / 66)));
    drawFrame(context, frame, marks(xs, xTexts, xAt), marks(ys, yTexts, yAt), inks, false);
    const columns = Math.max(1, Math.round(frame.width * (window.devicePixelRatio || 1)));
    const { isLogX } = drawing;
    const field = { context, ...frame, columns, xRange: x, isLogX, xAt, yAt };
    drawLines(field, lines, hovered, drawing.smoothing > 0, inks);
    if (isNamed) {
      drawEnds(field, named, inks, ROOM);
    }
  }

  private xOf(event: MouseEvent): { x: number; left: number; top: number; isIn: boolean } {
    const box = this.root.getBoundingClientRect();
    const { frame, ranges, picture } = this;
    const left = event.clientX - box.left;
    const top = event.clientY - box.top;
    const part = (left - frame.left) / frame.width;
    const within = Math.max(0, Math.min(1, part));
    const x = ranges && picture ? back(ranges.x, picture.drawing.isLogX, within) : NaN;
    return { x, left: frame.left + within * frame.width, top, isIn: part === within };
  }

  private move(event: PointerEvent): void {
    const { x, top, isIn } = this.xOf(event);
    if (!this.isDragging && !Number.isNaN(x)) {
      this.heard.point(isIn ? x : null, top);
    }
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0) {
      return;
    }
    const from = this.xOf(event);
    const move = (moving: PointerEvent): void => {
      const to = this.xOf(moving);
      this.isDragging ||= Math.abs(to.left - from.left) > 4;
      this.dragged.hidden = !this.isDragging;
      Object.assign(this.dragged.style, {
        left: `${Math.min(from.left, to.left)}px`,
        width: `${Math.abs(from.left - to.left)}px`,
        top: `${this.frame.top}px`,
        height: `${this.frame.height}px`
      });
    };
    const end = (ending: PointerEvent): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
      this.dragged.hidden = true;
      const { x } = this.xOf(ending);
      if (this.isDragging && x !== from.x) {
        this.heard.zoom([Math.min(from.x, x), Math.max(from.x, x)]);
      }
      this.isDragging = false;
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
  }
}

function xTicks(range: Range, drawing: Drawing, wanted: number): [number[], string[]] {
  if (drawing.x === 'wall') {
    const { ticks, texts } = timeTicks(range, wanted);
    return [ticks, texts];
  }
  const ticks = (drawing.isLogX ? logTicks : linearTicks)(range, wanted);
  return [ticks, drawing.x === 'relative' ? ticks.map(seconds) : written(ticks)];
}
