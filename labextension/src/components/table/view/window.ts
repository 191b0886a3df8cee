/** Which lines and columns are in view: arithmetic alone. */

/** A half-open range. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the reader is: a line, those of pinned runs first, and a column. */
export interface Place {
  readonly at: number;
  readonly column: number;
}

/** Where each of several lengths begins, and last where all end. */
export function offsets(lengths: ArrayLike<number>): Float64Array {
  const found = new Float64Array(lengths.length + 1);
  for (let index = 0; index < lengths.length; index += 1) {
    found[index + 1] = found[index]! + lengths[index]!;
  }
  return found;
}

/** The place that holds a position; the last one for what lies behind all. */
export function placeAt(starts: Float64Array, position: number): number {
  let low = 0;
  let high = Math.max(0, starts.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** What is in view of a stretch, and a few more on both sides. */
export function inView(starts: Float64Array, from: number, size: number, more: number): Range {
  const count = starts.length - 1;
  if (count <= 0) {
    return { from: 0, to: 0 };
  }
  const first = placeAt(starts, from);
  const last = placeAt(starts, from + size);
  return { from: Math.max(0, first - more), to: Math.min(count, last + 1 + more) };
}

/** The most pixels that a column takes of the room that is left. */
const MOST_ROOM = 320;

/** Widths, where the last column that is able to takes some of the room that is left. */
export function roomy(
  widths: readonly number[],
  isAble: readonly boolean[],
  room: number
): readonly number[] {
  const left = room - widths.reduce((sum, width) => sum + width, 0);
  const last = isAble.lastIndexOf(true);
  return left > 0 && last >= 0
    ? widths.map((width, index) => (index === last ? width + Math.min(left, MOST_ROOM) : width))
    : widths;
}
