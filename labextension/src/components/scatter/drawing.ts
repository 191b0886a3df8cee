/** Puts the points and axes of a scatter plot on a canvas. */

import { clean } from '../shared/dom';
import { cut } from '../plot/canvas';
import { placeOf } from '../plot/scale';
import type { Scale } from '../plot/scale';
import type { Inks } from '../plot/theme';
import { linearTicks, logTicks, written } from '../plot/ticks';
import { told } from '../plot/values';
import type { Values } from '../plot/values';

/** The box of the points, in pixels of style sheets. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const FONT = 'system-ui, sans-serif';

/** Draw both axes with their ticks and names, and a grid. */
export function drawFrame(
  context: CanvasRenderingContext2D,
  frame: Frame,
  x: { values: Values; scale: Scale },
  y: { values: Values; scale: Scale },
  inks: Inks
): void {
  const bottom = frame.top + frame.height;
  context.font = `11px ${FONT}`;
  context.strokeStyle = inks.line;
  context.fillStyle = inks.muted;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const { place, text } of ticksOf(y.values, y.scale, frame.height / 38)) {
    const at = Math.round(bottom - place * frame.height) + 0.5;
    line(context, frame.left, at, frame.left + frame.width, at);
    context.fillText(cut(context, text, frame.left - 26), frame.left - 8, at);
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const marks = ticksOf(x.values, x.scale, frame.width / 72);
  for (const { place, text } of marks) {
    const at = Math.round(frame.left + place * frame.width) + 0.5;
    line(context, at, frame.top, at, bottom);
    context.fillText(cut(context, text, frame.width / marks.length - 4), at, bottom + 7);
  }
  context.fillStyle = inks.text;
  const name = (of: { values: Values; scale: Scale }): string =>
    clean(of.values.column.heading) + (of.scale.isLog ? ' (log)' : '');
  context.fillText(cut(context, name(x), frame.width), frame.left + frame.width / 2, bottom + 24);
  context.save();
  context.translate(11, frame.top + frame.height / 2);
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
      if (isBack(row) === back && xs[row]! === xs[row] && ys[row]! === ys[row]) {
        dot(
          context,
          frame,
          xs[row]!,
          ys[row]!,
          back ? size * 0.8 : size,
          back ? inks.muted : colour(row)
        );
      }
    }
  }
  context.globalAlpha = 1;
}

/** Draw one point with a ring around it. */
export function drawRing(
  context: CanvasRenderingContext2D,
  frame: Frame,
  x: number,
  y: number,
  ink: string,
  size = 8
): void {
  context.strokeStyle = ink;
  context.lineWidth = 1.8;
  context.beginPath();
  context.arc(
    frame.left + x * frame.width,
    frame.top + (1 - y) * frame.height,
    size,
    0,
    Math.PI * 2
  );
  context.stroke();
}

function dot(
  context: CanvasRenderingContext2D,
  frame: Frame,
  x: number,
  y: number,
  size: number,
  colour: string
): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(
    frame.left + x * frame.width,
    frame.top + (1 - y) * frame.height,
    size,
    0,
    Math.PI * 2
  );
  context.fill();
}

function line(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  x1: number,
  y1: number
): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x1, y1);
  context.stroke();
}

function ticksOf(values: Values, scale: Scale, wanted: number): { place: number; text: string }[] {
  const most = Math.max(2, Math.floor(wanted));
  if (values.isCategory) {
    const every = Math.max(1, Math.ceil(values.words.length / most));
    return values.words
      .map((word, i) => ({ place: placeOf(scale, i), text: clean(word) }))
      .filter((_, i) => i % every === 0);
  }
  const ticks = (scale.isLog ? logTicks : linearTicks)(scale.range, most);
  const { column } = values;
  const texts = column.kind === 'number' ? written(ticks) : ticks.map(tick => told(column, tick));
  return ticks.map((tick, i) => ({ place: placeOf(scale, tick), text: texts[i]! }));
}
