/** Smoothing by TensorBoard's formula: an average that forgets, freed of the bias of its start. */

/** What an average knows of the values before. */
export interface Before {
  readonly last: number;
  readonly total: number;
}

/**
 * Smooth values: last = last * w + (1 - w) * v, shown as last / (1 - w ^ n) after n values.
 *
 * A constant series is left as it is; values that are no finite numbers are passed through and
 * not counted. A bucket of c points counts as c points of its mean, so that buckets are smoothed
 * as much as their points would be.
 */
export function smooth(
  values: Float64Array,
  weight: number,
  counts: Float64Array | null = null,
  before: Before | null = null
): Float64Array {
  if (!(weight > 0) || isConstant(values)) {
    return values;
  }
  const shown = new Float64Array(values.length);
  let last = before?.last ?? 0;
  let total = before?.total ?? 0;
  // After so many values 1 - w ^ n is 1 to the last digit, and no power need be taken.
  const settled = Math.log(1e-17) / Math.log(weight);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      shown[i] = value;
      continue;
    }
    const count = counts ? Math.max(1, counts[i]!) : 1;
    const kept = count === 1 ? weight : Math.pow(weight, count);
    last = last * kept + (1 - kept) * value;
    total += count;
    shown[i] = total > settled ? last : last / (1 - Math.pow(weight, total));
  }
  return shown;
}

/** What the average knows before an x, to go on from there when only a part is shown. */
export function stateBefore(
  xs: Float64Array,
  values: Float64Array,
  counts: Float64Array | null,
  weight: number,
  x: number
): Before {
  let last = 0;
  let total = 0;
  for (let i = 0; i < values.length && xs[i]! < x; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      const count = counts ? Math.max(1, counts[i]!) : 1;
      const kept = Math.pow(weight, count);
      last = last * kept + (1 - kept) * value;
      total += count;
    }
  }
  return { last, total };
}

/** Whether all values are the same number. */
export function isConstant(values: Float64Array): boolean {
  const first = values[0];
  for (let i = 1; i < values.length; i++) {
    if (values[i] !== first) {
      return false;
    }
  }
  return true;
}
