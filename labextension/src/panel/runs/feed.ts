/**
 * Brings runs into a store while somebody looks: told by the stream, else looked for by itself.
 *
 * The first page comes at once, the others after it, and again when the stream tells all anew. As
 * long as it does not tell of runs, the newest are asked for again and again, and all of them when
 * their number is another.
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

/** What the stream tells of changes. */
interface Changes {
  readonly changed: RunRow[];
  readonly gone: string[];
}

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
  /** Whether what is known of runs after the first page may be old. */
  #isOld = false;
  /** The runs that were told of since pages are read: a page may be older. */
  readonly #fresh = new Set<string>();
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
    this.#isOld = true;
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
      this.#isOld ||= isWhole && !this.#isTold;
      void this.#read(this.#page(0, FIRST));
    }
  }

  /** Take the first page, and those after it where what is known of them may be old. */
  async #read(asked: RunsAnswer | Promise<RunsAnswer>): Promise<void> {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const turn = this.#turn;
    this.#fresh.clear();
    try {
      const first = await asked;
      if (turn === this.#turn) {
        this.#add(first);
        this.#isOld ||= this.#store.rows.size !== this.#store.total;
        if (this.#isOld) {
          await this.#others(first, turn);
        }
      }
      if (turn === this.#turn) {
        this.onFault(null);
      }
    } catch (error) {
      if (turn === this.#turn) {
        this.#server.handshake.doubt(error);
        this.onFault(error);
      }
    }
    if (turn === this.#turn && (this.#isOld || !this.#isTold)) {
      this.#timer = setTimeout(() => this.look(), 1000 * this.seconds);
    }
  }

  /** Read what comes after the first page; what is nowhere then is gone. */
  async #others(first: RunsAnswer, turn: number): Promise<void> {
    const read = new Set(first.runs.map(row => row.id));
    for (let offset = first.runs.length; offset < this.#store.total; offset += PAGE) {
      const page = await this.#page(offset, PAGE);
      if (turn !== this.#turn) {
        return;
      }
      page.runs.forEach(row => read.add(row.id));
      this.#add(page);
      if (!page.runs.length) {
        break;
      }
    }
    const { rows } = this.#store;
    const gone = [...rows.keys()].filter(id => !read.has(id) && !this.#fresh.has(id));
    this.#store.patch([], gone, this.#store.total);
    // Runs that were deleted meanwhile moved others from one page to the one before.
    this.#isOld = rows.size !== this.#store.total;
  }

  /** Add a page, without what was told of since it was asked for. */
  #add({ runs, total }: RunsAnswer): void {
    const fresh = this.#fresh;
    const rows = fresh.size ? runs.filter(row => !fresh.has(row.id)) : runs;
    this.#store.patch(rows, [], fresh.size ? this.#store.total : total);
  }

  #page(offset: number, limit: number): Promise<RunsAnswer> {
    return this.#server.rest.get<RunsAnswer>('runs', { offset, limit });
  }

  #take({ content }: Message): void {
    const { runs, changed, gone, total } = content as Partial<RunsAnswer & Changes>;
    this.#isTold = true;
    if (runs) {
      // All of it anew: of what comes after these nothing is known any more.
      this.#isOld = true;
      void this.#read(content as unknown as RunsAnswer);
      return;
    }
    if (!this.#isOld) {
      clearTimeout(this.#timer);
    }
    [...(changed ?? []).map(row => row.id), ...(gone ?? [])].forEach(id => this.#fresh.add(id));
    this.#store.patch(changed ?? [], gone ?? [], total ?? this.#store.total);
    this.onFault(null);
  }
}
