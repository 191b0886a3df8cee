/** From a value to a place between 0 and 1 along an axis, and back. */

import type { Range } from './ranges';

/** An axis: straight or logarithmic, upwards or turned round. */
export interface Scale {
  readonly range: Range;
  readonly isLog: boolean;
  /** The place of a value; NaN for one that has none, such as 0 on a logarithmic axis. */
  readonly at: (value: number) => number;
  /** The value at a place. */
  readonly back: (place: number) => number;
}

/** Stand a range along an axis. */
export function scaleOf(range: Range, isLog: boolean, isFlipped = false): Scale {
  const even = (value: number): number => (isLog ? (value > 0 ? Math.log(value) : NaN) : value);
  const [lo, hi] = range.map(even) as [number, number];
  const [first, span] = isFlipped ? [hi, lo - hi] : [lo, hi - lo];
  return {
    range,
    isLog,
    at: value => (even(value) - first) / span,
    back: place => {
      const value = first + place * span;
      return isLog ? Math.exp(value) : value;
    }
  };
}
