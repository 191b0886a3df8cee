/**
 * A host over the comm of a widget.
 *
 * Messages of a page are `{page, id, ask, …}`, answers `{page, re: id, …}` or `{page, re: id,
 * error}`, and what the kernel says of itself `{push: kind, …}`, `{push: 'alive'}` every few
 * seconds. A page that shows the view no longer says `{page, left: true}`; when the last has left,
 * nothing is told until one asks again.
 */

import { HostError } from '../components/shared/host';
import type { Condition, Host, Json, Message, Panel } from '../components/shared/host';
import { panel } from './panel';
import { Liveness } from './liveness';
import type { Model } from './model';

const ALIVE = 'alive';
const BUSY_AFTER = 700;
const LOOK_EVERY = 2_000;
const GONE = 'the kernel that made this view is gone';

interface Waiting {
  readonly resolve: (answer: Message) => void;
  readonly reject: (error: HostError) => void;
  readonly since: number;
}

export class Connection implements Host {
  condition: Condition = 'connecting';
  readonly insertCell?: (code: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, Set<(push: Message) => void>>();
  readonly #last = new Map<string, Message>();
  readonly #onConditions = new Set<(condition: Condition) => void>();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #undo: (() => void)[] = [];
  readonly #liveness: Liveness;
  readonly #model: Model;
  readonly #told: () => void;
  /** Several pages may show a view, and all hear what is said to one. */
  readonly #page = Math.random().toString(36).slice(2);
  #count = 0;
  #hasContent = false;

  /** `told` is called once, when there is something to show; `insertCell` may be lacking. */
  constructor(
    model: Model,
    told: () => void = () => undefined,
    insertCell?: (code: string) => void
  ) {
    this.#model = model;
    this.#told = told;
    if (insertCell) {
      this.insertCell = insertCell;
    }
    const hear = (content: Message['content'], buffers?: readonly DataView[]): void =>
      this.#hear({ content, buffers: buffers ?? [] });
    model.on('msg:custom', hear);
    this.#liveness = new Liveness(model, () => this.#look());
    this.#undo.push(() => model.off('msg:custom', hear));
    this.#undo.push(() => this.#liveness.dispose());
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY);
  }

  get panel(): Panel | undefined {
    return panel();
  }

  ask(question: string, wanted: { [name: string]: Json } = {}): Promise<Message> {
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      if (this.#liveness.isGone()) {
        this.#become('gone');
        reject(new HostError(GONE));
        return;
      }
      this.#waiting.set(id, { resolve, reject, since: Date.now() });
      this.#model.send({ ...wanted, id, page: this.#page, ask: question });
      setTimeout(() => this.#look(), BUSY_AFTER + 50);
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
    return this.#choices()[name];
  }

  set(name: string, value: Json | undefined): void {
    const choices = { ...this.#choices() };
    if (value === undefined) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
      delete choices[name];
    } else {
      choices[name] = value;
    }
    this.#model.set('choices', choices);
    this.#model.save_changes();
  }

  onChoice(name: string, told: (value: Json | undefined) => void): () => void {
    let before = JSON.stringify(this.get(name));
    const changed = (): void => {
      const now = JSON.stringify(this.get(name));
      if (now !== before) {
        before = now;
        told(this.get(name));
      }
    };
    this.#model.on('change:choices', changed);
    const off = (): void => this.#model.off('change:choices', changed);
    this.#undo.push(off);
    return off;
  }

  onCondition(told: (condition: Condition) => void): () => void {
    this.#onConditions.add(told);
    return () => this.#onConditions.delete(told);
  }

  /** End it: nobody is told anything any more. */
  close(): void {
    if (this.condition !== 'gone') {
      this.#model.send({ left: true, page: this.#page });
    }
    clearInterval(this.#timer);
    this.#undo.forEach(off => off());
    this.#listeners.clear();
    this.#onConditions.clear();
    this.#refuse('the view was closed');
  }

  #choices(): { [name: string]: Json } {
    return (this.#model.get('choices') ?? {}) as { [name: string]: Json };
  }

  #hear(message: Message): void {
    this.#liveness.hear();
    const { re, page, push, error } = message.content as {
      re?: number;
      page?: string;
      push?: string;
      error?: { message: string; hint: string };
    };
    if (page && page !== this.#page) {
      return; // another page asked
    }
    if (typeof re === 'number') {
      const waiting = this.#waiting.get(re);
      this.#waiting.delete(re);
      if (error) {
        waiting?.reject(new HostError(error.message, error.hint));
      } else {
        waiting?.resolve(message);
      }
    } else if (typeof push === 'string' && push !== ALIVE) {
      this.#last.set(push, message);
      this.#listeners.get(push)?.forEach(told => told(message));
    }
    if (!this.#hasContent && push !== ALIVE) {
      this.#hasContent = true;
      this.#told();
    }
    this.#look();
  }

  #look(): void {
    const now = Date.now();
    if (this.#liveness.isGone()) {
      this.#become('gone');
    } else if ([...this.#waiting.values()].some(one => now - one.since > BUSY_AFTER)) {
      this.#become('waiting');
    } else if (this.#hasContent || this.#waiting.size === 0) {
      this.#become('live');
    }
  }

  #become(condition: Condition): void {
    if (condition === this.condition) {
      return;
    }
    this.condition = condition;
    if (condition === 'gone') {
      this.#refuse(GONE);
    }
    this.#onConditions.forEach(told => told(condition));
  }

  #refuse(why: string): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    waiting.forEach(one => one.reject(new HostError(why)));
  }
}
