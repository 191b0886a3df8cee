/** The colour of a run: the same in the table, in curves, in parallel coordinates. */

/** Told apart on light and dark ground, and by most who see few colours. */
export const COLOURS: readonly string[] = [
  '#4c8dd6',
  '#e28a2b',
  '#3fa45b',
  '#d6588c',
  '#8f74d8',
  '#1fa3b5',
  '#c0a21e',
  '#e05252',
  '#7c9440',
  '#a86f4b'
];

/** Gives colours in the order in which runs are first asked about. */
export class Colours {
  readonly #given = new Map<string, string>();

  /** The colour of a run. */
  of(id: string): string {
    let colour = this.#given.get(id);
    if (!colour) {
      colour = COLOURS[this.#given.size % COLOURS.length]!;
      this.#given.set(id, colour);
    }
    return colour;
  }
}
