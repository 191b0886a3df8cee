/** What a cell says: cut to what a cell needs, or whole. */

import type { TableColumn } from '../../../wire/table';
import { clean } from '../../shared/dom';
import type { Rows } from '../../shared/rows';
import { duration } from '../../shared/quantities';
import { exact, moment, number } from './format';

/** No cell shows more characters than this; its whole value can be copied. */
export const MOST_SHOWN = 300;
const SHORT_ID = 8;

/** The text that a cell shows, of no more than some characters; empty for no value. */
export function shown(rows: Rows, column: TableColumn, row: number, most = MOST_SHOWN): string {
  const { key, kind } = column;
  const text = rows.text(key, row);
  if (text !== null) {
    return kind === 'id'
      ? clean(text.slice(0, SHORT_ID))
      : clean(text.slice(0, most)) + (text.length > most ? '\u2026' : '');
  }
  const value = rows.number(key, row);
  return value === null
    ? ''
    : kind === 'time'
      ? moment(value, false)
      : kind === 'duration'
        ? duration(value)
        : read(kind, value, number);
}

/** The whole value of a cell as text. */
export function whole(rows: Rows, { key, kind }: TableColumn, row: number): string {
  if (kind === 'spark') {
    const points = rows.points(key, row) ?? new Float32Array();
    return Array.from(
      points.filter(point => !Number.isNaN(point)),
      number
    ).join(' ');
  }
  const value = rows.number(key, row);
  return (
    rows.text(key, row) ??
    (value === null ? '' : kind === 'time' ? moment(value) : read(kind, value, exact))
  );
}

function read(kind: string, value: number, write: (value: number) => string): string {
  return kind === 'boolean' ? (value ? 'yes' : 'no') : write(value);
}

/** The heading of a column; a scalar has one for its values, and one for its curves. */
export function titleOf({ heading, kind }: TableColumn): string {
  return clean(heading.slice(0, 200)) + (kind === 'spark' ? ' curve' : '');
}

/** Whether the cells of a column are numbers that are compared by size. */
export function isNumeric(column: TableColumn): boolean {
  return column.kind === 'number' || column.kind === 'duration';
}

/** Whether a column is a metric: something that training measured. */
export function isMetric(column: TableColumn): boolean {
  return column.group === 'scalar' && column.kind === 'number';
}
