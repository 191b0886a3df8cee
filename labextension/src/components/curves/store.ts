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

const nameOf = (run: string, key: string): string => `${run}\n${key}`;

export class SeriesStore {
  /** Keys that answers told of. */
  readonly keys = new Set<string>();
  /** Why the last question was not answered. */
  fault = '';
  /** How many series the kernel left out. */
  leftOut = 0;
  private readonly whole = new Map<string, Series | null>();
  private readonly part = new Map<string, Series>();
  private readonly asked = new Set<string>();
  private zoom: Range | null = null;
  private isClosed = false;
  private isRenewing = false;

  constructor(
    private readonly host: Host,
    private readonly changed: () => void
  ) {}

  /** The series of a run: the finer part where one is there; undefined before it has come. */
  of(run: string, key: string): Series | null | undefined {
    return this.part.get(nameOf(run, key)) ?? this.whole.get(nameOf(run, key));
  }

  /** The whole series of a run. */
  wholeOf(run: string, key: string): Series | null | undefined {
    return this.whole.get(nameOf(run, key));
  }

  /** Have the series of these runs; those that are there are not asked for again. */
  need(runs: readonly string[], keys: readonly string[]): void {
    for (const key of keys) {
      const wanted = runs.filter(
        run => !this.whole.has(nameOf(run, key)) && !this.asked.has(nameOf(run, key))
      );
      for (let i = 0; i < wanted.length; i += AT_ONCE) {
        void this.ask(wanted.slice(i, i + AT_ONCE), [key], null);
      }
    }
  }

  /** Ask again for series of runs that go on. */
  renew(runs: readonly string[], keys: readonly string[]): void {
    // An answer that takes longer than the time between two is waited for.
    if (runs.length && keys.length && !this.fault && !this.isRenewing) {
      this.isRenewing = true;
      void this.ask(runs, keys, null).finally(() => (this.isRenewing = false));
    }
  }

  /** Look closely at a range of steps, or at all again. */
  look(runs: readonly string[], keys: readonly string[], steps: Range | null): void {
    this.zoom = steps;
    this.part.clear();
    if (!steps) {
      return;
    }
    for (const key of keys) {
      // Only what came as buckets has more to show.
      const coarse = runs.filter(run => this.wholeOf(run, key)?.counts);
      if (coarse.length) {
        void this.ask(coarse.slice(0, AT_ONCE), [key], steps);
      }
    }
  }

  /** Ask again for what was refused. */
  retry(): void {
    if (this.fault) {
      this.fault = '';
      this.asked.clear();
      this.changed();
    }
  }

  close(): void {
    this.isClosed = true;
  }

  private async ask(
    runs: readonly string[],
    keys: readonly string[],
    steps: Range | null
  ): Promise<void> {
    const names = keys.flatMap(key => runs.map(run => nameOf(run, key)));
    names.forEach(name => this.asked.add(name));
    const wanted: { [name: string]: Json } = {
      runs: [...runs],
      keys: [...keys],
      points: steps ? FINER : POINTS
    };
    if (steps) {
      wanted['x'] = [...steps];
    }
    try {
      const answer = decoded(await this.host.ask('series', wanted));
      this.fault = '';
      this.leftOut = answer.leftOut;
      answer.keys.forEach(key => this.keys.add(key));
      const isStale = steps !== null && steps !== this.zoom;
      const target = steps ? this.part : this.whole;
      if (!steps) {
        names.forEach(name => {
          if (!this.whole.has(name)) {
            this.whole.set(name, null);
          }
        });
      }
      if (!isStale) {
        answer.series.forEach(one => target.set(nameOf(one.run, one.key), one));
      }
      names.forEach(name => this.asked.delete(name));
    } catch (error) {
      // They stay asked for: it is tried again when somebody says so, not with every drawing.
      this.fault = error instanceof HostError ? error.message : 'the curves could not be read';
    } finally {
      if (!this.isClosed) {
        this.changed();
      }
    }
  }
}
