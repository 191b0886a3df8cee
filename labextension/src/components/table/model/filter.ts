/** Which rows and columns a regular expression lets through. */

import type { TableColumn } from '../../../wire/table';
import type { Rows } from '../../shared/rows';
import { shown } from './cell';

/** A pattern that is ready, or what is wrong with it. */
export interface Pattern {
  readonly test: ((text: string) => boolean) | null;
  readonly fault: string;
}

/** Texts are searched as far as this: an expression may be slow, and a text 10 MB long. */
const MOST_SEARCHED = 2_000;

/** Read a regular expression; lower case letters alone match capitals too. */
export function pattern(source: string): Pattern {
  if (!source.trim()) {
    return { test: null, fault: '' };
  }
  try {
    const expression = new RegExp(source, source === source.toLowerCase() ? 'iu' : 'u');
    return { test: text => expression.test(text.slice(0, MOST_SEARCHED)), fault: '' };
  } catch (error) {
    const why = String((error as Error).message).replace(/^Invalid regular expression: /, '');
    return { test: null, fault: `not a regular expression: ${why}` };
  }
}

/** Whether the row filter looks into a column: names and settings, not what was measured. */
export function isSearched(column: TableColumn): boolean {
  return (
    (column.group === 'run' && !['time', 'duration', 'boolean', 'spark'].includes(column.kind)) ||
    column.group === 'flag'
  );
}

/** A byte a row: 1 where some cell of the columns matches. */
export function matching(
  rows: Rows,
  columns: readonly TableColumn[],
  test: (text: string) => boolean
): Uint8Array {
  const found = new Uint8Array(rows.count);
  for (const column of columns) {
    const texts = rows.texts(column.key);
    // A text is looked at once, however many rows have it.
    const fits = texts?.words.map(word => test(word));
    for (let row = 0; row < found.length; row += 1) {
      if (!found[row]) {
        const code = texts?.codes[row] ?? -1;
        const isFound = fits && code >= 0 ? fits[code]! : test(shown(rows, column, row));
        found[row] = isFound ? 1 : 0;
      }
    }
  }
  return found;
}
