/** Doing something to a run: once, however long the kernel is busy, and said how it went. */

import type { CardRun } from '../../wire/card';
import type { Host, HostError, Json, Message } from '../shared/host';
import { clean, fill, h, muted } from '../shared/dom';

/** What is done to runs, or undoes it. */
interface Wanted {
  readonly action: string;
  readonly runs: string[];
  readonly value: Json;
}

/** Carries out actions on the run of a card, and says what came of them. */
export interface Doing {
  /** Where it is said. */
  readonly element: HTMLElement;
  /** Do something to the run; resolves to whether it was done. */
  act(action: string, value?: Json): Promise<boolean>;
  /** Say a sentence. */
  say(text: string): void;
}

/** Make what carries out actions; `done` is told each answer. */
export const doing = (
  host: Host,
  run: () => CardRun | undefined,
  done: (answer: Message) => void
): Doing => {
  const element = h('div', { role: 'status', hidden: true });
  const say = (isProblem: boolean, text: string, ...more: (Node | string)[]): void => {
    element.hidden = !text;
    element.classList.toggle('g-problem', isProblem);
    fill(element, clean(text), ' ', ...more);
  };
  const send = async (wanted: Wanted): Promise<boolean> => {
    try {
      // The panel's server is not busy, whatever the kernel does.
      const answer =
        (await host.panel?.act(run()?.directory ?? '', { ...wanted })) ??
        (await host.ask('act', { ...wanted }));
      const { said, undo } = answer.content as { said?: string; undo?: Wanted };
      const again = (): void => {
        button.disabled = true;
        void send(undo!);
      };
      const button = h('button.g-plain', { onclick: again }, 'Undo');
      say(false, said ?? '', ...(undo ? [button] : []));
      done(answer);
      return true;
    } catch (error) {
      const { message, hint } = error as HostError;
      say(true, message, muted(hint ?? ''));
      return false;
    }
  };
  return {
    element,
    act: (action, value = null) => send({ action, runs: [run()?.id ?? ''], value }),
    say: text => say(false, text)
  };
};
