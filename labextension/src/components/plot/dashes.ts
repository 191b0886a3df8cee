/** Dash patterns, so that runs of one colour are told apart. */

import { COLOURS } from '../shared/colours';

const PATTERNS: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** The pattern of a run by its id. */
export type Dashes = (id: string) => readonly number[];

/** Gives dashes in the order in which runs are first asked about: solid for as many as there are colours. */
export function dashesOf(): Dashes {
  const given = new Map<string, number>();
  return id => {
    const place = given.get(id) ?? given.size;
    given.set(id, place);
    return PATTERNS[Math.floor(place / COLOURS.length) % PATTERNS.length]!;
  };
}
