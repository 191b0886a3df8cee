/** Puts lines, bands and marks on the canvas of a chart. It knows nothing of runs. */

import type { Inks } from '../plot/theme';
import { cut } from '../plot/canvas';
import { FONT } from '../plot/frame';
import type { Frame } from '../plot/frame';
import type { Range } from '../plot/ranges';
import { decimate, outline } from './decimate';
import type { Line, Stretch } from './line';

/** Where a chart draws, and where values stand in it. */
export interface Field extends Frame {
  readonly context: CanvasRenderingContext2D;
  /** Columns of pixels of the screen. */
  readonly columns: number;
  readonly xRange: Range;
  readonly isLogX: boolean;
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
    if (line.band && line.band.xs.length) {
      context.globalAlpha = 0.16 * strength;
      area(field, [...line.band.xs], [...line.band.lows], [...line.band.highs]);
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
  const [lo, hi] = field.xRange;
  if (stretch.lows && stretch.highs) {
    context.globalAlpha = (isSmoothed ? 0.1 : 0.22) * strength;
    const of = outline(stretch.xs, stretch.lows, stretch.highs, lo, hi, field.width);
    area(field, of.xs, of.lows, of.highs);
  }
  const { columns } = field;
  const place = field.isLogX ? (x: number): number => at(field, x) : undefined;
  const draw = (ys: Float64Array, thick: number, alpha: number): void => {
    const points = decimate(stretch.xs, ys, lo, hi, columns, place);
    context.globalAlpha = alpha;
    context.lineWidth = thick;
    trace(field, points.xs, points.ys, thick);
  };
  if (isSmoothed && stretch.shown !== stretch.raw) {
    draw(stretch.raw, 1, 0.22 * strength);
  }
  draw(stretch.shown, width, strength);
  context.globalAlpha = strength;
  marks(field, stretch);
}

function at(field: Field, x: number): number {
  return x > 0 ? (field.xAt(x) - field.left) / field.width : -1;
}

/** A line through points; what cannot be placed interrupts it, a point alone is a dot. */
function trace(field: Field, xs: Float64Array, ys: Float64Array, thick: number): void {
  const { context } = field;
  context.beginPath();
  let run = 0;
  const dots: [number, number][] = [];
  let [px, py] = [0, 0];
  const end = (): void => {
    if (run === 1) {
      dots.push([px, py]);
    }
    run = 0;
  };
  for (let i = 0; i < xs.length; i++) {
    const x = field.xAt(xs[i]!);
    const y = field.yAt(ys[i]!);
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      end();
      continue;
    }
    if (run++) {
      context.lineTo(x, y);
    } else {
      context.moveTo(x, y);
    }
    [px, py] = [x, y];
  }
  end();
  context.stroke();
  for (const [x, y] of dots) {
    context.beginPath();
    context.arc(x, y, Math.max(2.2, thick * 1.5), 0, Math.PI * 2);
    context.fill();
  }
}

function area(field: Field, xs: number[], lows: number[], highs: number[]): void {
  const { context } = field;
  const bottom = field.top + field.height;
  const flush = (from: number, to: number): void => {
    if (to - from < 2) {
      return;
    }
    context.beginPath();
    for (let i = from; i < to; i++) {
      context.lineTo(field.xAt(xs[i]!), field.yAt(highs[i]!));
    }
    for (let i = to - 1; i >= from; i--) {
      const low = field.yAt(lows[i]!);
      // On a log axis a band that reaches 0 goes down to the edge.
      context.lineTo(field.xAt(xs[i]!), Number.isFinite(low) ? low : bottom);
    }
    context.closePath();
    context.fill();
  };
  let from = 0;
  for (let i = 0; i <= xs.length; i++) {
    const isGood =
      i < xs.length &&
      Number.isFinite(highs[i]!) &&
      Number.isFinite(field.yAt(highs[i]!)) &&
      Number.isFinite(field.xAt(xs[i]!));
    if (!isGood) {
      flush(from, i);
      from = i + 1;
    }
  }
}

/** Marks at the edge where a value is NaN (a cross) or infinite (a triangle); not too many. */
function marks(field: Field, { xs, raw, lows }: Stretch): void {
  const { context } = field;
  const size = 3.2;
  let lastX = -Infinity;
  context.setLineDash([]);
  context.lineWidth = 1.3;
  for (let i = 0; i < raw.length; i++) {
    const value = raw[i]!;
    if (Number.isFinite(value) || (lows && Number.isFinite(lows[i]!))) {
      continue;
    }
    const x = field.xAt(xs[i]!);
    if (!Number.isFinite(x) || x - lastX < size * 2.5) {
      continue;
    }
    lastX = x;
    const isTop = value === Infinity;
    const y = isTop ? field.top + size * 1.5 : field.top + field.height - size * 1.5;
    context.beginPath();
    if (value !== value) {
      context.moveTo(x - size, y - size);
      context.lineTo(x + size, y + size);
      context.moveTo(x + size, y - size);
      context.lineTo(x - size, y + size);
      context.stroke();
    } else {
      const up = isTop ? -size : size;
      context.moveTo(x, y + up);
      context.lineTo(x - size, y - up);
      context.lineTo(x + size, y - up);
      context.fill();
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
      if (xs[i]! <= field.xRange[1] && Number.isFinite(y)) {
        return Math.max(field.top, Math.min(field.top + field.height, y));
      }
    }
  }
  return NaN;
}
