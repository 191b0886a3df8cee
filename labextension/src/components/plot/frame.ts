/** The box of a chart: its ticks, its grid and where values stand in it. */

import { cut } from './canvas';
import type { Inks } from './theme';

/** A box, in pixels of style sheets. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A mark along an axis, at a pixel. */
export interface Mark {
  readonly at: number;
  readonly text: string;
}

export const FONT = 'system-ui, sans-serif';

/** Draw marks along both axes, and a grid for those of y, or of both. */
export function drawFrame(
  context: CanvasRenderingContext2D,
  frame: Frame,
  xs: readonly Mark[],
  ys: readonly Mark[],
  inks: Inks,
  isGridX: boolean
): void {
  const bottom = frame.top + frame.height;
  context.font = `11px ${FONT}`;
  context.strokeStyle = inks.line;
  context.fillStyle = inks.muted;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.beginPath();
  for (const { at, text } of ys) {
    const y = Math.round(at) + 0.5;
    context.moveTo(frame.left, y);
    context.lineTo(frame.left + frame.width, y);
    context.fillText(cut(context, text, frame.left - 10), frame.left - 7, y);
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const room = frame.width / Math.max(1, xs.length) + 12;
  for (const { at, text } of xs) {
    const x = Math.round(at) + 0.5;
    context.moveTo(x, isGridX ? frame.top : bottom);
    context.lineTo(x, bottom + (isGridX ? 0 : 3));
    context.fillText(cut(context, text, room), x, bottom + 7);
  }
  context.moveTo(frame.left, bottom + 0.5);
  context.lineTo(frame.left + frame.width, bottom + 0.5);
  context.stroke();
}
