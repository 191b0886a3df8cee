/** From a value to a place between 0 and 1 along an axis, and back. */

import type { Range } from './ranges';

/** An axis as numbers: straight or logarithmic, upwards or turned round. */
export interface Scale {
  readonly range: Range;
  readonly isLog: boolean;
  readonly isFlipped: boolean;
}

/** The place of a value; NaN for one that has none, such as 0 on a logarithmic axis. */
export function placeOf(scale: Scale, value: number): number {
  const [lo, hi] = scale.range;
  if (!Number.isFinite(value) || (scale.isLog && value <= 0)) {
    return NaN;
  }
  const place = scale.isLog
    ? (Math.log(value) - Math.log(lo)) / (Math.log(hi) - Math.log(lo))
    : (value - lo) / (hi - lo);
  return scale.isFlipped ? 1 - place : place;
}

/** The value at a place. */
export function valueAt(scale: Scale, place: number): number {
  const [lo, hi] = scale.range;
  const at = scale.isFlipped ? 1 - place : place;
  return scale.isLog
    ? Math.exp(Math.log(lo) + at * (Math.log(hi) - Math.log(lo)))
    : lo + at * (hi - lo);
}
