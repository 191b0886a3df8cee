/** Choices of the reader that are kept a little later, because a slider changes often. */

import type { Host, Json } from '../shared/host';

const WAIT = 300;

/** Keeps what was chosen. */
export interface Keeping {
  readonly keep: () => void;
  readonly close: () => void;
}

/** Keep what `read` returns under a name. */
export function keepingOf(host: Host, name: string, read: () => Json | undefined): Keeping {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = (): void => {
    timer = undefined;
    host.set(name, read());
  };
  return {
    keep: () => {
      clearTimeout(timer);
      timer = setTimeout(now, WAIT);
    },
    close: () => {
      if (timer) {
        clearTimeout(timer);
        now();
      }
    }
  };
}

/** A kept value as members; none where it is of another kind. */
export function membersOf(kept: Json | undefined): { readonly [name: string]: Json } {
  return kept && typeof kept === 'object' && !Array.isArray(kept) ? kept : {};
}

/** Members that are there; undefined where there is none. */
export function someOf(members: { readonly [name: string]: Json | undefined }): Json | undefined {
  const some = Object.entries(members).filter(([, value]) => value !== undefined);
  return some.length ? (Object.fromEntries(some) as Json) : undefined;
}
