/** Which runs are chosen and pointed at; one for all components of a view. */

import type { Host, Json } from './host';
import { listeners } from './listeners';

/** Of more chosen runs than this only the kernel is told; the notebook does not keep them. */
const MOST_KEPT = 50;
const KEPT = 'selected';

/** The chosen runs of a view. */
export interface Selection {
  /** The ids of the chosen runs. */
  readonly chosen: ReadonlySet<string>;
  /** The run under the pointer, or null. */
  readonly hovered: string | null;
  /** Choose these runs and no others. */
  choose(ids: Iterable<string>): void;
  /** Choose a run too, or no longer. */
  toggle(id: string): void;
  /** Point at a run; null for none. */
  hover(id: string | null): void;
  /** Be told when other runs are chosen. */
  onChange(told: () => void): () => void;
  /** Be told when another run is pointed at. */
  onHover(told: () => void): () => void;
  /**
   * Share it with Python: the question `select` says what is chosen here, the push `select` what
   * was chosen there; a few are kept with the notebook.
   */
  share(host: Host): () => void;
}

/** Make a selection of no runs. */
export const selectionOf = (): Selection => {
  let chosen: ReadonlySet<string> = new Set();
  let hovered: string | null = null;
  const changed = listeners();
  const pointed = listeners();

  const choose = (ids: Iterable<string>): void => {
    const next = new Set(ids);
    if (next.size !== chosen.size || [...next].some(id => !chosen.has(id))) {
      chosen = next;
      changed.tell();
    }
  };
  return {
    get chosen() {
      return chosen;
    },
    get hovered() {
      return hovered;
    },
    choose,
    toggle(id) {
      const next = new Set(chosen);
      if (!next.delete(id)) {
        next.add(id);
      }
      choose(next);
    },
    hover(id) {
      if (id !== hovered) {
        hovered = id;
        pointed.tell();
      }
    },
    onChange: changed.add,
    onHover: pointed.add,
    share(host) {
      let isFromThere = false;
      const take = (ids: unknown): void => {
        if (Array.isArray(ids)) {
          isFromThere = true;
          choose(ids.filter(id => typeof id === 'string'));
          isFromThere = false;
        }
      };
      take(host.get(KEPT));
      const offPush = host.onPush('select', push => take(push.content['ids']));
      const offChange = changed.add(() => {
        const ids: Json[] = [...chosen];
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
  };
};
