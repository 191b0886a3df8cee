/** Which lines are chosen and which one is active: what keys and clicks do to them. */

import type { Line } from './lines';
import { keyOf } from './lines';

export class Choosing {
  /** The ids of the chosen runs. */
  chosen: ReadonlySet<string> = new Set();
  /** The key of the line that keys act on. */
  active: string | null = null;
  /** Where a range begins. */
  #anchor: string | null = null;
  #lines: readonly Line[] = [];
  #places = new Map<string, number>();

  /** Take other lines: runs that are not among them stay chosen only if they are in `known`. */
  take(lines: readonly Line[], known: { has(id: string): boolean }): void {
    const before = this.at;
    this.#lines = lines;
    this.#places = new Map(lines.map((line, index) => [keyOf(line), index]));
    if ([...this.chosen].some(id => !known.has(id))) {
      this.chosen = new Set([...this.chosen].filter(id => known.has(id)));
    }
    if (this.active !== null && !this.#places.has(this.active)) {
      // What was active is gone: the line in its place is.
      const next = lines[Math.min(Math.max(0, before), lines.length - 1)];
      this.active = next ? keyOf(next) : null;
    }
  }

  /** The number of the active line; -1 for none. */
  get at(): number {
    return this.active === null ? -1 : (this.#places.get(this.active) ?? -1);
  }

  get line(): Line | undefined {
    return this.#lines[this.at];
  }

  /** Go to a line; `isRange` chooses all between it and where the range began. */
  go(index: number, isRange = false): void {
    const line = this.#lines[Math.min(Math.max(0, index), this.#lines.length - 1)];
    if (!line) {
      return;
    }
    if (isRange) {
      this.#anchor ??= this.active ?? keyOf(line);
      const [from, to] = [this.#places.get(this.#anchor) ?? this.at, this.#lines.indexOf(line)];
      this.chosen = this.#runs(Math.min(from, to), Math.max(from, to));
    } else {
      this.#anchor = keyOf(line);
    }
    this.active = keyOf(line);
  }

  /** Choose the active run alone; a group stands for all its runs. */
  only(): void {
    this.chosen = new Set(this.#ofActive());
  }

  /** Choose a run alone; tells whether it is listed. */
  choose(run: string): boolean {
    const line = this.#lines.find(one => one.kind === 'run' && one.row.id === run);
    if (line) {
      this.active = this.#anchor = keyOf(line);
      this.chosen = new Set([run]);
    }
    return Boolean(line);
  }

  /** Choose the active run too, or no longer. */
  toggle(): void {
    const next = new Set(this.chosen);
    const ids = this.#ofActive();
    const isIn = ids.every(id => next.has(id));
    ids.forEach(id => (isIn ? next.delete(id) : next.add(id)));
    this.chosen = next;
  }

  /** Choose all that is listed. */
  all(): void {
    this.chosen = this.#runs(0, this.#lines.length - 1);
  }

  /** Choose none. */
  none(): void {
    this.chosen = new Set();
  }

  /** The runs that an action is meant for: the chosen ones, else the active one. */
  get targets(): readonly string[] {
    return this.chosen.size ? [...this.chosen] : this.#ofActive();
  }

  #ofActive(): string[] {
    const { at, line } = this;
    if (!line) {
      return [];
    }
    if (line.kind === 'run') {
      return [line.row.id];
    }
    return line.isOpen ? [...this.#runs(at + 1, at + line.count)] : [];
  }

  #runs(from: number, to: number): Set<string> {
    const ids = this.#lines
      .slice(from, to + 1)
      .flatMap(line => (line.kind === 'run' ? [line.row.id] : []));
    return new Set(ids);
  }
}
