/** Choices of the reader: read from the notebook, and kept there where they are not the usual ones. */

import type { Host, Json } from '../shared/host';

/** Kept a little later, because a slider changes often. */
const WAIT = 300;

/** Choices, and what changes them. */
export interface Kept<T> {
  readonly now: T;
  readonly set: (some: Partial<T>) => void;
  readonly close: () => void;
}

/** What was kept of choices; what is of another kind than the usual is passed over. */
export function chosen<T extends object>(kept: Json | undefined, usual: T): T {
  const members = membersOf(kept);
  const kind = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);
  const isGood = ([name, value]: [string, unknown]): boolean =>
    Object.hasOwn(members, name) && members[name] !== null && kind(members[name]) === kind(value);
  return structuredClone({
    ...usual,
    ...Object.fromEntries(
      Object.entries(usual)
        .filter(isGood)
        .map(([name]) => [name, members[name]])
    )
  });
}

/** What there is to keep of choices: undefined where all is as usual. */
export function differing<T extends object>(now: T, usual: T): Json | undefined {
  const others = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name as keyof T])
  );
  return others.length ? (Object.fromEntries(others) as Json) : undefined;
}

/** Keep choices under a name; `changed` is told of those that are set. */
export function keptBy<T extends object>(
  host: Host,
  name: string,
  usual: T,
  changed: (some: Partial<T>) => void
): Kept<T> {
  const now = chosen(host.get(name), usual);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    timer = undefined;
    host.set(name, differing(now, usual));
  };
  return {
    now,
    set: some => {
      Object.assign(now, some);
      clearTimeout(timer);
      timer = setTimeout(keep, WAIT);
      changed(some);
    },
    close: () => {
      if (timer) {
        clearTimeout(timer);
        keep();
      }
    }
  };
}

/** A kept value as members; none where it is of another kind. */
export function membersOf(kept: Json | undefined): { readonly [name: string]: Json } {
  return kept && typeof kept === 'object' && !Array.isArray(kept) ? kept : {};
}
