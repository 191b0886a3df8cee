/** Doing something to runs by the server: once, with what came of it in words, and its undoing. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../../components/shared/dom';
import type { ActionAnswer } from '../../wire/api_action';
import { saidOf } from '../api/fault';
import type { Rest } from '../api/rest';
import type { Json } from '../../components/shared/host';

/** Something that is done to runs. */
export interface Action {
  readonly action: string;
  readonly runs: readonly string[];
  readonly value?: unknown;
}

export class Doing {
  /** Where it is said. */
  readonly element = h('div.guild-said', { role: 'status', hidden: true });
  readonly #rest: Rest;
  readonly #done: () => void;
  readonly #trans: TranslationBundle;

  /** `done` is told when runs may have changed. */
  constructor(rest: Rest, done: () => void, trans: TranslationBundle) {
    this.#rest = rest;
    this.#done = done;
    this.#trans = trans;
  }

  /** Do something; resolves to whether it was done. */
  async act({ action, runs, value }: Action): Promise<boolean> {
    const body: { [name: string]: Json } = { action, runs: [...runs] };
    if (value !== undefined && value !== null) {
      body['value'] = value as Json;
    }
    try {
      const { said, undo } = await this.#rest.post<ActionAnswer>('actions', body);
      this.say(said, undo);
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    } finally {
      this.#done();
    }
  }

  /** Say a sentence, which can be undone. */
  say(text: string, undo?: Action): void {
    const back = h('button', null, this.#trans.__('Undo'));
    back.addEventListener('click', () => {
      back.disabled = true;
      void this.act(undo!);
    });
    this.#show(false, clean(text), undo ? back : null);
  }

  /** Say what is wrong. */
  fail(error: unknown): void {
    const { message, hint } = saidOf(error, this.#trans.__('that could not be done'));
    this.#show(true, clean(message), hint ? h('span.guild-hint', null, clean(hint)) : null);
  }

  /** Say nothing any more. */
  hush(): void {
    this.element.hidden = true;
    fill(this.element);
  }

  #show(isProblem: boolean, text: string, more: HTMLElement | null): void {
    const away = h('button.guild-away', {
      'aria-label': this.#trans.__('Dismiss'),
      onclick: () => this.hush()
    });
    away.textContent = '×';
    this.element.hidden = false;
    this.element.classList.toggle('guild-problem', isProblem);
    fill(this.element, h('span', null, text), more, away);
  }
}
