/** A host that answers from a table of functions, and a card to show. */

import type { Condition, Host, Json, Message, Panel } from '../../src/components/shared/host';
import type { Card } from '../../src/wire/card';

type Wanted = { [name: string]: Json };
type Answer = (
  wanted: Wanted
) => Partial<Message['content']> | Promise<Partial<Message['content']>>;

/** A message without buffers. */
export const message = (content: Message['content']): Message => ({ content, buffers: [] });

/** A host in which a test plays the kernel. */
export class Page implements Host {
  condition: Condition = 'live';
  readonly asked: { question: string; wanted: Wanted }[] = [];
  readonly inserted: string[] = [];
  panel?: Panel;
  private readonly told = new Map<string, Set<(push: Message) => void>>();
  private readonly conditions = new Set<(condition: Condition) => void>();

  constructor(readonly answers: { [question: string]: Answer } = {}) {}

  insertCell = (code: string): void => void this.inserted.push(code);

  async ask(question: string, wanted: Wanted = {}): Promise<Message> {
    this.asked.push({ question, wanted });
    const answer = this.answers[question];
    if (!answer) {
      throw new Error(`no answer to ${question}`);
    }
    const content = await answer(wanted);
    const { buffers = [], ...rest } = content as { buffers?: DataView[] };
    return { content: rest, buffers };
  }

  onPush(kind: string, told: (push: Message) => void): () => void {
    const all = this.told.get(kind) ?? new Set();
    this.told.set(kind, all.add(told));
    return () => all.delete(told);
  }

  push(kind: string, content: Message['content']): void {
    this.told.get(kind)?.forEach(told => told(message({ push: kind, ...content })));
  }

  become(condition: Condition): void {
    this.condition = condition;
    this.conditions.forEach(told => told(condition));
  }

  get = (): undefined => undefined;
  set = (): void => undefined;
  onChoice = (): (() => void) => () => undefined;
  onCondition(told: (condition: Condition) => void): () => void {
    this.conditions.add(told);
    return () => this.conditions.delete(told);
  }
}

/** A card of a run that goes on. */
export function card(more: Partial<Card> = {}): Card {
  return {
    run: { id: 'abcd1234ef', short_id: 'abcd1234', operation: 'train', directory: '/runs/abcd' },
    status: { word: 'running', text: 'running', is_live: true, is_stoppable: true },
    times: { started: 1.7e12, stopped: null, seconds: 5 },
    progress: { what: 'epoch', done: 3, total: 10, seconds_left: 120 },
    flags: [{ name: 'lr', text: '0.1' }],
    facts: [],
    label: '',
    tags: [],
    comments: [],
    marked: false,
    problems: [],
    scalars: [],
    more_scalars: 0,
    output: { text: 'one\ntwo', size: 8, is_whole: true },
    again: '%guild run train lr=0.1',
    watch: '%guild watch abcd1234',
    as_of: 1.7e12,
    ...more
  };
}

/** Wait for what promises have begun. */
export const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));
