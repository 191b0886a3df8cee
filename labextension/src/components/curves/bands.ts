/** The mean of several series and how far they lie apart, on common steps. */

import { placeFrom } from './decimate';

/** What is drawn around the mean. */
export type Spread = 'sd' | 'ci';

/** The mean of a group of series; n is how many have a value at an x. */
export interface Band {
  readonly xs: Float64Array;
  readonly means: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  readonly ns: Int32Array;
}

/** Of more common steps than this, evenly chosen ones are used. */
const MOST_STEPS = 600;

/** Student's t for a 95 % interval: a table, then the terms of its series around 1.96. */
export function t95(freedom: number): number {
  const more = 2.3724 + (2.8226 + (2.5558 + 1.5898 / freedom) / freedom) / freedom;
  return [12.706, 4.303, 3.182][freedom - 1] ?? 1.96 + more / freedom;
}

/**
 * Join series to a mean with its band. Between two points of a series its value is the straight
 * line; before its first and after its last point, and beside a missing value, it has none.
 */
export function bandOf(
  series: readonly { xs: Float64Array; ys: Float64Array }[],
  spread: Spread
): Band {
  const xs = commonSteps(series.map(one => one.xs));
  const count = xs.length;
  const means = new Float64Array(count).fill(NaN);
  const band = { xs, means, lows: means.slice(), highs: means.slice(), ns: new Int32Array(count) };
  for (let i = 0; i < count; i++) {
    let n = 0;
    let mean = 0;
    let squares = 0;
    for (const one of series) {
      const value = valueOn(one.xs, one.ys, xs[i]!);
      if (Number.isFinite(value)) {
        n++;
        const off = value - mean;
        mean += off / n;
        squares += off * (value - mean);
      }
    }
    if (n) {
      const sd = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
      const half = spread === 'sd' || n < 2 ? sd : (t95(n - 1) * sd) / Math.sqrt(n);
      band.ns[i] = n;
      band.means[i] = mean;
      band.lows[i] = mean - half;
      band.highs[i] = mean + half;
    }
  }
  return band;
}

/** The value of a series at an x, by the straight line between its neighbours; NaN outside. */
export function valueOn(xs: Float64Array, ys: Float64Array, x: number): number {
  const after = placeFrom(xs, x);
  if (xs[after] === x) {
    return ys[after]!;
  }
  if (!after || after >= xs.length) {
    return NaN;
  }
  const [x0, x1] = [xs[after - 1]!, xs[after]!];
  const [y0, y1] = [ys[after - 1]!, ys[after]!];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

function commonSteps(all: readonly Float64Array[]): Float64Array {
  const steps = [...new Set(all.flatMap(xs => [...xs]))].sort((a, b) => a - b);
  const by = Math.max(1, (steps.length - 1) / (MOST_STEPS - 1));
  const length = Math.min(steps.length, MOST_STEPS);
  return Float64Array.from({ length }, (_, i) => steps[Math.round(i * by)]!);
}
