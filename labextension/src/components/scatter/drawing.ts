/** Puts the points and axes of a scatter plot on a canvas. */

import { clean } from '../shared/dom';
import { cut } from '../plot/canvas';
import { drawFrame } from '../plot/frame';
import type { Frame } from '../plot/frame';
import type { Inks } from '../plot/theme';
import { ticksOf } from '../plot/values';
import type { PlotAxis } from './points';

/** Draw both axes with their marks and names. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  frame: Frame,
  x: PlotAxis,
  y: PlotAxis,
  inks: Inks
): void {
  const bottom = frame.top + frame.height;
  const ys = ticksOf(y.values, y.scale, Math.max(2, Math.floor(frame.height / 38)));
  const xs = ticksOf(x.values, x.scale, Math.max(2, Math.floor(frame.width / 72)));
  drawFrame(
    context,
    frame,
    xs.map(({ place, text }) => ({ at: frame.left + place * frame.width, text })),
    ys.map(({ place, text }) => ({ at: bottom - place * frame.height, text })),
    inks,
    true
  );
  context.fillStyle = inks.text;
  const name = (of: PlotAxis): string =>
    clean(of.values.column.heading) + (of.scale.isLog ? ' (log)' : '');
  context.fillText(cut(context, name(x), frame.width), frame.left + frame.width / 2, bottom + 24);
  context.save();
  context.translate(10, frame.top + frame.height / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'middle';
  context.fillText(cut(context, name(y), frame.height), 0, 0);
  context.restore();
}

/** Draw points; those that stand back are grey and small. */
export function drawPoints(
  context: CanvasRenderingContext2D,
  frame: Frame,
  xs: Float64Array,
  ys: Float64Array,
  isBack: (row: number) => boolean,
  colour: (row: number) => string,
  inks: Inks
): void {
  const size = xs.length > 2000 ? 2.4 : xs.length > 300 ? 3.4 : 4.5;
  for (const back of [true, false]) {
    context.globalAlpha = back ? 0.3 : 0.85;
    for (let row = 0; row < xs.length; row++) {
      if (isBack(row) === back && !Number.isNaN(xs[row]! + ys[row]!)) {
        context.fillStyle = back ? inks.muted : colour(row);
        circle(context, frame, xs[row]!, ys[row]!, back ? size * 0.8 : size);
        context.fill();
      }
    }
  }
  context.globalAlpha = 1;
}

/** Draw a ring around the point of a row; none of -1. */
export function drawRing(
  context: CanvasRenderingContext2D,
  frame: Frame,
  xs: Float64Array,
  ys: Float64Array,
  row: number,
  ink: string
): void {
  context.strokeStyle = ink;
  context.lineWidth = 1.8;
  circle(context, frame, xs[row] ?? NaN, ys[row] ?? NaN, 8);
  context.stroke();
}

function circle(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Frame,
  x: number,
  y: number,
  size: number
): void {
  context.beginPath();
  context.arc(left + x * width, top + (1 - y) * height, size, 0, Math.PI * 2);
}
