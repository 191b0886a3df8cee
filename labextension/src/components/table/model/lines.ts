/** The lines of the table's body: runs, and the headings of groups. */

import type { TableColumn } from '../../../wire/table';
import type { Rows } from '../../shared/rows';
import { shown } from './cell';
import { natural } from './order';
import type { Sort } from './order';
import { summary } from './metrics';

/** Runs that have the same value in the column that they are grouped by. */
export interface Group {
  readonly name: string;
  readonly rows: readonly number[];
}

/** One line of the body: the run of a row, or the heading of a group (`row` is -1). */
export interface Line {
  readonly row: number;
  readonly group: Group | null;
}

/** Put rows that are in order into groups, which come in the order of what is sorted by. */
export function grouped(
  rows: Rows,
  of: ArrayLike<number>,
  column: TableColumn,
  sort: Sort | undefined
): Group[] {
  const byName = new Map<string, number[]>();
  for (let index = 0; index < of.length; index += 1) {
    const row = of[index]!;
    const name = shown(rows, column, row);
    const members = byName.get(name);
    if (members) {
      members.push(row);
    } else {
      byName.set(name, [row]);
    }
  }
  const groups = [...byName].map(([name, members]) => ({ name, rows: members }));
  const isDown = Boolean(sort?.isDown);
  const sizes = new Map(
    groups.map(group => {
      const by = sort && sort.key !== column.key ? sort.key : column.key;
      return [group, summary(rows, by, group.rows, '')?.mean ?? null];
    })
  );
  return groups.sort((one, other) => {
    const a = sizes.get(one)!;
    const b = sizes.get(other)!;
    if (a !== null && b !== null && a !== b) {
      return a < b === isDown ? 1 : -1;
    }
    // A group without a value comes last, whichever way.
    const lack = Number(!one.name) - Number(!other.name);
    return lack || natural(one.name, other.name) * (isDown && sort?.key === column.key ? -1 : 1);
  });
}

/** The lines of rows that are not grouped. */
export function plain(of: ArrayLike<number>): Line[] {
  return Array.from(of, row => ({ row, group: null }));
}

/** The lines of groups: a heading each, and its runs where it is open. */
export function unfolded(groups: readonly Group[], isClosed: (name: string) => boolean): Line[] {
  return groups.flatMap(group => [
    { row: -1, group },
    ...(isClosed(group.name) ? [] : group.rows.map(row => ({ row, group })))
  ]);
}
