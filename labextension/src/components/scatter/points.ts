/** Where runs stand in a scatter plot, and which of them a rectangle or a pointer meets. */

import { extent, padded } from '../plot/ranges';
import { placeOf } from '../plot/scale';
import type { Scale } from '../plot/scale';
import type { Values } from '../plot/values';

/** A rectangle in parts of the plot, from its lower left corner. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** The scale of an axis for the values of a column. */
export function scaleOf(values: Values, isLog: boolean): Scale {
  const log = isLog && !values.isCategory;
  const range = values.isCategory
    ? ([-0.5, Math.max(1, values.words.length) - 0.5] as const)
    : padded(extent(values.numbers, log) ?? (log ? [1, 10] : [0, 1]), 0.06, log);
  return { range, isLog: log, isFlipped: false };
}

/** The places of all runs along an axis; NaN for those that have none. */
export function placesOf(values: Values, scale: Scale): Float64Array {
  return values.numbers.map(value => placeOf(scale, value));
}

/** The rows within a rectangle. */
export function rowsIn(xs: Float64Array, ys: Float64Array, box: Box): number[] {
  const found: number[] = [];
  for (let row = 0; row < xs.length; row++) {
    const x = xs[row]!;
    const y = ys[row]!;
    if (x >= box.left && x <= box.right && y >= box.bottom && y <= box.top) {
      found.push(row);
    }
  }
  return found;
}

/** The row whose point is nearest to a place; -1 where none is within reach, in pixels. */
export function rowAt(
  xs: Float64Array,
  ys: Float64Array,
  x: number,
  y: number,
  width: number,
  height: number,
  reach: number
): number {
  let nearest = -1;
  let least = reach * reach;
  for (let row = 0; row < xs.length; row++) {
    const far = ((xs[row]! - x) * width) ** 2 + ((ys[row]! - y) * height) ** 2;
    if (far <= least) {
      least = far;
      nearest = row;
    }
  }
  return nearest;
}
