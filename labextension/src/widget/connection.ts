/**
 * A host over the comm of a widget.
 *
 * Messages of a page are `{page, id, ask, …}`, answers `{page, re: id, …}` or `{page, re: id,
 * error}`, and what the kernel says of itself `{push: kind, …}`, `{push: 'alive'}` every few
 * seconds. A page that shows the view no longer, or is closed, says `{page, left: true}`; when the last has left,
 * nothing is told until one asks again.
 */

import { HostError } from '../components/shared/host';
import type { Condition, Host, Json, Message } from '../components/shared/host';
import { listeners } from '../components/shared/listeners';
import type { Listeners } from '../components/shared/listeners';
import { liveness } from './liveness';
import { panel } from './panel';
import type { Model } from './model';

const HEARD = 'msg:custom';
const CHOICES = 'choices';
const ALIVE = 'alive';
const BUSY_AFTER = 700;
const LOOK_EVERY = 2_000;
const GONE = 'the kernel that made this view is gone';

interface Waiting {
  readonly resolve: (answer: Message) => void;
  readonly reject: (error: HostError) => void;
  readonly since: number;
}

/** A host that can be ended: nobody is told anything any more. */
export interface Connection extends Host {
  close(): void;
}

/** `told` is called once, when there is something to show; `insertCell` may be lacking. */
export const connect = (
  model: Model,
  told: () => void = () => undefined,
  insertCell?: (code: string) => void
): Connection => {
  const waiting = new Map<number, Waiting>();
  const pushes = new Map<string, Listeners<Message>>();
  const last = new Map<string, Message>();
  const conditions = listeners<Condition>();
  /** Several pages may show a view, and all hear what is said to one. */
  const page = Math.random().toString(36).slice(2);
  const undo: (() => void)[] = [];
  let condition: Condition = 'connecting';
  let count = 0;
  let hasContent = false;

  const on = (event: string, hear: (...values: never[]) => void): (() => void) => {
    const off = (): void => model.off(event, hear);
    model.on(event, hear);
    undo.push(off);
    return off;
  };
  const choices = (): { [name: string]: Json } =>
    (model.get(CHOICES) ?? {}) as { [name: string]: Json };
  const refuse = (why: string): void => {
    waiting.forEach(one => one.reject(new HostError(why)));
    waiting.clear();
  };
  const become = (now: Condition): void => {
    if (now === condition) {
      return;
    }
    condition = now;
    if (now === 'gone') {
      refuse(GONE);
    }
    conditions.tell(now);
  };
  const look = (): void => {
    const now = Date.now();
    if (kernel.isGone()) {
      become('gone');
    } else if ([...waiting.values()].some(one => now - one.since > BUSY_AFTER)) {
      become('waiting');
    } else if (hasContent || !waiting.size) {
      become('live');
    }
  };
  const hear = (content: Message['content'], buffers: readonly DataView[] = []): void => {
    kernel.hear();
    const message = { content, buffers };
    const {
      re,
      page: of,
      push,
      error
    } = content as {
      re?: number;
      page?: string;
      push?: string;
      error?: { message: string; hint: string };
    };
    if (of && of !== page) {
      return; // another page asked
    }
    if (typeof re === 'number') {
      const one = waiting.get(re);
      waiting.delete(re);
      if (error) {
        one?.reject(new HostError(error.message, error.hint));
      } else {
        one?.resolve(message);
      }
    } else if (push && push !== ALIVE) {
      last.set(push, message);
      pushes.get(push)?.tell(message);
    }
    if (!hasContent && push !== ALIVE) {
      hasContent = true;
      told();
    }
    look();
  };

  const leave = (): void => {
    if (condition !== 'gone') {
      model.send({ left: true, page });
    }
  };
  const hide = (event: PageTransitionEvent): void => {
    if (!event.persisted) {
      leave(); // nothing else tells the kernel that a tab was closed or loaded anew
    }
  };

  on(HEARD, hear);
  addEventListener('pagehide', hide);
  undo.push(() => removeEventListener('pagehide', hide));
  const kernel = liveness(model, look);
  const timer = setInterval(look, LOOK_EVERY);
  const get = (name: string): Json | undefined => choices()[name];
  return {
    get condition() {
      return condition;
    },
    get panel() {
      return panel();
    },
    ...(insertCell && { insertCell }),

    ask: (question, wanted) =>
      new Promise((resolve, reject) => {
        const id = ++count;
        if (kernel.isGone()) {
          become('gone');
          reject(new HostError(GONE));
          return;
        }
        waiting.set(id, { resolve, reject, since: Date.now() });
        model.send({ ...wanted, id, page, ask: question });
        setTimeout(look, BUSY_AFTER + 50);
      }),

    onPush(kind, hears) {
      const of = pushes.get(kind) ?? listeners();
      pushes.set(kind, of);
      const off = of.add(hears);
      const before = last.get(kind);
      if (before) {
        hears(before);
      }
      return off;
    },

    get,
    set(name, value) {
      const now = { ...choices(), [name]: value };
      if (value === undefined) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
        delete now[name];
      }
      model.set(CHOICES, now);
      model.save_changes();
    },
    onChoice(name, hears) {
      let before = JSON.stringify(get(name));
      return on(`change:${CHOICES}`, () => {
        const now = JSON.stringify(get(name));
        if (now !== before) {
          before = now;
          hears(get(name));
        }
      });
    },
    onCondition: conditions.add,

    close() {
      leave();
      clearInterval(timer);
      undo.forEach(off => off());
      kernel.dispose();
      pushes.clear();
      refuse('the view was closed');
    }
  };
};
