/** What makes one number of a metric better than another: goals, deltas, best values, groups. */

import type { Rows } from '../../shared/rows';

/** Which way is better; empty where nobody said. */
export type Goal = '' | 'min' | 'max';

/** How a value stands to that of the baseline. */
export type Verdict = 'better' | 'worse' | 'same' | 'changed';

/** The distance of a value from the baseline's, and what to think of it. */
export interface Delta {
  readonly by: number;
  readonly verdict: Verdict;
}

/** The delta of a value to the baseline's; null where one of them is no number. */
export function delta(value: number | null, base: number | null, goal: Goal): Delta | null {
  if (value === null || base === null || !Number.isFinite(value) || !Number.isFinite(base)) {
    return null;
  }
  const by = value - base;
  if (by === 0) {
    return { by, verdict: 'same' };
  }
  return { by, verdict: !goal ? 'changed' : by > 0 === (goal === 'max') ? 'better' : 'worse' };
}

/** The best value of rows; null where there is no goal or no number. */
export function best(rows: Rows, key: string, of: Iterable<number>, goal: Goal): number | null {
  if (!goal) {
    return null;
  }
  let found: number | null = null;
  for (const row of of) {
    const value = rows.number(key, row);
    if (value !== null && Number.isFinite(value)) {
      if (found === null || (goal === 'max' ? value > found : value < found)) {
        found = value;
      }
    }
  }
  return found;
}

/** What a group of runs comes to in one column. */
export interface Summary {
  /** How many of its runs have a finite number. */
  readonly count: number;
  readonly mean: number;
  /** The sample standard deviation; NaN for fewer than two numbers. */
  readonly sd: number;
  readonly best: number | null;
}

/** Sum up one column over rows; null where no row has a finite number. */
export function summary(
  rows: Rows,
  key: string,
  of: readonly number[],
  goal: Goal
): Summary | null {
  // Welford's way: exact for large numbers that differ little.
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const row of of) {
    const value = rows.number(key, row);
    if (value !== null && Number.isFinite(value)) {
      count += 1;
      const distance = value - mean;
      mean += distance / count;
      squares += distance * (value - mean);
    }
  }
  if (!count) {
    return null;
  }
  const sd = count > 1 ? Math.sqrt(squares / (count - 1)) : NaN;
  return { count, mean, sd, best: best(rows, key, of, goal) };
}
