/** Doing something to a run: once, however long the kernel is busy, and said how it went. */

import type { Host, Json, Message } from '../shared/host';
import { HostError } from '../shared/host';
import { clean, fill, h } from '../shared/dom';

/** What undoes an action. */
interface Undo {
  readonly action: string;
  readonly runs: string[];
  readonly value: Json;
}

/** Carries out actions of one card, one at a time, and says what came of them. */
export class Doing {
  /** Where it is said. */
  readonly element = h('div', { class: 'g-card-said', role: 'status', hidden: true });
  private waiting = 0;

  constructor(
    private readonly host: Host,
    private readonly run: () => string,
    private readonly done: (answer: Message) => void
  ) {}

  /** Tell that nothing is being waited for, or what is. */
  get isWaiting(): boolean {
    return this.waiting > 0;
  }

  /** Do something to the run; resolves to whether it was done. */
  async act(action: string, value: Json = null): Promise<boolean> {
    return this.send({ action, runs: [this.run()], value });
  }

  /** Say a sentence. */
  say(text: string, ...more: (Node | string)[]): void {
    this.element.classList.remove('g-problem');
    this.element.hidden = !text;
    fill(this.element, clean(text), ...more);
  }

  /** Say why something was not done. */
  refuse(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.element.hidden = false;
    this.element.classList.add('g-problem');
    const hint = error instanceof HostError ? error.hint : '';
    fill(this.element, clean(message), hint && h('span', { class: 'g-muted' }, ` ${clean(hint)}`));
  }

  private async send(wanted: Undo): Promise<boolean> {
    this.waiting += 1;
    try {
      const answer = await this.host.ask('act', { ...wanted });
      const undo = answer.content['undo'] as Undo | undefined;
      const again = (): void => {
        button.disabled = true;
        void this.send(undo!);
      };
      const button = h('button', { type: 'button', class: 'g-plain', onclick: again }, 'Undo');
      this.say(String(answer.content['said'] ?? ''), ...(undo ? [' ', button] : []));
      this.done(answer);
      return true;
    } catch (error) {
      this.refuse(error);
      return false;
    } finally {
      this.waiting -= 1;
    }
  }
}
