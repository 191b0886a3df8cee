/**
 * Brings runs into a store while somebody looks: told by the stream, else looked for by itself.
 *
 * The first page comes at once, the others after it. As long as the stream does not tell of runs,
 * the newest are asked for again and again, and all of them when their number is another.
 */

import type { RunRow, RunsAnswer } from '../../wire/api_runs';
import type { Message } from '../../components/shared/host';
import { Choices } from '../api/choices';
import { StreamHost } from '../api/host';
import type { IGuildServer } from '../tokens';
import type { RunStore } from './store';

/** The newest, which are seen first. */
const FIRST = 100;
/** Of the others so many come at once. */
const PAGE = 500;

export class RunFeed {
  /** Seconds between two looks, where the stream tells nothing. */
  seconds = 3;
  /** Is told what was wrong with the last look; null for nothing. */
  onFault: (fault: unknown) => void = () => undefined;
  readonly #server: IGuildServer;
  readonly #store: RunStore;
  #host: StreamHost | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRunning = false;
  #isTold = false;
  #turn = 0;

  constructor(server: IGuildServer, store: RunStore) {
    this.#server = server;
    this.#store = store;
  }

  /** Begin, or go on. */
  start(): void {
    if (this.#isRunning) {
      return;
    }
    this.#isRunning = true;
    this.#host = new StreamHost(this.#server.stream, { kind: 'runs' }, new Choices());
    this.#host.onPush('runs', push => this.#take(push));
    this.#host.onCondition(condition => {
      if (condition === 'gone') {
        this.#isTold = false;
        this.look();
      }
    });
    this.#host.resume();
    this.look();
  }

  /** Do nothing until it goes on. */
  stop(): void {
    this.#isRunning = false;
    this.#isTold = false;
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#host?.close();
    this.#host = null;
  }

  /** Look now: at the newest, or at all of them. */
  look(isWhole = false): void {
    if (this.#isRunning) {
      clearTimeout(this.#timer);
      this.#turn += 1;
      void this.#look(this.#turn, isWhole && !this.#isTold);
    }
  }

  async #look(turn: number, isWhole: boolean): Promise<void> {
    try {
      const first = await this.#page(0, FIRST);
      if (turn !== this.#turn) {
        return;
      }
      this.#store.patch(first.runs, [], first.total);
      if (isWhole || this.#store.rows.size !== first.total) {
        await this.#rest(first, turn);
      }
      this.onFault(null);
    } catch (error) {
      if (turn === this.#turn) {
        this.#server.handshake.doubt(error);
        this.onFault(error);
      }
    }
    if (turn === this.#turn && !this.#isTold) {
      this.#timer = setTimeout(() => this.look(), 1000 * this.seconds);
    }
  }

  async #rest(first: RunsAnswer, turn: number): Promise<void> {
    const rows = new Map<string, RunRow>(first.runs.map(row => [row.id, row]));
    let { total } = first;
    for (let offset = FIRST; offset < total; offset += PAGE) {
      const page = await this.#page(offset, PAGE);
      if (turn !== this.#turn) {
        return;
      }
      ({ total } = page);
      page.runs.forEach(row => rows.set(row.id, row));
      this.#store.patch(page.runs, [], total);
      if (!page.runs.length) {
        break;
      }
    }
    this.#store.replace([...rows.values()]);
  }

  #page(offset: number, limit: number): Promise<RunsAnswer> {
    return this.#server.rest.get<RunsAnswer>('runs', { offset, limit });
  }

  #take({ content }: Message): void {
    const { runs, changed, gone, total } = content as {
      runs?: RunRow[];
      changed?: RunRow[];
      gone?: string[];
      total?: number;
    };
    this.#isTold = true;
    clearTimeout(this.#timer);
    const rows = runs ?? changed ?? [];
    this.#store.patch(rows, gone ?? [], total ?? this.#store.total);
    this.onFault(null);
  }
}
