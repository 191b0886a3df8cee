/** A column of a table as numbers along an axis: its own, or the places of its words. */

import type { TableColumn } from '../../wire/table';
import { clean } from '../shared/dom';
import type { Rows } from '../shared/rows';
import { placeOf } from './scale';
import type { Scale } from './scale';
import { linearTicks, logTicks, seconds, short, written } from './ticks';

/** The cells of a column. */
export interface Values {
  readonly column: TableColumn;
  /** Whether words are shown, one place each. */
  readonly isCategory: boolean;
  /** A number for each row; NaN where the run has none. */
  readonly numbers: Float64Array;
  /** The words of a category, in their order. */
  readonly words: readonly string[];
  /** How many rows have no number. */
  readonly missing: number;
}

const IS_NUMBER = new Set(['number', 'time', 'duration']);

/** Whether cells of a column can stand on an axis. */
export function canStand(column: TableColumn): boolean {
  return !['spark', 'tags', 'comments', 'id'].includes(column.kind);
}

/** Read the cells of a column that are there; asCategory makes a category of numbers too. */
export function valuesOf(rows: Rows, column: TableColumn, asCategory = false): Values {
  const count = rows.count;
  const numbers = new Float64Array(count).fill(NaN);
  let missing = 0;
  const isText = !IS_NUMBER.has(column.kind) && column.kind !== 'boolean';
  const isCategory = isText || asCategory || column.kind === 'boolean';
  const texts: (string | null)[] = [];
  const sorted = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    const number = isText ? null : rows.number(column.key, row);
    if (!isCategory) {
      if (number === null || !Number.isFinite(number)) {
        missing++;
      } else {
        numbers[row] = number;
      }
      continue;
    }
    const text = isText
      ? rows.text(column.key, row)
      : number === null
        ? null
        : told(column, number);
    texts.push(text);
    if (text !== null && !sorted.has(text)) {
      sorted.set(text, isText || number === null ? NaN : number);
    }
  }
  if (!isCategory) {
    return { column, isCategory, numbers, words: [], missing };
  }
  const words = [...sorted.keys()].sort(
    (a, b) => sorted.get(a)! - sorted.get(b)! || a.localeCompare(b, undefined, { numeric: true })
  );
  const places = new Map(words.map((word, place) => [word, place]));
  texts.forEach((text, row) => {
    if (text === null) {
      missing++;
    } else {
      numbers[row] = places.get(text)!;
    }
  });
  return { column, isCategory, numbers, words, missing };
}

/** A number of a column as it is told. */
export function told(column: TableColumn, value: number): string {
  switch (column.kind) {
    case 'time':
      return new Date(value).toLocaleString(undefined, {
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit'
      });
    case 'duration':
      return seconds(value);
    case 'boolean':
      return value ? 'yes' : 'no';
    default:
      return short(value);
  }
}

/** A mark along an axis: where it stands, from 0 to 1, and what it says. */
export interface Tick {
  readonly place: number;
  readonly text: string;
}

/** About so many marks of an axis: round numbers, or words. */
export function ticksOf(values: Values, scale: Scale, wanted: number): Tick[] {
  const { column, isCategory, words } = values;
  const at = (place: number, text: string): Tick => ({ place: placeOf(scale, place), text });
  if (isCategory) {
    const every = Math.max(1, Math.ceil(words.length / wanted));
    return words.map((word, i) => at(i, clean(word))).filter((_, i) => i % every === 0);
  }
  const round = (scale.isLog ? logTicks : linearTicks)(scale.range, wanted);
  // Between whole numbers, such as seeds or numbers of layers, there is nothing.
  const isWhole = values.numbers.every(one => Number.isInteger(one) || Number.isNaN(one));
  const ticks = isWhole ? round.filter(Number.isInteger) : round;
  const texts = column.kind === 'number' ? written(ticks) : ticks.map(one => told(column, one));
  return ticks.map((one, i) => at(one, texts[i]!));
}

/** What a run has in a column, in words. */
export function cellText(rows: Rows, column: TableColumn, row: number): string {
  const number = rows.number(column.key, row);
  const text = number === null ? rows.text(column.key, row) : told(column, number);
  return text === null || text === '' ? 'none' : clean(text);
}

/** The columns that say how good a run is; of equals the first that the user named. */
export function objectiveOf(columns: readonly TableColumn[]): TableColumn | undefined {
  const scalars = columns.filter(
    column => column.group === 'scalar' && column.kind === 'number' && column.constant === null
  );
  return (
    scalars.find(column => column.is_asked && column.direction) ??
    scalars.find(column => column.direction && !column.is_hidden) ??
    scalars.find(column => column.direction) ??
    scalars[0]
  );
}

/** The row with the best value of a column; -1 where none is known to be the best. */
export function bestRow(column: TableColumn | undefined, numbers: ArrayLike<number>): number {
  if (!column?.direction) {
    return -1;
  }
  let best = -1;
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row]!;
    if (
      Number.isFinite(value) &&
      (best < 0 || (column.direction === 'min' ? value < numbers[best]! : value > numbers[best]!))
    ) {
      best = row;
    }
  }
  return best;
}

/** A name for a run in few words: its label where it has one, else its short id. */
export function nameOf(rows: Rows, row: number): string {
  const label = rows.text('label', row);
  const id = clean(rows.id(row).slice(0, 8));
  return label ? `${clean(label).slice(0, 40)} (${id.slice(0, 4)})` : id;
}
