/** Puts lines and axes of parallel coordinates on canvases. */

import { cut } from '../plot/canvas';
import { FONT } from '../plot/frame';
import type { Inks } from '../plot/theme';
import { NONE } from './axes';
import type { Axis } from './axes';
import type { Brushes } from './brushes';

/** Where things stand, in pixels of style sheets. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly bottom: number;
  readonly xs: readonly number[];
}

/** Room above the axes for their headings, below for the tick of runs without a value. */
const ABOVE = 34;
const BELOW = 34;
const ASIDE = 46;

/** Stand so many axes in a box. */
export function layoutOf(count: number, width: number, height: number): Layout {
  const inner = Math.max(1, width - 2 * ASIDE);
  const xs = Array.from({ length: count }, (_, i) =>
    count === 1 ? width / 2 : ASIDE + (inner * i) / (count - 1)
  );
  return { width, height, top: ABOVE, bottom: height - BELOW, xs };
}

/** The pixel of a place on an axis. */
export function pixel(layout: Layout, place: number): number {
  return layout.bottom - place * (layout.bottom - layout.top);
}

/** The place on an axis of a pixel. */
export function placeAt(layout: Layout, y: number): number {
  return (layout.bottom - y) / (layout.bottom - layout.top);
}

/** Draw the lines of rows, those of one colour in one stroke. */
export function drawRows(
  context: CanvasRenderingContext2D,
  layout: Layout,
  axes: readonly Axis[],
  rows: ReadonlyMap<string, readonly number[]>,
  alpha: number,
  width: number
): void {
  context.globalAlpha = alpha;
  context.lineWidth = width;
  context.lineJoin = 'round';
  const scale = layout.top - layout.bottom;
  for (const [colour, of] of rows) {
    context.strokeStyle = colour;
    context.beginPath();
    for (const row of of) {
      for (let i = 0; i < axes.length; i++) {
        const x = layout.xs[i]!;
        const y = layout.bottom + axes[i]!.places[row]! * scale;
        if (i) {
          context.lineTo(x, y);
        } else {
          context.moveTo(x, y);
          // On an axis alone a run is a dash.
          context.lineTo(axes.length > 1 ? x : x + 6, y);
        }
      }
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Draw the axes with their ticks and brushes. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  layout: Layout,
  axes: readonly Axis[],
  brushes: Brushes,
  inks: Inks
): void {
  const room = (layout.xs[1] ?? layout.width) - (layout.xs[0] ?? 0);
  context.font = `10.5px ${FONT}`;
  context.textBaseline = 'middle';
  axes.forEach((axis, i) => {
    const x = layout.xs[i]!;
    const isLast = i === axes.length - 1 && axes.length > 1;
    context.strokeStyle = inks.muted;
    context.globalAlpha = 0.55;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, layout.top);
    context.lineTo(x, layout.bottom);
    for (const { place } of axis.ticks) {
      const y = Math.round(pixel(layout, place)) + 0.5;
      context.moveTo(x - 4, y);
      context.lineTo(x, y);
    }
    context.stroke();
    context.globalAlpha = 1;
    for (const brush of brushes.get(axis.key) ?? []) {
      const [bottom, top] = brush.map(end => pixel(layout, end)) as [number, number];
      context.globalAlpha = 0.28;
      context.fillStyle = inks.accent;
      context.fillRect(x - 8, top, 16, bottom - top);
      context.globalAlpha = 1;
      context.fillRect(x - 8, top - 1, 16, 2);
      context.fillRect(x - 8, bottom - 1, 16, 2);
    }
    const hasNone = axis.values.missing + axis.belowZero > 0;
    const texts = [...axis.ticks, ...(hasNone ? [{ place: NONE, text: 'none' }] : [])];
    context.textAlign = isLast ? 'left' : 'right';
    const at = isLast ? x + 8 : x - 8;
    for (const { place, text } of texts) {
      const y = pixel(layout, place);
      const isOuter = i === 0 || isLast;
      const written = cut(context, text, Math.min(room - 18, isOuter ? ASIDE - 8 : Infinity));
      const wide = context.measureText(written).width + 2;
      // The ground below keeps figures readable over the lines.
      context.globalAlpha = 0.85;
      context.fillStyle = inks.ground;
      context.fillRect(isLast ? at - 1 : at - wide + 1, y - 6, wide, 12);
      context.globalAlpha = 1;
      context.fillStyle = inks.muted;
      context.fillText(written, at, y);
    }
  });
}
