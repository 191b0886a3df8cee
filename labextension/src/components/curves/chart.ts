/** One chart of curves: its axes, crosshair, drag and lines on a canvas. */

import { fit } from '../plot/canvas';
import { followDrag } from '../plot/dragging';
import { along, back, drawFrame } from '../plot/frame';
import type { Frame, Mark } from '../plot/frame';
import { h } from '../shared/dom';
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
  readonly point: (x: number | null, top: number) => void;
  /** A range of x was dragged; null resets it. */
  readonly zoom: (range: Range | null) => void;
}

/** A chart in an element. */
export interface Chart {
  /** Show this when it is painted next. */
  readonly show: (picture: Picture) => void;
  /** Draw now. */
  readonly paint: () => void;
  /** The ranges of the axes. */
  readonly ranges: () => { readonly x: Range; readonly y: Range } | null;
  /** Stand the crosshair at an x; null takes it away. */
  readonly cross: (x: number | null) => void;
  /** The pixels from the top to a value; NaN where it cannot be placed. */
  readonly topOf: (value: number) => number;
  /** The pixels from the left to an x; NaN where it cannot be placed. */
  readonly leftOf: (x: number) => number;
}

/** Up to so many lines are named at their ends. */
export const MOST_NAMED = 6;
const ROOM = 84;
const TOP = 8;
const BELOW = 26;

/** Make a chart in an element of this height. */
export function chartOf(
  root: HTMLElement,
  theme: Theme,
  heard: Heard,
  height: () => number
): Chart {
  const canvas = h('canvas');
  const crosshair = h('div', { class: 'g-cross', hidden: true });
  const dragged = h('div', { class: 'g-drag', hidden: true });
  let picture: Picture | null = null;
  /** What the ranges were found of. */
  let ranged: Picture | null = null;
  let ranges: { x: Range; y: Range } | null = null;
  let frame: Frame = { left: 0, top: 0, width: 1, height: 1 };
  let isDragging = false;

  const rangesNow = (): typeof ranges => {
    if (picture) {
      const { lines, drawing, zoom } = picture;
      if (ranged?.lines !== lines || ranged.drawing !== drawing || ranged.zoom !== zoom) {
        ranges = rangesOf(lines, drawing, zoom);
        ranged = picture;
      }
    }
    return ranges;
  };
  const leftOf = (x: number): number =>
    ranges ? along(ranges.x, picture!.drawing.isLogX, frame.left, frame.width)(x) : NaN;
  const topOf = (value: number): number =>
    ranges
      ? along(ranges.y, picture!.drawing.isLogY, frame.top + frame.height, -frame.height)(value)
      : NaN;
  const placeOf = (event: MouseEvent): { x: number; left: number; top: number; isIn: boolean } => {
    const box = root.getBoundingClientRect();
    const part = (event.clientX - box.left - frame.left) / frame.width;
    const within = Math.max(0, Math.min(1, part));
    return {
      x: ranges ? back(ranges.x, picture!.drawing.isLogX, within) : NaN,
      left: frame.left + within * frame.width,
      top: event.clientY - box.top,
      isIn: part === within
    };
  };
  const stand = (element: HTMLElement, left: number, width: string): void => {
    const { top, height } = frame;
    element.hidden = false;
    Object.assign(element.style, {
      left: `${left}px`,
      width,
      top: `${top}px`,
      height: `${height}px`
    });
  };

  const paint = (): void => {
    if (!picture) {
      return;
    }
    const { lines, drawing, hovered } = picture;
    const width = Math.max(120, root.clientWidth || 320);
    const context = fit(canvas, width, height());
    const now = rangesNow();
    if (!now || !context) {
      return;
    }
    const { x, y } = now;
    const { isLogX, isLogY } = drawing;
    const inks = theme.now();
    const named = lines.filter(line => !line.isFaint);
    const isNamed = named.length <= MOST_NAMED && width > 260;
    const inner = height() - TOP - BELOW;
    const ys = (isLogY ? logTicks : linearTicks)(y, Math.max(2, Math.floor(inner / 34)));
    const yTexts = written(ys);
    const left = Math.max(44, 14 + 6.3 * Math.max(0, ...yTexts.map(text => text.length)));
    const wide = Math.max(20, width - left - (isNamed ? ROOM : 12));
    frame = { left, top: TOP, width: wide, height: inner };
    const xAt = along(x, isLogX, left, wide);
    const yAt = along(y, isLogY, TOP + inner, -inner);
    const [xs, xTexts] = xTicks(x, drawing, Math.max(2, Math.floor(wide / 66)));
    drawFrame(context, frame, marks(xs, xTexts, xAt), marks(ys, yTexts, yAt), inks, false);
    const columns = Math.max(1, Math.round(wide * (window.devicePixelRatio || 1)));
    const field = { context, ...frame, columns, xRange: x, isLogX, xAt, yAt };
    drawLines(field, lines, hovered, drawing.smoothing > 0, inks);
    if (isNamed) {
      drawEnds(field, named, inks, ROOM);
    }
  };

  root.append(canvas, crosshair, dragged);
  root.addEventListener('pointermove', event => {
    const { x, top, isIn } = placeOf(event);
    if (!isDragging && !Number.isNaN(x)) {
      heard.point(isIn ? x : null, top);
    }
  });
  root.addEventListener('pointerleave', () => isDragging || heard.point(null, 0));
  root.addEventListener('dblclick', () => heard.zoom(null));
  root.addEventListener('pointerdown', event => {
    if (event.button !== 0) {
      return;
    }
    const from = placeOf(event);
    followDrag(
      event,
      moving => {
        const { left } = placeOf(moving);
        isDragging = true;
        stand(dragged, Math.min(from.left, left), `${Math.abs(from.left - left)}px`);
      },
      (ending, isDrag) => {
        const { x } = placeOf(ending);
        isDragging = false;
        dragged.hidden = true;
        if (isDrag && x !== from.x) {
          heard.zoom([Math.min(from.x, x), Math.max(from.x, x)]);
        }
      }
    );
  });
  return {
    show: shown => {
      picture = shown;
    },
    paint,
    ranges: rangesNow,
    cross: x => {
      const left = x === null ? NaN : leftOf(x);
      if (left >= frame.left && left <= frame.left + frame.width) {
        stand(crosshair, left, '1px');
      } else {
        crosshair.hidden = true;
      }
    },
    topOf,
    leftOf
  };
}

function marks(
  ticks: readonly number[],
  texts: readonly string[],
  at: (value: number) => number
): Mark[] {
  return ticks.map((tick, i) => ({ at: at(tick), text: texts[i]! }));
}

function xTicks(range: Range, drawing: Drawing, wanted: number): [number[], string[]] {
  if (drawing.x === 'wall') {
    const { ticks, texts } = timeTicks(range, wanted);
    return [ticks, texts];
  }
  const ticks = (drawing.isLogX ? logTicks : linearTicks)(range, wanted);
  return [ticks, drawing.x === 'relative' ? ticks.map(seconds) : written(ticks)];
}
