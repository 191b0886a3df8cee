/** What is said above the sections while something is wrong, with the command that mends it. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../components/shared/dom';
import type { ServerState } from './api/handshake';

/** One thing to say: sentences, and commands for a terminal. */
interface Said {
  readonly text: string;
  readonly commands: readonly string[];
  /** Whether it is only a remark, while everything works. */
  readonly isMild?: boolean;
}

const ENABLE = 'jupyter server extension enable guild_jupyter';
const INSTALL = 'pip install --upgrade guild-jupyter';

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
    const said = this.#words(state);
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
        navigator.clipboard?.writeText(command).then(
          () => (copy.textContent = this.#trans.__('Copied')),
          () => undefined
        );
      }
    });
    copy.textContent = this.#trans.__('Copy');
    return h('div.guild-command', null, h('code', null, command), copy);
  }

  #words(state: ServerState): Said | null {
    const trans = this.#trans;
    switch (state.kind) {
      case 'asking':
        return null;
      case 'ready':
        return state.said ? { text: state.said, commands: [], isMild: true } : null;
      case 'missing':
        return {
          text: trans.__(
            'The Jupyter server has no Guild extension, or it is not enabled. Enable it where ' +
              'Jupyter is installed, and start Jupyter again:'
          ),
          commands: [ENABLE]
        };
      case 'other':
        return {
          text:
            state.said ||
            trans.__(
              'The panel is of version %1, the server extension of version %2. Install one ' +
                'version, start Jupyter again, and reload the page:',
              VERSION,
              state.version
            ),
          commands: state.said ? [] : [INSTALL]
        };
      case 'unreachable':
        return {
          text: trans.__('The Jupyter server does not answer. It is asked again by itself.'),
          commands: []
        };
      default:
        return {
          text: state.said || trans.__('The Guild extension of the Jupyter server fails.'),
          commands: []
        };
    }
  }
}
