/** A stream's two ends in one process: what one sends the other hears, in turns of their own. */

import { encoded } from '../../../src/panel/api/frames';
import type { Socket } from '../../../src/panel/api/stream';
import type { Message } from '../../../src/components/shared/host';

type Plain = { [name: string]: unknown };

/** The end of the page; the server's end are its methods. */
export class Pair implements Socket {
  binaryType = 'blob';
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  /** What the page said. */
  readonly heard: Plain[] = [];
  isClosed = false;
  /** Whether nothing arrives any more, and nobody says so. */
  isDead = false;

  send(text: string): void {
    const said = JSON.parse(text) as Plain;
    this.heard.push(said);
    if (said['close'] && !this.isDead) {
      this.say({ view: said['view'], closed: true });
    }
  }

  close(): void {
    this.isClosed = true;
  }

  /** The server takes the connection. */
  accept(): this {
    this.onopen?.({} as never);
    return this;
  }

  /** The server says something. */
  say(content: Plain, buffers: Message['buffers'] = []): void {
    this.onmessage?.({ data: encoded({ content, buffers }) } as never);
  }

  /** The connection is lost. */
  lose(): void {
    this.isClosed = true;
    this.onclose?.({} as never);
  }
}

/** A server that takes connections when it is told to. */
export class FakeServer {
  readonly sockets: Pair[] = [];
  isRefusing = false;

  readonly connect = (): Socket => {
    const socket = new Pair();
    this.sockets.push(socket);
    return socket;
  };

  get last(): Pair {
    return this.sockets[this.sockets.length - 1]!;
  }
}
