/** In which order the rows of a difference stand: pure, for the body that shows them. */

import type { DiffRow } from '../../wire/diff';

/** One row as it stands in the page: both sides of it, or one where they stand below each other. */
export interface Item {
  readonly row: DiffRow;
  readonly side: 'both' | 'old' | 'new';
  /** Whether a change begins here. */
  readonly isStop: boolean;
}

/** Rows of a chunk, which is put into the page when it is near to what is seen. */
export const CHUNK = 50;

/** Whether a row is a change, and not the same on both sides or a fold. */
export const isChange = (row: DiffRow): boolean =>
  row.kind === 'changed' || row.kind === 'added' || row.kind === 'removed';

/** Order rows: as they are, or of each change first all old lines and then all new ones. */
export const arranged = (rows: readonly DiffRow[], isBeside: boolean): Item[] => {
  const items: Item[] = [];
  for (let at = 0; at < rows.length; at += 1) {
    const from = at;
    while (at < rows.length && isChange(rows[at]!)) {
      at += 1;
    }
    const change = rows.slice(from, at);
    const put = (row: DiffRow, side: Item['side']): number =>
      items.push({ row, side, isStop: items.length === first });
    const first = change.length ? items.length : -1;
    if (isBeside) {
      change.forEach(row => put(row, 'both'));
    } else {
      change.filter(row => row.kind !== 'added').forEach(row => put(row, 'old'));
      change.filter(row => row.kind !== 'removed').forEach(row => put(row, 'new'));
    }
    const row = rows[at];
    if (row) {
      items.push({ row, side: 'both', isStop: false });
    }
  }
  return items;
};

/** Cut items into chunks. */
export const chunked = <T>(items: readonly T[], size = CHUNK): T[][] => {
  const found: T[][] = [];
  for (let at = 0; at < items.length; at += size) {
    found.push(items.slice(at, at + size));
  }
  return found;
};

/** The text of a side of a row. */
export const textOf = (row: DiffRow, side: 'old' | 'new'): string => {
  const pieces = row.kind === 'same' ? row.new : row[side];
  return pieces.map(piece => piece.text).join('');
};

/** Whether items stand in the same way as others. */
export const isSame = (some: readonly Item[], others: readonly Item[]): boolean =>
  some.length === others.length &&
  some.every((one, at) => one.row === others[at]!.row && one.side === others[at]!.side);
