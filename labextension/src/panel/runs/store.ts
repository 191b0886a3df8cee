/** The runs that are known to the page, by id; what is told of them, however it came. */

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { RunRow } from '../../wire/api_runs';

export class RunStore {
  #rows = new Map<string, RunRow>();
  #total = 0;
  #isKnown = false;
  readonly #changed = new Signal<this, void>(this);

  get rows(): ReadonlyMap<string, RunRow> {
    return this.#rows;
  }

  /** How many there are, also of those that did not come yet. */
  get total(): number {
    return this.#total;
  }

  /** Whether anything has come yet. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Take rows that are new or changed, ids that are gone, and how many there are. */
  patch(changed: readonly RunRow[], gone: readonly string[], total: number): void {
    let isOther = total !== this.#total || !this.#isKnown;
    for (const row of changed) {
      const known = this.#rows.get(row.id);
      if (!known || JSON.stringify(known) !== JSON.stringify(row)) {
        this.#rows.set(row.id, row);
        isOther = true;
      }
    }
    for (const id of gone) {
      isOther = this.#rows.delete(id) || isOther;
    }
    this.#total = total;
    this.#isKnown = true;
    if (isOther) {
      this.#changed.emit();
    }
  }
}
