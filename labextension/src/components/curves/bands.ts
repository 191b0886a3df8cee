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

/** Student's t for 95 % between both ends, by degrees of freedom. */
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042
];

/** Student's t for a 95 % interval. */
export function t95(freedom: number): number {
  // Past the table, the first terms of its series around the normal distribution's 1.96.
  return T95[freedom - 1] ?? 1.96 + 2.3724 / freedom + 2.82 / (freedom * freedom);
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
  const band = {
    xs,
    means: new Float64Array(count).fill(NaN),
    lows: new Float64Array(count).fill(NaN),
    highs: new Float64Array(count).fill(NaN),
    ns: new Int32Array(count)
  };
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
  if (after >= xs.length) {
    return NaN;
  }
  if (xs[after] === x) {
    return ys[after]!;
  }
  if (after === 0) {
    return NaN;
  }
  const [x0, x1] = [xs[after - 1]!, xs[after]!];
  const [y0, y1] = [ys[after - 1]!, ys[after]!];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

function commonSteps(all: readonly Float64Array[]): Float64Array {
  const steps = [...new Set(all.flatMap(xs => [...xs]))].sort((a, b) => a - b);
  if (steps.length <= MOST_STEPS) {
    return Float64Array.from(steps);
  }
  return Float64Array.from(
    { length: MOST_STEPS },
    (_, i) => steps[Math.round((i * (steps.length - 1)) / (MOST_STEPS - 1))]!
  );
}
