/** Which line is nearest to the pointer. */

/** An axis as picking needs it: where it stands, and where each run is on it, in pixels. */
export interface Standing {
  readonly x: number;
  readonly top: (row: number) => number;
}

/** The row of the nearest line within reach; -1 for none. Rows that do not count are passed over. */
export function nearestLine(
  axes: readonly Standing[],
  count: number,
  x: number,
  y: number,
  reach: number,
  counts: (row: number) => boolean
): number {
  let right = axes.findIndex(axis => axis.x >= x);
  if (right < 0) {
    right = axes.length - 1;
  }
  const a = axes[Math.max(0, right - 1)];
  const b = axes[Math.max(0, right)];
  if (!a || !b) {
    return -1;
  }
  const wide = b.x - a.x;
  const at = wide > 0 ? Math.max(0, Math.min(1, (x - a.x) / wide)) : 0;
  let nearest = -1;
  let least = reach;
  for (let row = 0; row < count; row++) {
    if (!counts(row)) {
      continue;
    }
    const [from, to] = [a.top(row), b.top(row)];
    const height = to - from;
    const steep = wide > 0 ? Math.sqrt(1 + (height / wide) ** 2) : 1;
    const far = Math.abs(y - (from + height * at)) / steep;
    if (far < least) {
      least = far;
      nearest = row;
    }
  }
  return nearest;
}
