/** Which columns are shown, in which order, and how wide. */

import type { TableColumn } from '../../../wire/table';
import type { Rows } from '../../shared/rows';
import type { Choices } from './choices';

/** Pixels of a letter in a cell, in a heading, and around both. */
const GLYPH = 7.6;
const BOLD = 8;
const PADDING = 22;
const WIDEST = 260;

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

/** Whether a column is shown, before folds and filters of columns. */
export function isShown(column: TableColumn, choices: Choices): boolean {
  // Marks stand beside the ids.
  const isOff = column.is_hidden || column.key === 'marked';
  return column.kind === 'id' || (choices.shown?.[column.key] ?? !isOff);
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

/** How wide a column is before anyone pulled at it, by its heading and some of its texts. */
export function fitting(column: TableColumn, texts: readonly string[], widest = WIDEST): number {
  const { kind } = column;
  const heading = column.heading.length * BOLD + PADDING + 4 + (column.direction ? 14 : 0);
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const best = column.direction ? 26 : 0;
  const extra = { id: 78, status: 18, tags: 16 }[kind as string] ?? best;
  const least = { id: 150, spark: 108 }[kind as string] ?? 56;
  const width = Math.max(Math.min(heading, 200), longest * GLYPH + PADDING + extra, least);
  return Math.round(Math.min(width, widest));
}
