/** What is said above the sections while something is wrong, with the command that mends it. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../components/shared/dom';
import { copied } from '../components/table/view/clipboard';
import type { ServerState } from './api/handshake';
import { wordsOf } from './state_words';

export class Banner {
  readonly element = h('div.guild-banner', { hidden: true });
  readonly #trans: TranslationBundle;
  readonly #again: () => void;

  /** `again` asks the server once more. */
  constructor(trans: TranslationBundle, again: () => void) {
    this.#trans = trans;
    this.#again = again;
  }

  /** Say how things are; nothing where all is well. */
  draw(state: ServerState): void {
    const said = wordsOf(state, this.#trans);
    this.element.hidden = !said;
    if (!said) {
      fill(this.element);
      return;
    }
    this.element.setAttribute('role', said.isMild ? 'status' : 'alert');
    this.element.classList.toggle('guild-mild', said.isMild ?? false);
    const commands = said.commands.map(command => this.#command(command));
    const button = h('button', { onclick: () => this.#again() }, this.#trans.__('Try again'));
    fill(this.element, h('p', null, clean(said.text)), ...commands, said.isMild ? null : button);
  }

  #command(command: string): HTMLElement {
    const copy = h('button.guild-copy', {
      'aria-label': this.#trans.__('Copy the command %1', command),
      title: this.#trans.__('Copy'),
      onclick: () => {
        copied(command).then(
          () => (copy.textContent = this.#trans.__('Copied')),
          () => (copy.textContent = this.#trans.__('The browser refuses: select it'))
        );
      }
    });
    copy.textContent = this.#trans.__('Copy');
    return h('div.guild-command', null, h('code', null, command), copy);
  }
}
