/** The order of rows: by several columns, text as people count, what is missing always last. */

import type { Rows } from '../../shared/rows';

/** A column that rows are sorted by. */
export interface Sort {
  readonly key: string;
  readonly isDown: boolean;
  /** Texts are read as numbers. */
  readonly isNumeric?: boolean;
}

const COLLATOR = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Compare texts as people do: `run 2` before `run 10`. */
export function natural(one: string, other: string): number {
  return COLLATOR.compare(one.slice(0, 400), other.slice(0, 400));
}

/** A number a row that sorts as the cells do; NaN for no number, infinity kept, missing apart. */
interface Ranks {
  readonly values: Float64Array;
  /** 0 for a value, 1 for one that is no number, 2 for none. */
  readonly lack: Uint8Array;
}

/** The rows in the order of the sorts; rows that are alike stay as they were. */
export function ordered(rows: Rows, of: Int32Array, sorts: readonly Sort[]): Int32Array {
  const by = sorts.map(sort => ({ sort, ranks: ranked(rows, sort) }));
  if (!by.length) {
    return of;
  }
  const compare = (one: number, other: number): number => {
    for (const { sort, ranks } of by) {
      const lack = ranks.lack[one]! - ranks.lack[other]!;
      if (lack) {
        return lack;
      }
      if (!ranks.lack[one]) {
        const a = ranks.values[one]!;
        const b = ranks.values[other]!;
        if (a !== b) {
          return a < b === sort.isDown ? 1 : -1;
        }
      }
    }
    return one - other;
  };
  return of.slice().sort(compare);
}

function ranked(rows: Rows, sort: Sort): Ranks {
  const count = rows.count;
  const values = new Float64Array(count);
  const lack = new Uint8Array(count).fill(2);
  const texts = rows.texts(sort.key);
  const ranks = texts ? textRanks(texts.words, Boolean(sort.isNumeric)) : null;
  for (let row = 0; row < count; row += 1) {
    const code = texts?.codes[row] ?? -1;
    const value = code >= 0 && ranks ? ranks[code]! : rows.number(sort.key, row);
    if (value !== null) {
      values[row] = value;
      lack[row] = Number.isNaN(value) ? 1 : 0;
    }
  }
  return { values, lack };
}

function textRanks(words: readonly string[], isNumeric: boolean): Float64Array {
  const ranks = new Float64Array(words.length);
  if (isNumeric) {
    return ranks.map((_, index) => parseFloat(words[index]!));
  }
  const places = words.map((_, index) => index).sort((a, b) => natural(words[a]!, words[b]!));
  let rank = 0;
  places.forEach((place, index) => {
    const before = places[index - 1];
    if (before !== undefined && natural(words[before]!, words[place]!) !== 0) {
      rank += 1;
    }
    ranks[place] = rank;
  });
  return ranks;
}

/**
 * The sorts after a click on a heading: up, then down, then none. With `isMore` the others stay,
 * and the column keeps its place among them.
 */
export function clicked(sorts: readonly Sort[], key: string, isMore: boolean): readonly Sort[] {
  const known = sorts.find(sort => sort.key === key);
  const isAlone = sorts.length === 1;
  const next: Sort[] =
    !known || (!isMore && !isAlone)
      ? [{ key, isDown: false }]
      : known.isDown
        ? []
        : [{ key, isDown: true }];
  if (!isMore) {
    return next;
  }
  return known ? sorts.flatMap(sort => (sort.key === key ? next : [sort])) : [...sorts, ...next];
}
