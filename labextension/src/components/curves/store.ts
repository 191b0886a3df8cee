/** The series that charts draw, asked for when they are needed and kept while they are good. */

import type { Host, Json } from '../shared/host';
import { HostError } from '../shared/host';
import type { Range } from '../plot/ranges';
import { decoded } from './series';
import type { Series } from './series';

/** Buckets of a chart, and of a part that is looked at closely. */
const POINTS = 400;
const FINER = 1500;
/** How many series are asked for at once. */
const AT_ONCE = 120;

/** The series of a view. */
export interface SeriesStore {
  /** Keys that answers told of. */
  readonly keys: ReadonlySet<string>;
  /** Why the last question was not answered. */
  readonly fault: () => string;
  /** How many series the kernel left out. */
  readonly leftOut: () => number;
  /** The series of a run: the finer part where one is there; undefined before it has come. */
  readonly of: (run: string, key: string) => Series | null | undefined;
  /** The whole series of a run. */
  readonly wholeOf: (run: string, key: string) => Series | null | undefined;
  /** Have the series of these runs; those that are there are not asked for again. */
  readonly need: (runs: readonly string[], keys: readonly string[]) => void;
  /** Ask again for series of runs that go on. */
  readonly renew: (runs: readonly string[], keys: readonly string[]) => void;
  /** Look closely at a range of steps, or at all again. */
  readonly look: (runs: readonly string[], keys: readonly string[], steps: Range | null) => void;
  /** Ask again for what was refused. */
  readonly retry: () => void;
  readonly close: () => void;
}

const nameOf = (run: string, key: string): string => `${run}\n${key}`;

/** The series that a host has; `changed` is told when others are there. */
export function storeOf(host: Host, changed: () => void): SeriesStore {
  const known = new Set<string>();
  const whole = new Map<string, Series | null>();
  const part = new Map<string, Series>();
  const asked = new Set<string>();
  let zoom: Range | null = null;
  let fault = '';
  let leftOut = 0;
  let isClosed = false;
  let isRenewing = false;

  const ask = async (
    runs: readonly string[],
    keys: readonly string[],
    steps: Range | null
  ): Promise<void> => {
    const names = keys.flatMap(key => runs.map(run => nameOf(run, key)));
    names.forEach(name => asked.add(name));
    const wanted: { [name: string]: Json } = { runs: [...runs], keys: [...keys], points: POINTS };
    if (steps) {
      Object.assign(wanted, { points: FINER, x: [...steps] });
    }
    try {
      const answer = decoded(await host.ask('series', wanted));
      fault = '';
      leftOut = answer.leftOut;
      answer.keys.forEach(key => known.add(key));
      if (!steps) {
        // What the answer does not have is not there; it would be asked for again and again.
        names.filter(name => !whole.has(name)).forEach(name => whole.set(name, null));
      }
      if (!steps || steps === zoom) {
        const target: Map<string, Series | null> = steps ? part : whole;
        answer.series.forEach(one => target.set(nameOf(one.run, one.key), one));
      }
      names.forEach(name => asked.delete(name));
    } catch (error) {
      // They stay asked for: it is tried again when somebody says so, not with every drawing.
      fault = error instanceof HostError ? error.message : 'the curves could not be read';
    }
    if (!isClosed) {
      changed();
    }
  };

  const wholeOf = (run: string, key: string): Series | null | undefined =>
    whole.get(nameOf(run, key));
  return {
    keys: known,
    fault: () => fault,
    leftOut: () => leftOut,
    of: (run, key) => part.get(nameOf(run, key)) ?? wholeOf(run, key),
    wholeOf,
    need: (runs, keys) => {
      for (const key of keys) {
        const wanted = runs.filter(run => {
          const name = nameOf(run, key);
          return !whole.has(name) && !asked.has(name);
        });
        for (let i = 0; i < wanted.length; i += AT_ONCE) {
          void ask(wanted.slice(i, i + AT_ONCE), [key], null);
        }
      }
    },
    renew: (runs, keys) => {
      // An answer that takes longer than the time between two is waited for.
      if (runs.length && keys.length && !fault && !isRenewing) {
        isRenewing = true;
        void ask(runs, keys, null).finally(() => (isRenewing = false));
      }
    },
    look: (runs, keys, steps) => {
      zoom = steps;
      part.clear();
      for (const key of steps ? keys : []) {
        // Only what came as buckets has more to show.
        const coarse = runs.filter(run => wholeOf(run, key)?.counts);
        if (coarse.length) {
          void ask(coarse.slice(0, AT_ONCE), [key], steps);
        }
      }
    },
    retry: () => {
      if (fault) {
        fault = '';
        asked.clear();
        changed();
      }
    },
    close: () => {
      isClosed = true;
    }
  };
}
