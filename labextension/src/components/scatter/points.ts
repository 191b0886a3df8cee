/** Where runs stand in a scatter plot, and which of them a rectangle or a pointer meets. */

import type { Frame } from '../plot/frame';
import { extent, padded } from '../plot/ranges';
import { scaleOf } from '../plot/scale';
import type { Scale } from '../plot/scale';
import type { Values } from '../plot/values';

/** A rectangle in parts of the plot, from its lower left corner. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** A column along an axis. */
export interface PlotAxis {
  readonly values: Values;
  readonly scale: Scale;
  /** The places of all runs; NaN for those that have none. */
  readonly places: Float64Array;
}

/** Stand a column along an axis. */
export function axisOf(values: Values, wantsLog: boolean): PlotAxis {
  const { isCategory, numbers, words } = values;
  const isLog = wantsLog && !isCategory;
  const range = isCategory
    ? ([-0.5, Math.max(1, words.length) - 0.5] as const)
    : padded(extent(numbers, isLog) ?? (isLog ? [1, 10] : [0, 1]), 0.06, isLog);
  const scale = scaleOf(range, isLog);
  return { values, scale, places: numbers.map(scale.at) };
}

/** The rows within a rectangle. */
export function rowsIn(xs: Float64Array, ys: Float64Array, box: Box): number[] {
  return [...xs.keys()].filter(row => {
    const [x, y] = [xs[row]!, ys[row]!];
    return x >= box.left && x <= box.right && y >= box.bottom && y <= box.top;
  });
}

/** The row whose point is nearest to a place; -1 where none is within reach, in pixels. */
export function rowAt(
  xs: Float64Array,
  ys: Float64Array,
  { x, y }: { readonly x: number; readonly y: number },
  { width, height }: Pick<Frame, 'width' | 'height'>,
  reach: number
): number {
  let nearest = -1;
  let least = reach;
  xs.forEach((one, row) => {
    const far = Math.hypot((one - x) * width, (ys[row]! - y) * height);
    if (far <= least) {
      least = far;
      nearest = row;
    }
  });
  return nearest;
}
