/** The values of lines at an x, and what is told of a line at all. */

import { placeFrom } from './decimate';
import type { Line } from './line';

/** The value of a line at an x. */
export interface Reading {
  readonly line: Line;
  readonly x: number;
  readonly shown: number;
  readonly raw: number;
  readonly low: number;
  readonly high: number;
  /** Of a group, how many runs have a value here. */
  readonly n: number;
}

/** The point of a line next to an x; null where the line does not reach it. */
export function readingOf(line: Line, x: number, reach: number): Reading | null {
  let found: Reading | null = null;
  let nearest = Infinity;
  for (const { xs, raw, shown, lows, highs } of line.stretches) {
    const after = placeFrom(xs, x);
    for (const place of [after - 1, after]) {
      const far = Math.abs((xs[place] ?? NaN) - x);
      const isIn = x >= (xs[0] ?? NaN) && x <= (xs[xs.length - 1] ?? NaN);
      if (far <= nearest && (isIn || far <= reach)) {
        nearest = far;
        found = {
          line,
          x: xs[place]!,
          shown: shown[place]!,
          raw: raw[place]!,
          low: lows?.[place] ?? line.band?.lows[place] ?? NaN,
          high: highs?.[place] ?? line.band?.highs[place] ?? NaN,
          n: line.band?.ns[place] ?? 0
        };
      }
    }
  }
  return found;
}

/** So many readings that are nearest to the pointer, the nearest first. */
export function nearest(
  readings: readonly Reading[],
  far: (reading: Reading) => number,
  most = Infinity
): Reading[] {
  // What has no place is farthest.
  const by = (reading: Reading): number => (far(reading) >= 0 ? far(reading) : 1e9);
  return [...readings].sort((a, b) => by(a) - by(b)).slice(0, most);
}

/** What a table of a chart's values says of a line. */
export interface Summary {
  readonly name: string;
  readonly count: number;
  readonly last: number;
  readonly least: number;
  readonly most: number;
}

/** The last, least and greatest finite value of a line. */
export function summaryOf(line: Line): Summary {
  let [count, last, least, most] = [0, NaN, NaN, NaN];
  for (const { raw, lows, highs } of line.stretches) {
    for (let i = 0; i < raw.length; i++) {
      const value = raw[i]!;
      const low = lows?.[i] ?? value;
      const high = highs?.[i] ?? value;
      count++;
      last = Number.isFinite(value) ? value : last;
      least = Number.isFinite(low) && !(least <= low) ? low : least;
      most = Number.isFinite(high) && !(most >= high) ? high : most;
    }
  }
  return { name: line.name, count, last, least, most };
}
