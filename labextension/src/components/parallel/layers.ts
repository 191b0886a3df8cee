/** The three canvases of parallel coordinates: all runs, those in colour, and what is over them. */

import { fit } from '../plot/canvas';
import type { Inks } from '../plot/theme';
import { h } from '../shared/dom';
import type { Axis } from './axes';
import type { Brushes } from './brushes';
import { drawAxes, drawRows } from './drawing';
import type { Layout } from './drawing';

/** Canvases that are drawn apart, because they change at different times. */
export interface Layers {
  readonly canvases: readonly HTMLCanvasElement[];
  /** Draw all runs, grey. */
  readonly drawBack: (axes: readonly Axis[], layout: Layout, count: number, inks: Inks) => void;
  /** Draw rows in their colours, the best of them broad. */
  readonly drawFront: (
    axes: readonly Axis[],
    layout: Layout,
    rows: readonly number[],
    colour: (row: number) => string,
    best: number,
    inks: Inks
  ) => void;
  /** Draw the axes, and the row that is pointed at. */
  readonly drawOver: (
    axes: readonly Axis[],
    layout: Layout,
    hovered: number,
    brushes: Brushes,
    inks: Inks
  ) => void;
}

/** Make the canvases. */
export function layersOf(): Layers {
  const canvases = [h('canvas'), h('canvas'), h('canvas')] as const;
  const [back, front, over] = canvases;
  const drawOne = (
    context: CanvasRenderingContext2D,
    layout: Layout,
    axes: readonly Axis[],
    row: number,
    width: number,
    ink: string,
    ground: string
  ): void => {
    drawRows(context, layout, axes, new Map([[ground, [row]]]), 0.8, width + 2.4);
    drawRows(context, layout, axes, new Map([[ink, [row]]]), 1, width);
  };
  return {
    canvases,
    drawBack: (axes, layout, count, inks) => {
      const context = fit(back, layout.width, layout.height);
      if (context) {
        const all = new Map([[inks.muted, Array.from({ length: count }, (_, row) => row)]]);
        drawRows(context, layout, axes, all, count > 400 ? 0.12 : 0.2, 1);
      }
    },
    drawFront: (axes, layout, rows, colour, best, inks) => {
      const context = fit(front, layout.width, layout.height);
      if (!context) {
        return;
      }
      const byColour = new Map<string, number[]>();
      for (const row of rows) {
        const ink = colour(row);
        const same = byColour.get(ink) ?? [];
        same.push(row);
        byColour.set(ink, same);
      }
      const many = rows.length;
      const alpha = many > 1000 ? 0.35 : many > 200 ? 0.55 : 0.85;
      drawRows(context, layout, axes, byColour, alpha, many > 300 ? 1 : 1.3);
      if (best >= 0) {
        drawOne(context, layout, axes, best, 3, colour(best), inks.ground);
      }
    },
    drawOver: (axes, layout, hovered, brushes, inks) => {
      const context = fit(over, layout.width, layout.height);
      if (!context) {
        return;
      }
      if (hovered >= 0) {
        drawOne(context, layout, axes, hovered, 2.6, inks.text, inks.ground);
      }
      drawAxes(context, layout, axes, brushes, inks);
    }
  };
}
