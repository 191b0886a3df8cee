/** Puts lines, bands and marks on the canvas of a chart. It knows nothing of runs. */

import type { Inks } from '../plot/theme';
import { cut } from '../plot/canvas';
import { FONT } from '../plot/frame';
import type { Frame } from '../plot/frame';
import type { Scale } from '../plot/scale';
import { decimate, outline } from './decimate';
import type { Area, Points } from './decimate';
import type { Line, Stretch } from './line';

/** Where a chart draws, and where values stand in it. */
export interface Field extends Frame {
  readonly context: CanvasRenderingContext2D;
  /** Columns of pixels of the screen. */
  readonly columns: number;
  readonly x: Scale;
  readonly xAt: (value: number) => number;
  readonly yAt: (value: number) => number;
}

/** Draw all lines: faint ones first, then the others, the one pointed at last. */
export function drawLines(
  field: Field,
  lines: readonly Line[],
  hovered: string | null,
  isSmoothed: boolean,
  inks: Inks
): void {
  const { context } = field;
  const isHovered = (line: Line): boolean => hovered !== null && line.runs.includes(hovered);
  const order = (line: Line): number => (isHovered(line) ? 2 : line.isFaint ? 0 : 1);
  const anyHovered = lines.some(isHovered);
  context.save();
  context.beginPath();
  context.rect(field.left, field.top, field.width, field.height);
  context.clip();
  context.lineJoin = 'round';
  for (const line of [...lines].sort((a, b) => order(a) - order(b))) {
    const isStrong = isHovered(line);
    const isBack = line.isFaint && !isStrong;
    const colour = isBack ? inks.muted : line.colour;
    const strength = isBack ? 0.28 : anyHovered && !isStrong ? 0.35 : 1;
    context.strokeStyle = context.fillStyle = colour;
    context.setLineDash([...line.dash]);
    if (line.band) {
      context.globalAlpha = 0.16 * strength;
      area(field, line.band);
    }
    for (const stretch of line.stretches) {
      drawStretch(field, stretch, strength, isStrong ? 2.4 : isBack ? 1 : 1.6, isSmoothed);
    }
  }
  context.restore();
}

function drawStretch(
  field: Field,
  stretch: Stretch,
  strength: number,
  width: number,
  isSmoothed: boolean
): void {
  const { context } = field;
  const [lo, hi] = field.x.range;
  if (stretch.lows && stretch.highs) {
    context.globalAlpha = (isSmoothed ? 0.1 : 0.22) * strength;
    area(field, outline(stretch.xs, stretch.lows, stretch.highs, lo, hi, field.width));
  }
  const place = field.x.isLog ? field.x.at : undefined;
  const draw = (ys: Float64Array, thick: number, alpha: number): void => {
    context.globalAlpha = alpha;
    context.lineWidth = thick;
    trace(field, decimate(stretch.xs, ys, lo, hi, field.columns, place), thick);
  };
  if (isSmoothed && stretch.shown !== stretch.raw) {
    draw(stretch.raw, 1, 0.22 * strength);
  }
  draw(stretch.shown, width, strength);
  context.globalAlpha = strength;
  marks(field, stretch);
}

/** A line through points; what cannot be placed interrupts it, a point alone is a dot. */
function trace({ context, xAt, yAt }: Field, { xs, ys }: Points, thick: number): void {
  const dots = new Path2D();
  let run = 0;
  let [px, py] = [0, 0];
  context.beginPath();
  for (let i = 0; i <= xs.length; i++) {
    const x = xAt(xs[i]!);
    const y = yAt(ys[i]!);
    if (Number.isFinite(x + y)) {
      if (run++) {
        context.lineTo(x, y);
      } else {
        context.moveTo(x, y);
      }
      [px, py] = [x, y];
    } else {
      if (run === 1) {
        dots.moveTo(px, py);
        dots.arc(px, py, Math.max(2.2, thick * 1.5), 0, Math.PI * 2);
      }
      run = 0;
    }
  }
  context.stroke();
  context.fill(dots);
}

/** The area between lows and highs; what cannot be placed interrupts it. */
function area({ context, xAt, yAt, top, height }: Field, { xs, lows, highs }: Area): void {
  let from = 0;
  for (let i = 0; i <= xs.length; i++) {
    if (Number.isFinite(xAt(xs[i]!) + yAt(highs[i]!))) {
      continue;
    }
    context.beginPath();
    for (let j = from; j < i; j++) {
      context.lineTo(xAt(xs[j]!), yAt(highs[j]!));
    }
    for (let j = i - 1; j >= from; j--) {
      const low = yAt(lows[j]!);
      // On a log axis a band that reaches 0 goes down to the edge.
      context.lineTo(xAt(xs[j]!), Number.isFinite(low) ? low : top + height);
    }
    context.fill();
    from = i + 1;
  }
}

/** Marks at the edge where a value is NaN or infinite; not too many. */
function marks(field: Field, { xs, raw, lows }: Stretch): void {
  const { context, top, height } = field;
  let lastX = -Infinity;
  context.font = `9px ${FONT}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let i = 0; i < raw.length; i++) {
    const value = raw[i]!;
    if (!Number.isFinite(value) && !(lows && Number.isFinite(lows[i]!))) {
      const x = field.xAt(xs[i]!);
      if (x - lastX >= 8) {
        lastX = x;
        const mark = value > 0 ? '\u25b2' : value < 0 ? '\u25bc' : '\u00d7';
        context.fillText(mark, x, value > 0 ? top + 5 : top + height - 5);
      }
    }
  }
}

/** Names at the ends of a few lines, pushed apart where they would cover each other. */
export function drawEnds(field: Field, lines: readonly Line[], inks: Inks, room: number): void {
  const { context } = field;
  const right = field.left + field.width;
  const ends = lines
    .map(line => ({ line, y: endOf(field, line) }))
    .filter(end => Number.isFinite(end.y))
    .sort((a, b) => a.y - b.y);
  const high = 12;
  for (let i = 1; i < ends.length; i++) {
    ends[i]!.y = Math.max(ends[i]!.y, ends[i - 1]!.y + high);
  }
  const over = ends.length ? ends[ends.length - 1]!.y - (field.top + field.height) : 0;
  context.save();
  context.font = `10.5px ${FONT}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const { line, y } of ends) {
    context.fillStyle = line.colour;
    const top = y - Math.max(0, over);
    context.fillRect(right + 4, top - 1, 6, 2);
    context.fillStyle = inks.muted;
    context.fillText(cut(context, line.name, room - 16), right + 13, top);
  }
  context.restore();
}

function endOf(field: Field, line: Line): number {
  for (let n = line.stretches.length - 1; n >= 0; n--) {
    const { xs, shown } = line.stretches[n]!;
    for (let i = shown.length - 1; i >= 0; i--) {
      const y = field.yAt(shown[i]!);
      if (xs[i]! <= field.x.range[1] && Number.isFinite(y)) {
        return Math.max(field.top, Math.min(field.top + field.height, y));
      }
    }
  }
  return NaN;
}
