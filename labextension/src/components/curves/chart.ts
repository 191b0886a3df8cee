/** One chart of curves: its axes, crosshair, drag and lines on a canvas. */

import { fit } from '../plot/canvas';
import { followDrag } from '../plot/dragging';
import { drawFrame } from '../plot/frame';
import type { Frame, Mark } from '../plot/frame';
import { scaleOf } from '../plot/scale';
import type { Scale } from '../plot/scale';
import { give, h } from '../shared/dom';
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

/** The axes of a chart. */
export interface Scales {
  readonly x: Scale;
  readonly y: Scale;
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
  /** The axes; null where there is nothing to show. */
  readonly scales: () => Scales | null;
  /** Stand the crosshair at an x; null takes it away. */
  readonly cross: (x: number | null) => void;
  /** The pixels from the top to a value, where there are axes; NaN where it cannot be placed. */
  readonly topOf: (value: number) => number;
  /** The pixels from the left to an x, where there are axes. */
  readonly leftOf: (x: number) => number;
}

/** Up to so many lines are named at their ends. */
export const MOST_NAMED = 6;
const HEIGHT = 195;
const ROOM = 84;
const TOP = 8;
const BELOW = 26;

/** Make a chart in an element. */
export function chartOf(root: HTMLElement, theme: Theme, heard: Heard): Chart {
  const canvas = h('canvas');
  const crosshair = h('div.g-cross', { hidden: true });
  const dragged = h('div.g-drag', { hidden: true });
  let picture: Picture | null = null;
  /** What the scales were found of. */
  let scaled: Picture | null = null;
  let scales: Scales | null = null;
  let frame: Frame = { left: 0, top: TOP, width: 1, height: HEIGHT - TOP - BELOW };
  let isDragging = false;

  const scalesNow = (): Scales | null => {
    if (picture) {
      const { lines, drawing, zoom } = picture;
      if (scaled?.lines !== lines || scaled.drawing !== drawing || scaled.zoom !== zoom) {
        const ranges = rangesOf(lines, drawing, zoom);
        scales = ranges && {
          x: scaleOf(ranges.x, drawing.isLogX),
          y: scaleOf(ranges.y, drawing.isLogY)
        };
        scaled = picture;
      }
    }
    return scales;
  };
  const leftOf = (x: number): number => frame.left + scales!.x.at(x) * frame.width;
  const topOf = (value: number): number => TOP + (1 - scales!.y.at(value)) * frame.height;
  const placeOf = (event: MouseEvent): { x: number; left: number; top: number; isIn: boolean } => {
    const box = root.getBoundingClientRect();
    const part = (event.clientX - box.left - frame.left) / frame.width;
    const within = Math.max(0, Math.min(1, part));
    return {
      x: scales?.x.back(within) ?? NaN,
      left: frame.left + within * frame.width,
      top: event.clientY - box.top,
      isIn: part === within
    };
  };
  const stand = (element: HTMLElement, left: number, width: number): void => {
    element.hidden = false;
    Object.assign(element.style, {
      left: `${left}px`,
      width: `${width}px`,
      height: `${frame.height}px`
    });
  };

  const paint = (): void => {
    const width = Math.max(120, root.clientWidth || 320);
    const context = fit(canvas, width, HEIGHT);
    const now = scalesNow();
    if (!picture || !now || !context) {
      return;
    }
    const { lines, drawing, hovered } = picture;
    const { x, y } = now;
    const inks = theme.now();
    const named = lines.filter(line => !line.isFaint);
    const isNamed = named.length <= MOST_NAMED && width > 260;
    const { height } = frame;
    const ys = (y.isLog ? logTicks : linearTicks)(y.range, Math.floor(height / 34));
    const yTexts = written(ys);
    const left = Math.max(44, 14 + 6.3 * Math.max(0, ...yTexts.map(text => text.length)));
    const wide = Math.max(20, width - left - (isNamed ? ROOM : 12));
    frame = { ...frame, left, width: wide };
    const [xs, xTexts] = xTicks(x, drawing, Math.max(2, Math.floor(wide / 66)));
    drawFrame(context, frame, marks(xs, xTexts, leftOf), marks(ys, yTexts, topOf), inks, false);
    const columns = Math.max(1, Math.round(wide * (window.devicePixelRatio || 1)));
    const field = { context, ...frame, columns, x, xAt: leftOf, yAt: topOf };
    drawLines(field, lines, hovered, drawing.smoothing > 0, inks);
    if (isNamed) {
      drawEnds(field, named, inks, ROOM);
    }
  };

  const press = (event: PointerEvent): void => {
    if (event.button !== 0) {
      return;
    }
    const from = placeOf(event);
    followDrag(
      event,
      moving => {
        const { left } = placeOf(moving);
        isDragging = true;
        stand(dragged, Math.min(from.left, left), Math.abs(from.left - left));
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
  };

  root.append(canvas, crosshair, dragged);
  give(root, {
    onpointermove: (event: PointerEvent) => {
      const { x, top, isIn } = placeOf(event);
      if (!isDragging && !Number.isNaN(x)) {
        heard.point(isIn ? x : null, top);
      }
    },
    onpointerleave: () => isDragging || heard.point(null, 0),
    ondblclick: () => heard.zoom(null),
    onpointerdown: press
  });
  return {
    show: shown => {
      picture = shown;
    },
    paint,
    scales: scalesNow,
    cross: x => {
      const part = x === null ? NaN : scales?.x.at(x);
      crosshair.hidden = !(part! >= 0 && part! <= 1);
      if (!crosshair.hidden) {
        stand(crosshair, leftOf(x!), 1);
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

function xTicks({ range, isLog }: Scale, { x }: Drawing, wanted: number): [number[], string[]] {
  if (x === 'wall') {
    const { ticks, texts } = timeTicks(range, wanted);
    return [ticks, texts];
  }
  // Between two steps there is nothing.
  const ticks = (isLog ? logTicks : linearTicks)(range, wanted).filter(
    one => x !== 'step' || Number.isInteger(one)
  );
  return [ticks, x === 'relative' ? ticks.map(seconds) : written(ticks)];
}
