/**
 * The runs that are going on, as the stream of the server tells of them while the page is seen.
 *
 * Those that were seen going on and have ended are told once, also when the page was out of sight
 * when they did.
 */

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Message } from '../../components/shared/host';
import { Choices } from '../api/choices';
import type { RunRow } from '../../wire/api_runs';
import { StreamHost } from '../api/host';
import type { IGuildServer } from '../tokens';

/** The statuses of what goes on. */
const LIVE = ['pending', 'running', 'stopping', 'orphaned'];

export class Running {
  readonly #server: Pick<IGuildServer, 'handshake' | 'stream'>;
  #rows = new Map<string, RunRow>();
  #total = 0;
  #host: StreamHost | null = null;
  #leave: (() => void) | null = null;
  readonly #changed = new Signal<this, void>(this);
  readonly #ended = new Signal<this, readonly RunRow[]>(this);

  constructor(server: Pick<IGuildServer, 'handshake' | 'stream'>) {
    this.#server = server;
  }

  /** How many there are. */
  get count(): number {
    return this.#total;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Those that have ended, as they were last seen. */
  get ended(): ISignal<this, readonly RunRow[]> {
    return this.#ended;
  }

  /** Watch from now on, whenever the page is seen; returns what ends it. */
  watch(): () => void {
    const look = (): void => this.#look(document.visibilityState === 'visible');
    const { changed } = this.#server.handshake;
    document.addEventListener('visibilitychange', look);
    changed.connect(look);
    look();
    return () => {
      document.removeEventListener('visibilitychange', look);
      changed.disconnect(look);
      this.#look(false);
    };
  }

  #look(isSeen: boolean): void {
    const { handshake, stream } = this.#server;
    if (isSeen) {
      this.#leave ??= handshake.look();
    } else {
      this.#leave?.();
      this.#leave = null;
    }
    if (isSeen && handshake.isReady && !this.#host) {
      this.#host = new StreamHost(stream, { kind: 'runs', status: LIVE }, new Choices());
      this.#host.onPush('runs', push => this.#take(push));
      this.#host.resume();
    } else if (!isSeen && this.#host) {
      this.#host.close();
      this.#host = null;
    }
  }

  #take({ content }: Message): void {
    const { runs, changed, gone, total } = content as {
      runs?: readonly RunRow[];
      changed?: readonly RunRow[];
      gone?: readonly string[];
      total?: number;
    };
    const before = this.#rows;
    const now = new Map(runs ? [] : before);
    [...(runs ?? []), ...(changed ?? [])].forEach(row => now.set(row.id, row));
    gone?.forEach(id => now.delete(id));
    this.#rows = now;
    this.#total = total ?? now.size;
    // Of very many not all are listed: one that is not need not have ended.
    const isWhole = this.#total <= now.size;
    const ended = [...before.values()].filter(({ id }) => !now.has(id));
    this.#changed.emit();
    if (ended.length && isWhole) {
      this.#ended.emit(ended);
    }
  }
}
