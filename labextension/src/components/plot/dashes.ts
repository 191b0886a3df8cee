/** Dash patterns, so that runs of one colour are told apart. */

import { COLOURS } from '../shared/colours';

const PATTERNS: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** Gives dashes in the order in which runs are first asked about: solid for as many as there are colours. */
export class Dashes {
  private readonly given = new Map<string, number>();

  /** The pattern of a run. */
  of(id: string): number[] {
    let place = this.given.get(id);
    if (place === undefined) {
      place = this.given.size;
      this.given.set(id, place);
    }
    return [...PATTERNS[Math.floor(place / COLOURS.length) % PATTERNS.length]!];
  }
}
