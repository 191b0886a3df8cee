/** The operations of a project as headings; one of them has its form below it. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../../components/shared/dom';
import type { ProjectOperation } from '../../wire/api_project';
import type { OperationForm } from './form';

/** How many forms are kept as they are while others are shown. */
const MOST = 40;

/** A form that was made, and what it was made from. */
interface Kept {
  readonly of: string;
  readonly form: OperationForm;
}

export class OperationList {
  readonly element = h('div.guild-operations');
  /** The form that is shown. */
  form: OperationForm | null = null;
  readonly #make: (operation: ProjectOperation, project: string) => OperationForm;
  readonly #chose: (operation: string | undefined) => void;
  readonly #trans: TranslationBundle;
  /** Forms keep their elements, and so all that is typed into them. */
  readonly #forms = new Map<string, Kept>();
  #shown = '';

  /** `make` makes a form; `chose` is told which operation the reader opens, or closes. */
  constructor(
    make: (operation: ProjectOperation, project: string) => OperationForm,
    chose: (operation: string | undefined) => void,
    trans: TranslationBundle
  ) {
    this.#make = make;
    this.#chose = chose;
    this.#trans = trans;
  }

  /** Show operations of a project, one of them open. */
  show(operations: readonly ProjectOperation[], project: string, open: string | undefined): void {
    const now = JSON.stringify([project, open, operations]);
    if (now === this.#shown) {
      return;
    }
    this.#shown = now;
    const focused = document.activeElement;
    const within = focused && this.element.contains(focused) ? focused : null;
    const heading = within?.closest('[data-operation]')?.getAttribute('data-operation');
    const top = this.element.parentElement?.scrollTop ?? 0;
    this.form = null;
    const items = operations
      .filter(operation => !operation.is_hidden)
      .map(operation => this.#item(operation, project, operation.name === open));
    fill(this.element, ...items);
    if (this.element.parentElement) {
      this.element.parentElement.scrollTop = top;
    }
    this.#focusAgain(within, heading, within?.getAttribute('name') ?? null);
  }

  /** Moving elements takes the focus from them. */
  #focusAgain(
    within: Element | null,
    heading: string | null | undefined,
    name: string | null
  ): void {
    if (!within || document.activeElement === within) {
      return;
    }
    if (this.element.contains(within)) {
      (within as HTMLElement).focus({ preventScroll: true });
      return;
    }
    const items = [...this.element.querySelectorAll<HTMLElement>('[data-operation]')];
    const item = items.find(one => one.dataset['operation'] === heading);
    const named = [...(item?.querySelectorAll<HTMLElement>('[name]') ?? [])];
    const field = named.find(one => name && one.getAttribute('name') === name);
    (field ?? item?.querySelector<HTMLElement>('button'))?.focus({ preventScroll: true });
  }

  #item(operation: ProjectOperation, project: string, isOpen: boolean): HTMLElement {
    const trans = this.#trans;
    const form = isOpen ? this.#formOf(operation, project) : null;
    this.form = form ?? this.form;
    const kind = operation.is_default
      ? trans.__('default')
      : operation.is_pipeline
        ? trans.__('pipeline')
        : '';
    const head = h(
      'button.guild-head',
      {
        type: 'button',
        'aria-expanded': String(isOpen),
        'aria-controls': form?.element.id,
        onclick: () => this.#chose(isOpen ? undefined : operation.name)
      },
      h('span.guild-caret', { 'aria-hidden': 'true' }),
      h('span.guild-name', null, clean(operation.name)),
      kind ? h('span.guild-kind', null, kind) : null
    );
    const description = operation.description
      ? h('p.guild-description', null, clean(operation.description))
      : null;
    const item = h('div.guild-operation', { 'data-operation': operation.name });
    item.append(h('h3', null, head), ...(description ? [description] : []));
    if (form) {
      item.append(form.element);
    }
    return item;
  }

  #formOf(operation: ProjectOperation, project: string): OperationForm {
    const key = JSON.stringify([project, operation.name]);
    const of = JSON.stringify(operation);
    const kept = this.#forms.get(key);
    const form = kept?.of === of ? kept.form : this.#make(operation, project);
    this.#forms.delete(key);
    this.#forms.set(key, { of, form });
    if (this.#forms.size > MOST) {
      this.#forms.delete(this.#forms.keys().next().value!);
    }
    return form;
  }
}
