/** Which sections there are, in order; what they show is theirs. */

import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IGuildSection, IGuildSections } from './tokens';

const RANK = 100;

export class Sections implements IGuildSections {
  readonly #all: IGuildSection[] = [];
  readonly #changed = new Signal<this, void>(this);

  /** All of them, from above. */
  get all(): readonly IGuildSection[] {
    return [...this.#all].sort((one, other) => (one.rank ?? RANK) - (other.rank ?? RANK));
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  add(section: IGuildSection): IDisposable {
    if (this.#all.some(one => one.id === section.id)) {
      throw new Error(`there is a section ${section.id} already`);
    }
    this.#all.push(section);
    this.#changed.emit();
    return new DisposableDelegate(() => {
      this.#all.splice(this.#all.indexOf(section), 1);
      this.#changed.emit();
    });
  }
}
