/** Which line is nearest to the pointer. */

/** An axis as picking needs it: where it stands, and where each run is on it, in pixels. */
export interface Standing {
  readonly x: number;
  readonly top: (row: number) => number;
}

/** The one of some rows whose line is nearest and within reach; -1 for none. */
export function nearestLine(
  axes: readonly Standing[],
  rows: readonly number[],
  x: number,
  y: number,
  reach: number
): number {
  const right = axes.findIndex(axis => axis.x >= x);
  const b = axes.at(right);
  const a = axes[(right < 0 ? axes.length : right) - 1] ?? b;
  if (!a || !b) {
    return -1;
  }
  const wide = b.x - a.x;
  let nearest = -1;
  let least = reach;
  for (const row of rows) {
    const [from, to] = [a.top(row), b.top(row)];
    const steep = wide > 0 ? (to - from) / wide : 0;
    const far = Math.abs(y - from - steep * (x - a.x)) / Math.hypot(1, steep);
    if (far < least) {
      least = far;
      nearest = row;
    }
  }
  return nearest;
}
