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
  before?: Before
): Float64Array {
  if (!(weight > 0) || values.every(value => value === values[0])) {
    return values;
  }
  const shown = values.slice();
  average(values, weight, counts, before, shown);
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
  const end = xs.findIndex(one => one >= x);
  return average(end < 0 ? values : values.subarray(0, end), weight, counts);
}

/** Go along values; those that are shown go where they are wanted. */
function average(
  values: Float64Array,
  weight: number,
  counts: Float64Array | null,
  before: Before = { last: 0, total: 0 },
  shown?: Float64Array
): Before {
  let { last, total } = before;
  // After so many values 1 - w ^ n is 1 to the last digit, and no power need be taken.
  const settled = Math.log(1e-17) / Math.log(weight);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      const count = counts ? Math.max(1, counts[i]!) : 1;
      const kept = count === 1 ? weight : weight ** count;
      last = last * kept + (1 - kept) * value;
      total += count;
      if (shown) {
        shown[i] = total > settled ? last : last / (1 - weight ** total);
      }
    }
  }
  return { last, total };
}
