/**
 * A host of components over the stream of the server.
 *
 * While it is paused, the server does nothing for it; when it goes on, or the connection was lost
 * and is there again, what it shows comes anew: told by the server, or asked for where that tells
 * changes alone.
 */

import { HostError } from '../../components/shared/host';
import type { Condition, Host, Json, Message } from '../../components/shared/host';
import type { Choices } from './choices';
import { unreachable } from './fault';
import type { Channel, Stream, View } from './stream';

interface Waiting {
  readonly resolve: (answer: Message) => void;
  readonly reject: (error: HostError) => void;
  readonly text: { readonly [name: string]: Json };
  isSaid: boolean;
}

const ALIVE = 'alive';
/** What is asked for all that is shown. */
const HELLO = 'hello';
/** The one question that is never asked twice: it does something. */
const ACT = 'act';
const BUSY_AFTER = 700;
const LOST = 'the connection to the Jupyter server was lost before it answered';
const LEFT = 'the view was left before the server said what came of it';
const CLOSED = 'the view was closed';

export class StreamHost implements Host, View {
  condition: Condition = 'connecting';
  readonly open: View['open'];
  readonly insertCell?: (code: string) => void;
  readonly #stream: Stream;
  readonly #choices: Choices;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, Set<(push: Message) => void>>();
  readonly #last = new Map<string, Message>();
  readonly #onConditions = new Set<(condition: Condition) => void>();
  readonly #onFaults = new Set<(fault: HostError) => void>();
  #channel: Channel | null = null;
  #count = 0;
  #renewed = '';
  #wasThere = false;
  #busy = 0;
  #isClosed = false;

  /** `open` names the kind of view and what it shows; `insertCell` may be lacking. */
  constructor(
    stream: Stream,
    open: View['open'],
    choices: Choices,
    insertCell?: (code: string) => void
  ) {
    this.#stream = stream;
    this.open = open;
    this.#choices = choices;
    if (insertCell) {
      this.insertCell = insertCell;
    }
  }

  /** Begin, or go on after a pause. */
  resume(): void {
    if (!this.#channel && !this.#isClosed) {
      this.#become('connecting');
      this.#channel = this.#stream.open(this);
    }
  }

  /** Be told nothing until it goes on. */
  pause(): void {
    this.#channel?.close();
    this.#channel = null;
    this.#last.clear();
    this.#refuse(one => one.isSaid && one.text['ask'] === ACT, LEFT);
    // What was asked else is asked again when it goes on.
    this.#waiting.forEach(one => (one.isSaid = false));
  }

  /** Have all that is shown asked for when the view is opened again, and told as this kind. */
  renew(kind: string): void {
    this.#renewed = kind;
  }

  /** End it: nobody is told anything any more. */
  close(): void {
    this.#isClosed = true;
    this.#channel?.close();
    this.#channel = null;
    this.#onConditions.clear();
    this.#onFaults.clear();
    this.#listeners.clear();
    this.#refuse(() => true, CLOSED);
  }

  ask(question: string, wanted: { [name: string]: Json } = {}): Promise<Message> {
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new HostError(CLOSED));
        return;
      }
      if (question === ACT && this.condition === 'gone') {
        // Nothing may happen long after somebody wanted it.
        reject(unreachable());
        return;
      }
      const one = { resolve, reject, text: { ...wanted, id, ask: question }, isSaid: false };
      this.#waiting.set(id, one);
      // What is asked before there is a connection is asked then.
      one.isSaid = this.#channel?.say(one.text) ?? false;
      setTimeout(() => this.#look(id), BUSY_AFTER);
    });
  }

  onPush(kind: string, told: (push: Message) => void): () => void {
    const of = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, of.add(told));
    const before = this.#last.get(kind);
    if (before) {
      told(before);
    }
    return () => of.delete(told);
  }

  get(name: string): Json | undefined {
    return this.#choices.get(name);
  }

  set(name: string, value: Json | undefined): void {
    this.#choices.set(name, value);
  }

  onChoice(name: string, told: (value: Json | undefined) => void): () => void {
    return this.#choices.on(name, told);
  }

  onCondition(told: (condition: Condition) => void): () => void {
    this.#onConditions.add(told);
    return () => this.#onConditions.delete(told);
  }

  /** Be told why there is nothing to show. */
  onFault(told: (fault: HostError) => void): () => void {
    this.#onFaults.add(told);
    return () => this.#onFaults.delete(told);
  }

  hear(message: Message): void {
    const { re, push, error } = message.content as {
      re?: number;
      push?: string;
      error?: { message: string; hint?: string };
    };
    if (typeof re === 'number') {
      const waiting = this.#waiting.get(re);
      this.#waiting.delete(re);
      if (error) {
        waiting?.reject(new HostError(error.message, error.hint));
      } else {
        waiting?.resolve(message);
      }
    } else if (error) {
      const fault = new HostError(error.message, error.hint);
      this.#onFaults.forEach(told => told(fault));
    } else if (typeof push === 'string' && push !== ALIVE) {
      this.#tell(push, message);
    }
    this.#settle();
  }

  became(isThere: boolean): void {
    if (isThere) {
      // The channel of a view that is opened on an open stream is not known here yet.
      queueMicrotask(() => {
        this.#waiting.forEach(one => (one.isSaid ||= this.#channel?.say(one.text) ?? false));
        this.#settle();
        this.#again();
      });
    } else {
      this.#last.clear();
      // Questions that were asked are lost; those that were not can wait, but for what acts.
      this.#refuse(({ isSaid, text: { ask } }) => (isSaid ? ask !== HELLO : ask === ACT), LOST);
      this.#waiting.forEach(one => (one.isSaid = false));
      this.#become('gone');
    }
  }

  /** Ask for all that is shown, where it was shown before. */
  #again(): void {
    const kind = this.#renewed;
    if (kind && this.#wasThere) {
      this.ask(HELLO).then(
        answer => this.#tell(kind, answer),
        () => undefined // then it is asked the next time
      );
    }
    this.#wasThere = true;
  }

  #tell(kind: string, message: Message): void {
    this.#last.set(kind, message);
    this.#listeners.get(kind)?.forEach(told => told(message));
  }

  #look(id: number): void {
    if (this.#waiting.has(id) && this.condition === 'live') {
      this.#busy = id;
      this.#become('waiting');
    }
  }

  #settle(): void {
    if (this.condition !== 'waiting' || !this.#waiting.has(this.#busy)) {
      this.#become('live');
    }
  }

  #become(condition: Condition): void {
    if (condition !== this.condition) {
      this.condition = condition;
      this.#onConditions.forEach(told => told(condition));
    }
  }

  #refuse(which: (waiting: Waiting) => boolean, why: string): void {
    for (const [id, one] of [...this.#waiting]) {
      if (which(one)) {
        this.#waiting.delete(id);
        one.reject(new HostError(why, why === LOST ? 'Try it again.' : ''));
      }
    }
  }
}
