/** Which part of an axis values take up. It knows nothing of pixels. */

/** The least and the greatest value shown. */
export type Range = readonly [lo: number, hi: number];

/** The extent of the finite values; null where there is none. On a log axis only of those above 0. */
export function extent(
  values: ArrayLike<number>,
  isLog = false,
  from: Range | null = null
): Range | null {
  let lo = from ? from[0] : Infinity;
  let hi = from ? from[1] : -Infinity;
  const least = isLog ? 0 : -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value > least && value < Infinity) {
      if (value < lo) {
        lo = value;
      }
      if (value > hi) {
        hi = value;
      }
    }
  }
  return lo <= hi ? [lo, hi] : null;
}

/** Of more values than this an even sample is sorted out: the eye sees no difference. */
const SAMPLE = 10_000;

/**
 * The range from the 5th to the 95th percentile of finite values, by TensorBoard's rule: of n
 * sorted values those at ceil((n - 1) * 0.05) and floor((n - 1) * 0.95).
 */
export function withoutOutliers(values: Float64Array, isLog = false): Range | null {
  const least = isLog ? 0 : -Infinity;
  const every = Math.ceil(values.length / SAMPLE);
  const all = new Float64Array(Math.min(values.length, SAMPLE));
  let count = 0;
  for (let i = 0; i < values.length; i += every) {
    const value = values[i]!;
    if (value > least && value < Infinity) {
      all[count++] = value;
    }
  }
  const finite = all.subarray(0, count).sort();
  const lo = Math.ceil((count - 1) * 0.05);
  const hi = Math.floor((count - 1) * 0.95);
  return hi > lo ? [finite[lo]!, finite[hi]!] : extent(finite);
}

/** A range with some room on both sides; a range of one value becomes one around it. */
export function padded(range: Range, part = 0.05, isLog = false): Range {
  const [lo, hi] = range;
  if (isLog) {
    if (lo === hi) {
      return [lo / 2, hi * 2];
    }
    const room = Math.pow(hi / lo, part);
    return [lo / room, hi * room];
  }
  if (lo === hi) {
    const room = Math.abs(lo) * 0.1 || 1;
    return [lo - room, hi + room];
  }
  // Half of each, because the whole span of two extreme numbers is no finite number.
  const room = (hi / 2 - lo / 2) * 2 * part;
  return Number.isFinite(room) ? [lo - room, hi + room] : [lo, hi];
}
