/**
 * Whether the server extension is there, answers, and is of this version.
 *
 * It is asked while somebody looks: at once when it is first seen, and again, ever more rarely,
 * as long as something is wrong.
 */

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { HelloAnswer } from '../../wire/api_hello';
import { ServerFault, sentenceOf } from './fault';

/** How things are; `said` are words of the server, which may be empty. */
export interface ServerState {
  readonly kind: 'asking' | 'ready' | 'missing' | 'other' | 'unreachable' | 'refused' | 'failed';
  readonly said: string;
  readonly version: string;
}

/** The interface that this panel understands. */
const API = 1;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** A server that is away for a moment is asked more often than one that lacks something. */
const LONGEST_AWAY = 8_000;

export class Handshake {
  #state: ServerState = { kind: 'asking', said: '', version: '' };
  #pause = FIRST_PAUSE;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #lookers = 0;
  readonly #changed = new Signal<this, ServerState>(this);
  readonly #ask: () => Promise<HelloAnswer>;

  /** `ask` reads the answer of the server. */
  constructor(ask: () => Promise<HelloAnswer>) {
    this.#ask = ask;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Whether questions make sense. */
  get isReady(): boolean {
    return this.#state.kind === 'ready';
  }

  get changed(): ISignal<this, ServerState> {
    return this.#changed;
  }

  /** Somebody looks from now on; returns what ends it. */
  look(): () => void {
    this.#lookers += 1;
    if (!this.isReady) {
      this.again();
    }
    let isOver = false;
    return () => {
      if (!isOver) {
        isOver = true;
        this.#lookers -= 1;
        if (this.#lookers === 0) {
          clearTimeout(this.#timer);
        }
      }
    };
  }

  /** A question was not answered as it should: see whether the server is still there. */
  doubt(fault: unknown): void {
    const isOurs = fault instanceof ServerFault && fault.kind !== 'failed';
    if (isOurs && this.isReady) {
      this.again();
    }
  }

  /** Ask now, whatever the pause. */
  again(): void {
    clearTimeout(this.#timer);
    this.#pause = FIRST_PAUSE;
    void this.#try();
  }

  async #try(): Promise<void> {
    if (this.#isAsking) {
      return;
    }
    this.#isAsking = true;
    try {
      const { api, is_same, said, version } = await this.#ask();
      const kind = api === API ? 'ready' : 'other';
      this.#become({ kind, version, said: is_same && kind === 'ready' ? '' : said });
    } catch (error) {
      const fault = error instanceof ServerFault ? error : null;
      const said = fault ? sentenceOf(fault) : '';
      this.#become({ kind: fault?.kind ?? 'failed', said, version: '' });
    }
    this.#isAsking = false;
    if (!this.isReady && this.#lookers > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#try(), this.#pause);
      const longest = this.#state.kind === 'unreachable' ? LONGEST_AWAY : LONGEST_PAUSE;
      this.#pause = Math.min(2 * this.#pause, longest);
    }
  }

  #become(state: ServerState): void {
    const { kind, said, version } = this.#state;
    if (kind !== state.kind || said !== state.said || version !== state.version) {
      this.#state = state;
      this.#changed.emit(state);
    }
  }
}
