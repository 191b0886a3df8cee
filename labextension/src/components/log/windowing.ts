/**
 * Where the parts of a long log stand while only some of them are known.
 *
 * A window of parts of equal length in bytes; how many lines one has is known once it was read,
 * and guessed before.
 */

/** Bytes of a part. */
export const PART = 32 * 1024;
/** Parts in the window: what a scroll bar can be fine enough for. */
export const PARTS = 128;
/** Pixels of a line. */
export const LINE = 18;
const GUESS = 400;

/** The window over a log of so many bytes. */
export class Windowing {
  first = 0;
  readonly #lines = new Map<number, number>();

  constructor(public size = 0) {}

  /** Parts of the whole log. */
  get count(): number {
    return Math.max(1, Math.ceil(this.size / PART));
  }

  /** The part after the last of the window. */
  get end(): number {
    return Math.min(this.count, this.first + PARTS);
  }

  /** Pixels of all parts of the window. */
  get height(): number {
    return this.top(this.end);
  }

  /** Where a part begins, in pixels from the top of the window. */
  top(part: number): number {
    let lines = 0;
    for (let index = this.first; index < part; index += 1) {
      lines += this.#linesOf(index);
    }
    return lines * LINE;
  }

  /** Note how many lines a part has; returns how many pixels it is higher than was guessed. */
  know(part: number, lines: number): number {
    const before = this.#linesOf(part);
    this.#lines.set(part, lines);
    return (lines - before) * LINE;
  }

  /** The parts that are seen between two heights. */
  seen(from: number, to: number): number[] {
    const found: number[] = [];
    let top = 0;
    for (let part = this.first; part < this.end && top < to; part += 1) {
      const bottom = top + this.#linesOf(part) * LINE;
      if (bottom > from) {
        found.push(part);
      }
      top = bottom;
    }
    return found;
  }

  /** Move the window so that a part is in it; returns whether it moved. */
  show(part: number): boolean {
    const wanted = Math.max(0, Math.min(this.count - 1, part));
    if (wanted >= this.first && wanted < this.end) {
      return false;
    }
    this.first = Math.max(0, Math.min(this.count - PARTS, wanted - PARTS / 2));
    return true;
  }

  #linesOf(part: number): number {
    const known = this.#lines.get(part);
    if (known !== undefined) {
      return known;
    }
    const all = [...this.#lines.values()];
    const bytes = Math.min(PART, this.size - part * PART);
    const mean = all.length ? all.reduce((sum, one) => sum + one, 0) / all.length : GUESS;
    return Math.max(1, Math.round((mean * bytes) / PART));
  }
}
