/** Which columns are shown, in which order, and how wide. */

import type { TableColumn } from '../../../wire/table';
import type { Rows } from '../../shared/rows';
import { titleOf } from './cell';
import type { Choices } from './choices';
import { pattern } from './filter';

/** Pixels of a letter in a cell, in a heading, and around both. */
const GLYPH = 7.6;
const BOLD = 8;
const PADDING = 22;
const WIDEST = 260;

/** More columns than this are not compared to find those that differ. */
export const MOST_COMPARED = 2_000;

/** All columns as the reader moved them. */
export function moved(
  columns: readonly TableColumn[],
  moves: Choices['moves'] = []
): readonly TableColumn[] {
  const order = [...columns];
  for (const [key, before] of moves) {
    const from = order.findIndex(column => column.key === key);
    if (from >= 0) {
      const [column] = order.splice(from, 1);
      const to = before === null ? -1 : order.findIndex(one => one.key === before);
      order.splice(to < 0 ? order.length : to, 0, column!);
    }
  }
  return order;
}

/** The moves with one more; an earlier one of the same column counts no more. */
export function withMove(
  moves: Choices['moves'] = [],
  key: string,
  before: string | null
): NonNullable<Choices['moves']> {
  return [...moves.filter(([one]) => one !== key), [key, before]];
}

/** Whether a column is folded into the line of what all runs share. */
export function isFolded(column: TableColumn): boolean {
  return (
    column.constant !== null &&
    !column.is_asked &&
    !column.is_editable &&
    !['id', 'status', 'spark', 'boolean'].includes(column.kind)
  );
}

/** Whether the cells of a column are not all the same in some rows. */
export function varies(rows: Rows, key: string, of: ArrayLike<number>): boolean {
  const first = of[0];
  if (first === undefined) {
    return true;
  }
  const text = rows.text(key, first);
  const value = rows.number(key, first);
  for (let index = 1; index < of.length; index += 1) {
    const row = of[index]!;
    if (rows.text(key, row) !== text || !Object.is(rows.number(key, row), value)) {
      return true;
    }
  }
  return false;
}

/** Columns as the reader chose them. */
export interface ChosenColumns {
  readonly columns: readonly TableColumn[];
  /** Columns that are told of in one line, for all runs have the same. */
  readonly folded: readonly TableColumn[];
  /** How many columns are hidden by the reader's choice or a filter. */
  readonly hidden: number;
  readonly columnFault: string;
}

/** The columns that are shown of some rows; that of the runs is the first, whatever is chosen. */
export function chosenColumns(rows: Rows, choices: Choices, of: readonly number[]): ChosenColumns {
  const { test, fault } = pattern(choices.columns ?? '');
  const isFolding = !choices.unfolded && rows.count > 1;
  const ids: TableColumn[] = [];
  const others: TableColumn[] = [];
  const folded: TableColumn[] = [];
  let hidden = 0;
  moved(rows.columns, choices.moves).forEach((column, index) => {
    const { key, kind } = column;
    const wanted = choices.shown?.[key];
    const isAlike = (): boolean =>
      index < MOST_COMPARED && rows.has(key) && of.length > 1 && !varies(rows, key, of);
    if (kind === 'id') {
      ids.push(column);
    } else if (!(wanted ?? isShown(column))) {
      hidden += wanted === false ? 1 : 0;
    } else if (isFolding && !wanted && isFolded(column)) {
      folded.push(column);
    } else if ((test && !test(column.heading)) || (choices.differing && isAlike())) {
      hidden += 1;
    } else {
      others.push(column);
    }
  });
  return { columns: [...ids, ...others], folded, hidden, columnFault: fault };
}

/** Whether a column is shown where the reader chose nothing; marks stand beside the ids. */
export function isShown(column: TableColumn): boolean {
  return !column.is_hidden && column.key !== 'marked';
}

/** How wide a column is before anyone pulled at it, by its heading and some of its texts. */
export function fitting(column: TableColumn, texts: readonly string[], widest = WIDEST): number {
  const { kind } = column;
  const heading = titleOf(column).length * BOLD + PADDING + 4 + (column.direction ? 14 : 0);
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const best = column.direction ? 26 : 0;
  const extra = { id: 78, status: 18, tags: 16 }[kind as string] ?? best;
  const least = { id: 150, spark: 108 }[kind as string] ?? 56;
  const width = Math.max(Math.min(heading, 200), longest * GLYPH + PADDING + extra, least);
  return Math.round(Math.min(width, widest));
}
