/** Runs by their ids, and whether those of brushes are the ones that are chosen. */

import type { Rows } from '../shared/rows';

/** The row of a run; -1 where it is not shown. */
export function rowOf(rows: Rows, id: string | null): number {
  for (let row = 0; id !== null && row < rows.count; row++) {
    if (rows.id(row) === id) {
      return row;
    }
  }
  return -1;
}

/** Whether the rows that match are exactly the chosen runs. */
export function isSame(match: Uint8Array, rows: Rows, chosen: ReadonlySet<string>): boolean {
  let count = 0;
  for (let row = 0; row < match.length; row++) {
    if (match[row]) {
      count++;
      if (!chosen.has(rows.id(row))) {
        return false;
      }
    }
  }
  return count === chosen.size;
}
