/**
 * The one connection of a page over which the server tells of changes, for all views together.
 *
 * It is open while a view is; when it is lost, it is made again, ever more rarely, and each view
 * is opened again. A page that slept may have lost it unseen: a silent one is asked for a sign. What a view says and hears is known to `host.ts` and those who use it.
 */

import type { Json, Message } from '../../components/shared/host';
import { decoded } from './frames';

/** What a stream needs of a WebSocket. */
export interface Socket {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

/** One view over the stream: what it wants to see, and what it is told. */
export interface View {
  readonly open: { readonly kind: string; readonly [name: string]: Json };
  /** A message for it. */
  hear(message: Message): void;
  /** The connection is there, or was lost; questions that wait then are not answered. */
  became(isThere: boolean): void;
}

/** What a view has of the stream. */
export interface Channel {
  /** Say something; false where the connection is lost. */
  say(message: { readonly [name: string]: Json }): boolean;
  /** See no more of it. */
  close(): void;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** A stream without views is kept for so long: the next view may be about to open. */
const KEPT = 5_000;
/** A server that said nothing for so long is asked for a sign of life, and has so long to answer. */
const SILENT = 15_000;
const PATIENCE = 10_000;
/** A message that every server answers, and that changes nothing: there is no such view. */
const SIGN = { view: 0, close: true };

export class Stream {
  /** Is told when the connection was there and was lost. */
  onLost: () => void = () => undefined;
  readonly #connect: () => Socket;
  readonly #views = new Map<number, View>();
  #socket: Socket | null = null;
  #isOpen = false;
  #count = 0;
  #pause = FIRST_PAUSE;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  /** `connect` begins a connection. */
  constructor(connect: () => Socket) {
    this.#connect = connect;
  }

  /** Whether the server is connected. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Open a view. */
  open(view: View): Channel {
    this.#count += 1;
    const number = this.#count;
    this.#views.set(number, view);
    clearTimeout(this.#leaving);
    if (this.#isOpen) {
      this.#begin(number, view);
    } else if (!this.#socket) {
      this.again();
    }
    return {
      say: message => this.#views.get(number) === view && this.#say({ ...message, view: number }),
      close: () => {
        if (this.#views.delete(number)) {
          this.#say({ view: number, close: true });
        }
        if (!this.#views.size) {
          clearTimeout(this.#leaving);
          this.#leaving = setTimeout(() => this.#views.size || this.dispose(), KEPT);
        }
      }
    };
  }

  /** Try to connect now, whatever the pause. */
  again(): void {
    clearTimeout(this.#timer);
    if (this.#socket || !this.#views.size) {
      return;
    }
    let socket: Socket;
    try {
      socket = this.#connect();
    } catch {
      this.#later();
      return;
    }
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    this.#await(socket);
    socket.onopen = () => {
      if (socket === this.#socket) {
        this.#isOpen = true;
        this.#rest(socket);
        this.#views.forEach((view, number) => this.#begin(number, view));
      }
    };
    socket.onmessage = ({ data }: { data: string | ArrayBuffer }) => {
      if (socket === this.#socket) {
        this.#rest(socket);
        this.#hear(data);
      }
    };
    socket.onclose = () => this.#drop(socket);
  }

  /** End the connection; a view that is opened later begins another. */
  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#leaving);
    const socket = this.#socket;
    this.#lose();
    socket?.close();
  }

  #begin(number: number, view: View): void {
    this.#say({ view: number, open: view.open });
    view.became(true);
  }

  #say(message: { readonly [name: string]: Json }): boolean {
    if (!this.#isOpen) {
      return false;
    }
    this.#socket?.send(JSON.stringify(message));
    return true;
  }

  #hear(data: string | ArrayBuffer): void {
    let message: Message;
    try {
      message = decoded(data);
    } catch {
      return; // what cannot be read is not said to anybody: the question stays open
    }
    const { view, error } = message.content;
    if (typeof view === 'number') {
      this.#pause = FIRST_PAUSE;
      this.#views.get(view)?.hear(message);
    } else if (error) {
      // It is about the connection: the server takes no more of them.
      this.#views.forEach(one => one.hear({ content: { error }, buffers: [] }));
    }
  }

  /** Something was heard: ask for a sign of life if nothing else is, for long. */
  #rest(socket: Socket): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#await(socket);
      this.#say(SIGN);
    }, SILENT);
  }

  /** Give up a connection if nothing is heard soon. */
  #await(socket: Socket): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#drop(socket);
      socket.close();
    }, PATIENCE);
  }

  #drop(socket: Socket): void {
    if (socket === this.#socket) {
      const wasOpen = this.#isOpen;
      this.#lose();
      this.#later();
      if (wasOpen) {
        this.onLost();
      }
    }
  }

  #lose(): void {
    clearTimeout(this.#silence);
    this.#isOpen = false;
    this.#socket = null;
    this.#views.forEach(view => view.became(false));
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.again(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }
}
