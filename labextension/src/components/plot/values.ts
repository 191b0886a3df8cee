/** A column of a table as numbers along an axis: its own, or the places of its words. */

import type { TableColumn } from '../../wire/table';
import { clean } from '../shared/dom';
import type { Rows } from '../shared/rows';
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

/** Whether cells of a column can stand on an axis; the step of a scalar's value says nothing there. */
export function canStand({ kind, group, heading }: TableColumn): boolean {
  const isStep = group === 'scalar' && heading === 'step';
  return !isStep && !['spark', 'tags', 'comments', 'id'].includes(kind);
}

/** Read the cells of a column that are there; asCategory makes a category of numbers too. */
export function valuesOf(rows: Rows, column: TableColumn, asCategory = false): Values {
  const { key, kind } = column;
  const numbers = new Float64Array(rows.count).fill(NaN);
  const isCategory = asCategory || !['number', 'time', 'duration'].includes(kind);
  // Each word with its number where it has one: words stand in the order of these.
  const found = new Map<string, number>();
  const texts: (string | null)[] = [];
  for (let row = 0; row < numbers.length; row++) {
    const number = rows.number(key, row);
    if (!isCategory) {
      numbers[row] = Number.isFinite(number) ? number! : NaN;
      continue;
    }
    const text = number === null ? rows.text(key, row) : told(column, number);
    texts.push(text);
    if (text !== null) {
      found.set(text, number ?? NaN);
    }
  }
  const words = [...found.keys()].sort(
    (a, b) => found.get(a)! - found.get(b)! || a.localeCompare(b, undefined, { numeric: true })
  );
  const places = new Map(words.map((word, place) => [word, place]));
  texts.forEach((text, row) => (numbers[row] = text === null ? NaN : places.get(text)!));
  const missing = numbers.reduce((sum, one) => sum + Number(Number.isNaN(one)), 0);
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

/** About so many marks of an axis: round numbers, the few that there are, or words. */
export function ticksOf(
  { column, isCategory, words, numbers }: Values,
  scale: Scale,
  wanted: number
): Tick[] {
  const ticks = (at: readonly number[], texts: readonly string[]): Tick[] =>
    at.map((one, i) => ({ place: scale.at(one), text: texts[i]! }));
  if (isCategory) {
    const every = Math.max(1, Math.ceil(words.length / wanted));
    return ticks([...words.keys()], words.map(clean)).filter((_, i) => i % every === 0);
  }
  const tell = (value: number): string => told(column, value);
  // Between whole numbers, such as seeds or numbers of layers, there is nothing.
  const isWhole = numbers.every(one => Number.isInteger(one) || Number.isNaN(one));
  if (isWhole || column.group === 'flag') {
    const own = new Set(numbers.filter(one => Number.isFinite(scale.at(one))).sort());
    if (own.size <= wanted) {
      const room = 0.6 / wanted;
      const apart: number[] = [];
      own.forEach(one => {
        const last = apart[apart.length - 1];
        if (last === undefined || Math.abs(scale.at(one) - scale.at(last)) > room) {
          apart.push(one);
        }
      });
      return ticks(apart, apart.map(tell));
    }
  }
  const round = (scale.isLog ? logTicks : linearTicks)(scale.range, wanted).filter(
    one => !isWhole || Number.isInteger(one)
  );
  return ticks(round, column.kind === 'number' ? written(round) : round.map(tell));
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
