/**
 * Fewer points that draw the same line: of those that fall on one column of pixels the first,
 * the least, the greatest and the last, so that no spike is lost.
 */

/** Points of a line, in the order in which they are drawn; NaN interrupts it. */
export interface Points {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** What lies between lows and highs. */
export interface Area {
  readonly xs: ArrayLike<number>;
  readonly lows: ArrayLike<number>;
  readonly highs: ArrayLike<number>;
}

/** The first place whose x is not below a value; xs ascend. */
export function placeFrom(xs: Float64Array, x: number): number {
  let lo = 0;
  let hi = xs.length;
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    if (xs[middle]! < x) {
      lo = middle + 1;
    } else {
      hi = middle;
    }
  }
  return lo;
}

/**
 * The points that draw a line between two x on so many columns.
 *
 * One point more on each side is kept, so that the line goes on to the edge. `place` says where
 * an x falls between 0 and 1; on a straight axis it need not be given.
 */
export function decimate(
  xs: Float64Array,
  ys: Float64Array,
  lo: number,
  hi: number,
  columns: number,
  place?: (x: number) => number
): Points {
  const from = Math.max(0, placeFrom(xs, lo) - 1);
  let to = placeFrom(xs, hi);
  while (to < xs.length && xs[to] === hi) {
    to++;
  }
  to = Math.min(xs.length, to + 1);
  if (to - from <= columns * 4) {
    return { xs: xs.subarray(from, to), ys: ys.subarray(from, to) };
  }
  const kept: number[] = [];
  const by = columns / (hi - lo || 1);
  let i = from;
  while (i < to) {
    const column = Math.floor(place ? place(xs[i]!) * columns : (xs[i]! - lo) * by);
    const end = place ? 0 : lo + (column + 1) / by;
    const first = i;
    let least = i;
    let most = i;
    let low = Infinity;
    let high = -Infinity;
    let gap = -1;
    // The first point is in its column even where rounding puts its end before it.
    do {
      const y = ys[i]!;
      if (y < low) {
        low = y;
        least = i;
      }
      if (y > high) {
        high = y;
        most = i;
      }
      if (y !== y) {
        gap = i;
      }
      i++;
    } while (i < to && (place ? Math.floor(place(xs[i]!) * columns) === column : xs[i]! < end));
    const places = [first, least, most, i - 1];
    if (gap >= 0) {
      places.push(gap);
    }
    places.sort((a, b) => a - b);
    kept.push(...places.filter((one, n) => one !== places[n - 1]));
  }
  return {
    xs: Float64Array.from(kept, one => xs[one]!),
    ys: Float64Array.from(kept, one => ys[one]!)
  };
}

/** The outline of buckets on columns of pixels: of each column the least low and greatest high. */
export function outline(
  xs: Float64Array,
  lows: Float64Array,
  highs: Float64Array,
  lo: number,
  hi: number,
  columns: number
): { [name in keyof Area]: number[] } {
  const from = Math.max(0, placeFrom(xs, lo) - 1);
  const to = Math.min(xs.length, placeFrom(xs, hi) + 1);
  const every = Math.max(1, Math.floor((to - from) / Math.max(1, columns)));
  const out: { [name in keyof Area]: number[] } = { xs: [], lows: [], highs: [] };
  for (let i = from; i < to; i += every) {
    let low = NaN;
    let high = NaN;
    for (let j = i; j < Math.min(to, i + every); j++) {
      low = lows[j]! >= low ? low : lows[j]!;
      high = highs[j]! <= high ? high : highs[j]!;
    }
    out.xs.push(xs[i]!);
    out.lows.push(low);
    out.highs.push(high);
  }
  return out;
}
