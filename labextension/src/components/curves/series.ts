/** Series as they came, decoded, and as they stand along an x. */

import type { SeriesSet } from '../../wire/series';
import { floats } from '../shared/host';
import type { Message } from '../shared/host';

/** The values of one scalar of one run. */
export interface Series {
  readonly run: string;
  readonly key: string;
  /** Points that the values stand for. */
  readonly count: number;
  readonly steps: Float64Array;
  readonly walls: Float64Array;
  readonly values: Float64Array;
  /** Of buckets only. */
  readonly lows: Float64Array | null;
  readonly highs: Float64Array | null;
  readonly counts: Float64Array | null;
  readonly firstWall: number;
}

/** Read the series of an answer. */
export function decoded(message: Message): {
  series: Series[];
  leftOut: number;
  keys: readonly string[];
} {
  const set = message.content as Partial<SeriesSet>;
  const read = (buffer: number): Float64Array => floats(message, buffer);
  const some = (buffer: number | null | undefined): Float64Array | null =>
    typeof buffer === 'number' ? read(buffer) : null;
  const series = (set.series ?? []).map(one => ({
    ...one,
    steps: read(one.steps),
    walls: read(one.walls),
    values: read(one.values),
    lows: some(one.lows),
    highs: some(one.highs),
    counts: some(one.counts),
    firstWall: one.first_wall
  }));
  return { series, leftOut: set.left_out ?? 0, keys: set.keys ?? [] };
}

/** What the x of a curve is: its step, the time, the time since the start, or another scalar. */
export type XAxis = 'step' | 'wall' | 'relative' | { readonly key: string };

/** The x of every value; NaN where the other scalar has none at or before the step. */
export function xsOf(series: Series, axis: XAxis, other: Series | null): Float64Array {
  if (axis === 'step') {
    return series.steps;
  }
  if (axis === 'wall') {
    return series.walls;
  }
  if (axis === 'relative') {
    return series.walls.map(wall => wall - series.firstWall);
  }
  const xs = new Float64Array(series.steps.length).fill(NaN);
  if (other) {
    let at = -1;
    for (let i = 0; i < xs.length; i++) {
      while (at + 1 < other.steps.length && other.steps[at + 1]! <= series.steps[i]!) {
        at++;
      }
      if (at >= 0) {
        xs[i] = other.values[at]!;
      }
    }
  }
  return xs;
}

/** A stretch of a series along which x does not go back. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * The parts of a series: where x goes back, as after a restart from a checkpoint, another one
 * begins. Places without an x belong to none.
 */
export function partsOf(xs: Float64Array): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let i = 0; i <= xs.length; i++) {
    const isEnd = i === xs.length;
    const isGap = !isEnd && xs[i] !== xs[i];
    if (isEnd || isGap || (i > from && xs[i]! < xs[i - 1]!)) {
      if (i > from) {
        parts.push({ from, to: i });
      }
      from = isGap ? i + 1 : i;
    }
  }
  return parts;
}
