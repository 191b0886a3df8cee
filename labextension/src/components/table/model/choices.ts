/** What the reader chose in a table; only what differs from the default is kept. */

import type { Json } from '../../shared/host';
import type { Goal } from './metrics';

export interface Choices {
  /** Columns that were moved, in that order: each stands before another, or last for null. */
  readonly moves?: readonly (readonly [string, string | null])[];
  readonly widths?: { readonly [key: string]: number };
  /** Columns that are shown though they would not be, and the other way round. */
  readonly shown?: { readonly [key: string]: boolean | undefined };
  /** Columns that rows are sorted by: the key, and -1 for down, 1 for up, 2 and -2 as numbers. */
  readonly sorts?: readonly (readonly [string, number])[];
  readonly pins?: readonly string[];
  readonly baseline?: string;
  readonly unfolded?: boolean;
  readonly differing?: boolean;
  readonly goals?: { readonly [key: string]: Goal };
  readonly group?: string;
  /** Regular expressions for rows and columns, and an expression of Guild. */
  readonly rows?: string;
  readonly columns?: string;
  readonly filter?: string;
  /** Reducers by the key of the column that the kernel first sent. */
  readonly reducers?: { readonly [key: string]: string };
  readonly chosen?: boolean;
}

/** More pinned runs than this would leave no room for the others. */
export const MOST_PINNED = 8;

/** Read choices that were kept; what cannot be read is left out. */
export function readChoices(kept: Json | undefined): Choices {
  return kept && typeof kept === 'object' && !Array.isArray(kept) ? (kept as Choices) : {};
}

/** Choices without what is empty, false or zero; undefined where nothing is left. */
export function smallest(choices: Choices): Choices | undefined {
  const left = Object.entries(choices).filter(([, value]) => {
    if (value && typeof value === 'object') {
      return Object.values(value).some(one => one !== undefined);
    }
    return value !== undefined && value !== false && value !== '' && value !== null;
  });
  return left.length ? (Object.fromEntries(left) as Choices) : undefined;
}
