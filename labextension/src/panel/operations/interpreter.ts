/** The choice of the Python that runs an operation: that of a kernel, or as Guild chooses. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../../components/shared/dom';
import type { KernelPython } from '../../wire/api_project';

export class Interpreter {
  readonly element: HTMLElement;
  readonly #select: HTMLSelectElement;
  readonly #help: HTMLElement;
  readonly #trans: TranslationBundle;
  #pythons: readonly KernelPython[] = [];
  #fixed = '';
  /** What the reader chose; undefined as long as the notebook decides. */
  #chosen: string | undefined;
  #ofNotebook = '';

  /** `chose` is told what the reader chooses. */
  constructor(
    id: string,
    chosen: string | undefined,
    chose: (kernelspec: string) => void,
    trans: TranslationBundle
  ) {
    this.#trans = trans;
    this.#chosen = chosen;
    this.#help = h('p.guild-help', { id: `${id}-help` });
    this.#select = h('select', {
      id,
      'aria-describedby': `${id}-help`,
      onchange: () => {
        this.#chosen = this.#select.value;
        this.#say();
        chose(this.#chosen);
      }
    });
    this.element = h(
      'div.guild-field',
      null,
      h('label', { for: id }, trans.__('Python')),
      h('div.guild-input', null, this.#select),
      this.#help
    );
  }

  /** The kernelspec whose Python is meant; empty for what Guild chooses. */
  get value(): string {
    const wanted = this.#chosen ?? this.#ofNotebook;
    return this.#pythons.some(one => one.kernelspec === wanted) ? wanted : '';
  }

  /** Take what there is; `fixed` is the Python that is set for all runs, empty for none. */
  take(pythons: readonly KernelPython[], fixed: string): void {
    this.#pythons = pythons;
    this.#fixed = fixed;
    const names = pythons.map(one => one.display_name);
    const options = pythons.map(({ kernelspec, display_name: name }) => {
      const isAlone = names.filter(one => one === name).length === 1;
      return h('option', { value: kernelspec }, clean(isAlone ? name : `${name} (${kernelspec})`));
    });
    const own = this.#trans.__('As Guild chooses');
    fill(this.#select, h('option', { value: '' }, own), ...options);
    this.#show();
  }

  /** Take the kernel of the notebook. */
  follow(kernelspec: string): void {
    this.#ofNotebook = kernelspec;
    this.#show();
  }

  /** Let the notebook decide again. */
  reset(): void {
    this.#chosen = undefined;
    this.#show();
  }

  #show(): void {
    this.#select.disabled = this.#fixed !== '';
    this.#select.value = this.value;
    this.#say();
  }

  #say(): void {
    const trans = this.#trans;
    const path = this.#pythons.find(one => one.kernelspec === this.value)?.path;
    this.#help.textContent = this.#fixed
      ? trans.__('GUILD_PYTHON_EXE sets %1 for all runs.', clean(this.#fixed))
      : path
        ? clean(path)
        : trans.__('The one of the operation, else that of the Jupyter server.');
  }
}
