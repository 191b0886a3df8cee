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
  const text = rows.text(column.key, row);
  if (text !== null) {
    const isCut = column.kind !== 'id' && text.length > most;
    return clean(text.slice(0, column.kind === 'id' ? SHORT_ID : most)) + (isCut ? '\u2026' : '');
  }
  const value = rows.number(column.key, row);
  if (value === null) {
    return '';
  }
  switch (column.kind) {
    case 'time':
      return moment(value, false);
    case 'duration':
      return duration(value);
    case 'boolean':
      return value ? 'yes' : 'no';
    default:
      return number(value);
  }
}

/** The whole value of a cell as text. */
export function whole(rows: Rows, column: TableColumn, row: number): string {
  const text = rows.text(column.key, row);
  if (text !== null) {
    return text;
  }
  if (column.kind === 'spark') {
    const points = rows.points(column.key, row) ?? new Float32Array();
    return [...points]
      .filter(point => !Number.isNaN(point))
      .map(number)
      .join(' ');
  }
  const value = rows.number(column.key, row);
  if (value === null) {
    return '';
  }
  switch (column.kind) {
    case 'time':
      return moment(value);
    case 'boolean':
      return value ? 'yes' : 'no';
    default:
      return exact(value);
  }
}

/** Whether the cells of a column are numbers that are compared by size. */
export function isNumeric(column: TableColumn): boolean {
  return column.kind === 'number' || column.kind === 'duration';
}

/** Whether a column is a metric: something that training measured. */
export function isMetric(column: TableColumn): boolean {
  return column.group === 'scalar' && column.kind === 'number';
}
