/**
 * A host over the comm of a widget.
 *
 * Messages of the page are `{id, ask, …}`, answers `{re: id, …}` or `{re: id, error}`, and what
 * the kernel says of itself `{push: kind, …}`, `{push: 'alive'}` every few seconds. When a page
 * shows the view no longer it says `{left: true}`, and is told nothing until it asks again.
 */

import { HostError } from '../components/shared/host';
import type { Condition, Host, Json, Message } from '../components/shared/host';
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
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<string, Set<(push: Message) => void>>();
  private readonly last = new Map<string, Message>();
  private readonly onConditions = new Set<(condition: Condition) => void>();
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly undo: (() => void)[] = [];
  private readonly liveness: Liveness;
  private count = 0;
  private hasContent = false;

  /** `told` is called once, when there is something to show; `insertCell` may be lacking. */
  constructor(
    private readonly model: Model,
    private readonly told: () => void = () => undefined,
    insertCell?: (code: string) => void
  ) {
    if (insertCell) {
      this.insertCell = insertCell;
    }
    const hear = (content: Message['content'], buffers?: readonly DataView[]): void =>
      this.hear({ content, buffers: buffers ?? [] });
    model.on('msg:custom', hear);
    this.liveness = new Liveness(model, () => this.look());
    this.undo.push(() => model.off('msg:custom', hear));
    this.undo.push(() => this.liveness.dispose());
    this.timer = setInterval(() => this.look(), LOOK_EVERY);
  }

  ask(question: string, wanted: { [name: string]: Json } = {}): Promise<Message> {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve, reject) => {
      if (this.liveness.isGone()) {
        this.become('gone');
        reject(new HostError(GONE));
        return;
      }
      this.waiting.set(id, { resolve, reject, since: Date.now() });
      this.model.send({ ...wanted, id, ask: question });
      setTimeout(() => this.look(), BUSY_AFTER + 50);
    });
  }

  onPush(kind: string, told: (push: Message) => void): () => void {
    const of = this.listeners.get(kind) ?? new Set();
    this.listeners.set(kind, of.add(told));
    const before = this.last.get(kind);
    if (before) {
      told(before);
    }
    return () => of.delete(told);
  }

  get(name: string): Json | undefined {
    return this.choices()[name];
  }

  set(name: string, value: Json | undefined): void {
    const choices = { ...this.choices() };
    if (value === undefined) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
      delete choices[name];
    } else {
      choices[name] = value;
    }
    this.model.set('choices', choices);
    this.model.save_changes();
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
    this.model.on('change:choices', changed);
    const off = (): void => this.model.off('change:choices', changed);
    this.undo.push(off);
    return off;
  }

  onCondition(told: (condition: Condition) => void): () => void {
    this.onConditions.add(told);
    return () => this.onConditions.delete(told);
  }

  /** End it: nobody is told anything any more. */
  close(): void {
    if (this.condition !== 'gone') {
      this.model.send({ left: true });
    }
    clearInterval(this.timer);
    this.undo.forEach(off => off());
    this.listeners.clear();
    this.onConditions.clear();
    this.refuse('the view was closed');
  }

  private choices(): { [name: string]: Json } {
    return (this.model.get('choices') ?? {}) as { [name: string]: Json };
  }

  private hear(message: Message): void {
    this.liveness.hear();
    const { re, push, error } = message.content as {
      re?: number;
      push?: string;
      error?: { message: string; hint: string };
    };
    if (typeof re === 'number') {
      const waiting = this.waiting.get(re);
      this.waiting.delete(re);
      if (error) {
        waiting?.reject(new HostError(error.message, error.hint));
      } else {
        waiting?.resolve(message);
      }
    } else if (typeof push === 'string' && push !== ALIVE) {
      this.last.set(push, message);
      this.listeners.get(push)?.forEach(told => told(message));
    }
    if (!this.hasContent && push !== ALIVE) {
      this.hasContent = true;
      this.told();
    }
    this.look();
  }

  private look(): void {
    const now = Date.now();
    if (this.liveness.isGone()) {
      this.become('gone');
    } else if ([...this.waiting.values()].some(one => now - one.since > BUSY_AFTER)) {
      this.become('waiting');
    } else if (this.hasContent || this.waiting.size === 0) {
      this.become('live');
    }
  }

  private become(condition: Condition): void {
    if (condition === this.condition) {
      return;
    }
    this.condition = condition;
    if (condition === 'gone') {
      this.refuse(GONE);
    }
    this.onConditions.forEach(told => told(condition));
  }

  private refuse(why: string): void {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    waiting.forEach(one => one.reject(new HostError(why)));
  }
}
