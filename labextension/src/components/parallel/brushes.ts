/** Brushes on axes: which runs they let through. Places are parts of an axis, as in axes.ts. */

/** A stretch of an axis. */
export interface Brush {
  readonly lo: number;
  readonly hi: number;
}

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
    if (!at || !of.length) {
      continue;
    }
    for (let row = 0; row < count; row++) {
      if (match[row]) {
        const place = at[row]!;
        let isIn = false;
        for (let i = 0; i < of.length && !isIn; i++) {
          isIn = place >= of[i]!.lo && place <= of[i]!.hi;
        }
        match[row] = isIn ? 1 : 0;
      }
    }
  }
  return match;
}

/** A brush between two places, in order and within the axis. */
export function brushOf(a: number, b: number): Brush {
  const lo = Math.max(LEAST, Math.min(a, b));
  const hi = Math.min(MOST, Math.max(a, b));
  return { lo, hi: Math.max(hi, lo + THIN) };
}

/** A brush moved along its axis without changing its length. */
export function shifted(brush: Brush, by: number): Brush {
  const free = Math.max(LEAST - brush.lo, Math.min(MOST - brush.hi, by));
  return { lo: brush.lo + free, hi: brush.hi + free };
}

/** Put other brushes on an axis; those that touch become one, none takes the axis out. */
export function withBrushes(brushes: Brushes, key: string, of: readonly Brush[]): Brushes {
  const next = new Map(brushes);
  const joined: Brush[] = [];
  for (const brush of [...of].sort((a, b) => a.lo - b.lo)) {
    const last = joined[joined.length - 1];
    if (last && brush.lo <= last.hi) {
      joined[joined.length - 1] = { lo: last.lo, hi: Math.max(last.hi, brush.hi) };
    } else {
      joined.push(brush);
    }
  }
  if (joined.length) {
    next.set(key, joined);
  } else {
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
  for (const [index, brush] of of.entries()) {
    if (Math.abs(place - brush.hi) <= reach) {
      return { index, grip: 'hi' };
    }
    if (Math.abs(place - brush.lo) <= reach) {
      return { index, grip: 'lo' };
    }
    if (place > brush.lo && place < brush.hi) {
      return { index, grip: 'whole' };
    }
  }
  return null;
}
