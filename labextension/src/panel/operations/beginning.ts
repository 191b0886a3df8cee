/** What is shown where there is no project: how to make one, and a button that does. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../../components/shared/dom';
import { saidOf } from '../api/fault';

export class Beginning {
  readonly element: HTMLElement;
  readonly #where = h('p');
  readonly #name: HTMLInputElement;
  readonly #problem = h('div.guild-fault', { role: 'alert', hidden: true });
  readonly #button: HTMLButtonElement;
  readonly #make: (name: string) => Promise<void>;
  readonly #trans: TranslationBundle;

  /** `make` makes a project in the folder, or in a new one of that name. */
  constructor(make: (name: string) => Promise<void>, trans: TranslationBundle) {
    this.#make = make;
    this.#trans = trans;
    this.#name = h('input', {
      id: 'guild-beginning-name',
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: trans.__('this folder'),
      onkeydown: (event: KeyboardEvent) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.stopPropagation();
          void this.#begin();
        }
      }
    });
    this.#button = h(
      'button.guild-run',
      { type: 'button', onclick: () => void this.#begin() },
      trans.__('Make a project')
    );
    const example = 'train:\n  main: train\n  flags-import: yes';
    this.element = h(
      'div.guild-beginning',
      { hidden: true },
      this.#where,
      h(
        'p',
        null,
        trans.__('A project is a folder with a file guild.yml that names its operations, such as:')
      ),
      h('pre', null, example),
      h('p', null, trans.__('Write one, or have one made with an example to begin with.')),
      h(
        'div.guild-field',
        null,
        h('label', { for: 'guild-beginning-name' }, trans.__('Folder')),
        h('div.guild-input', null, this.#name)
      ),
      this.#problem,
      h('div.guild-actions', null, this.#button)
    );
  }

  /** Say in which folder there is no project; as Jupyter shows it. */
  show(folder: string): void {
    this.#where.textContent = folder
      ? this.#trans.__('There is no Guild project in %1, nor above it.', clean(folder))
      : this.#trans.__('There is no Guild project in this folder, nor above it.');
  }

  async #begin(): Promise<void> {
    if (this.#button.getAttribute('aria-disabled') === 'true') {
      return;
    }
    this.#button.setAttribute('aria-disabled', 'true');
    this.#problem.hidden = true;
    try {
      await this.#make(this.#name.value.trim());
      this.#name.value = '';
    } catch (error) {
      const { message, hint } = saidOf(error, this.#trans.__('It could not be made'));
      fill(
        this.#problem,
        h('p', null, clean(message)),
        hint ? h('p.guild-hint', null, clean(hint)) : null
      );
      this.#problem.hidden = false;
    } finally {
      this.#button.setAttribute('aria-disabled', 'false');
    }
  }
}
