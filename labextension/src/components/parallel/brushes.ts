/** Brushes on axes: which runs they let through. Places are parts of an axis, as in axes.ts. */

import type { Json } from '../shared/host';
import { membersOf } from '../plot/keeping';

/** A stretch of an axis. */
export type Brush = readonly [lo: number, hi: number];

/** The brushes of every axis that has some. */
export type Brushes = ReadonlyMap<string, readonly Brush[]>;

/** The least and greatest place of an axis; the tick of runs without a value lies below 0. */
export const LEAST = -0.16;
export const MOST = 1.03;
/** A brush is not made thinner than this. */
const THIN = 0.004;

/** Let runs through: all axes must agree, any brush of an axis will do. */
export function matching(
  brushes: Brushes,
  places: (key: string) => Float64Array | undefined,
  count: number
): Uint8Array {
  const match = new Uint8Array(count).fill(1);
  for (const [key, of] of brushes) {
    const at = places(key);
    for (let row = 0; at && row < count; row++) {
      const place = at[row]!;
      match[row] &&= Number(of.some(([lo, hi]) => place >= lo && place <= hi));
    }
  }
  return match;
}

/** A brush between two places, in order and within the axis. */
export function brushOf(a: number, b: number): Brush {
  const lo = Math.max(LEAST, Math.min(a, b));
  return [lo, Math.max(Math.min(MOST, Math.max(a, b)), lo + THIN)];
}

/** A brush moved along its axis without changing its length. */
export function shifted([lo, hi]: Brush, by: number): Brush {
  const free = Math.max(LEAST - lo, Math.min(MOST - hi, by));
  return [lo + free, hi + free];
}

/** Put other brushes on an axis; those that touch become one, none takes the axis out. */
export function withBrushes(brushes: Brushes, key: string, of: readonly Brush[]): Brushes {
  const next = new Map(brushes);
  const joined: Brush[] = [];
  for (const brush of [...of].sort((a, b) => a[0] - b[0])) {
    const last = joined[joined.length - 1];
    if (last && brush[0] <= last[1]) {
      joined[joined.length - 1] = [last[0], Math.max(last[1], brush[1])];
    } else {
      joined.push(brush);
    }
  }
  next.set(key, joined);
  if (!joined.length) {
    next.delete(key);
  }
  return next;
}

/** What of a brush is under a place: an end, its middle, or nothing. */
export function gripAt(
  of: readonly Brush[],
  place: number,
  reach: number
): { index: number; grip: 'lo' | 'hi' | 'whole' } | null {
  for (const [index, [lo, hi]] of of.entries()) {
    const isAt = (end: number): boolean => Math.abs(place - end) <= reach;
    const grip = isAt(hi) ? 'hi' : isAt(lo) ? 'lo' : 'whole';
    if (grip !== 'whole' || (place > lo && place < hi)) {
      return { index, grip };
    }
  }
  return null;
}

/** Brushes that were kept; what is none is passed over. */
export function brushesOf(kept: Json | undefined): Brushes {
  let brushes: Brushes = new Map();
  for (const [key, pairs] of Object.entries(membersOf(kept))) {
    const good = (Array.isArray(pairs) ? pairs : []).filter(
      (pair): pair is [number, number] =>
        Array.isArray(pair) && pair.length === 2 && pair.every(end => typeof end === 'number')
    );
    brushes = withBrushes(brushes, key, good);
  }
  return brushes;
}

/** Brushes as they are kept. */
export function keptOf(brushes: Brushes): { [key: string]: Json } {
  const round = (end: number): number => Number(end.toFixed(4));
  return Object.fromEntries([...brushes].map(([key, of]) => [key, of.map(one => one.map(round))]));
}
