/** What readers chose in a view of the panel, kept by whoever makes it; with no server in it. */

import type { Json } from '../../components/shared/host';

export type Kept = { readonly [name: string]: Json };

export class Choices {
  #all: Kept;
  readonly #keep: (all: Kept) => void;
  readonly #listeners = new Set<() => void>();

  /** `keep` is called with all choices when one has changed. */
  constructor(all: Kept = {}, keep: (all: Kept) => void = () => undefined) {
    this.#all = all;
    this.#keep = keep;
  }

  /** All of them. */
  get all(): Kept {
    return this.#all;
  }

  get(name: string): Json | undefined {
    return this.#all[name];
  }

  set(name: string, value: Json | undefined): void {
    const others = Object.entries(this.#all).filter(([one]) => one !== name);
    this.#all = Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
    this.#keep(this.#all);
    this.#listeners.forEach(told => told());
  }

  /** Be told when one has another value. */
  on(name: string, told: (value: Json | undefined) => void): () => void {
    let before = JSON.stringify(this.get(name));
    const changed = (): void => {
      const now = JSON.stringify(this.get(name));
      if (now !== before) {
        before = now;
        told(this.get(name));
      }
    };
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }
}
