/** Which runs are chosen and pointed at; one for all components of a view. */

import type { Host, Json } from './host';

type Told = () => void;

/** Of more chosen runs than this only the kernel is told; the notebook does not keep them. */
const MOST_KEPT = 50;
const KEPT = 'selected';

export class Selection {
  #ids = new Set<string>();
  #pointed: string | null = null;
  readonly #onChosen = new Set<Told>();
  readonly #onPointed = new Set<Told>();

  /** The ids of the chosen runs. */
  get chosen(): ReadonlySet<string> {
    return this.#ids;
  }

  /** The run under the pointer, or null. */
  get hovered(): string | null {
    return this.#pointed;
  }

  /** Choose these runs and no others. */
  choose(ids: Iterable<string>): void {
    const next = new Set(ids);
    if (next.size !== this.#ids.size || [...next].some(id => !this.#ids.has(id))) {
      this.#ids = next;
      this.#onChosen.forEach(told => told());
    }
  }

  /** Choose a run too, or no longer. */
  toggle(id: string): void {
    const next = new Set(this.#ids);
    if (!next.delete(id)) {
      next.add(id);
    }
    this.choose(next);
  }

  /** Point at a run; null for none. */
  hover(id: string | null): void {
    if (id !== this.#pointed) {
      this.#pointed = id;
      this.#onPointed.forEach(told => told());
    }
  }

  /** Be told when other runs are chosen. */
  onChange(told: Told): () => void {
    this.#onChosen.add(told);
    return () => this.#onChosen.delete(told);
  }

  /** Be told when another run is pointed at. */
  onHover(told: Told): () => void {
    this.#onPointed.add(told);
    return () => this.#onPointed.delete(told);
  }

  /**
   * Share it with Python: the question `select` says what is chosen here, the push `select` what
   * was chosen there; a few are kept with the notebook.
   */
  share(host: Host): () => void {
    let isFromThere = false;
    const take = (ids: unknown): void => {
      if (Array.isArray(ids)) {
        isFromThere = true;
        this.choose(ids.filter(id => typeof id === 'string'));
        isFromThere = false;
      }
    };
    take(host.get(KEPT));
    const offPush = host.onPush('select', push => take(push.content['ids']));
    const offChange = this.onChange(() => {
      const ids: Json[] = [...this.#ids];
      host.set(KEPT, ids.length && ids.length <= MOST_KEPT ? ids : undefined);
      if (!isFromThere) {
        host.ask('select', { ids }).catch(() => undefined);
      }
    });
    return () => {
      offPush();
      offChange();
    };
  }
}
