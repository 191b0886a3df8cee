/** The field of a flag: what is typed into it depends on the flag's type, choices and bounds. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../../components/shared/dom';
import type { ProjectFlag } from '../../wire/api_project';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What a field tells. */
export interface FieldHeard {
  /** Another text, or undefined for the default. */
  typed(text: string | undefined): void;
  /** The reader is done with it. */
  committed(): void;
}

const NUMBERS = new Set(['int', 'float', 'number']);
const SWITCH = ['yes', 'no'];

export class Field {
  readonly element: HTMLElement;
  readonly flag: ProjectFlag;
  /** Whether the reader had to do with it. */
  isTouched = false;
  readonly #control: Control;
  readonly #problem: HTMLElement;
  readonly #trans: TranslationBundle;
  readonly #described: string;
  #slider: HTMLInputElement | null = null;

  /** `id` is unique on the page; `text` is what was typed before, undefined for nothing. */
  constructor(
    flag: ProjectFlag,
    id: string,
    text: string | undefined,
    heard: FieldHeard,
    trans: TranslationBundle
  ) {
    this.flag = flag;
    this.#trans = trans;
    this.#control = this.#make(id, text);
    this.#problem = h('p.guild-problem', { id: `${id}-problem`, hidden: true });
    const help = this.#help();
    this.#described = help ? `${id}-help` : '';
    const star = flag.required
      ? h('span.guild-star', { title: trans.__('Required'), 'aria-hidden': 'true' }, '*')
      : null;
    const isSwitch = this.#control.getAttribute('type') === 'checkbox';
    this.element = h(
      'div.guild-field',
      null,
      h('label', { for: id }, h('code', null, clean(flag.name)), star),
      h('div.guild-input', null, this.#control, this.#slider, this.#datalist(id)),
      help ? h('p.guild-help', { id: `${id}-help` }, clean(help)) : null,
      this.#problem
    );
    this.element.classList.toggle('guild-switch', isSwitch);
    this.#describe();
    this.#mark();
    const typed = (): void => {
      this.isTouched = true;
      this.#mark();
      heard.typed(this.text);
    };
    this.#control.addEventListener('input', typed);
    this.#control.addEventListener('change', () => {
      typed();
      heard.committed();
    });
    this.#slider?.addEventListener('input', () => {
      this.#control.value = this.#slider!.value;
      typed();
    });
    this.#slider?.addEventListener('change', () => heard.committed());
  }

  /** What was typed; undefined for the default. */
  get text(): string | undefined {
    const { flag } = this;
    const control = this.#control;
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      const text = control.checked ? SWITCH[0]! : SWITCH[1]!;
      return text === flag.default ? undefined : text;
    }
    const isEmpty = control.value === '';
    const isNothing = flag.default === null || flag.is_secret || isNumeric(control);
    return (isEmpty && isNothing) || control.value === flag.default ? undefined : control.value;
  }

  /** What the page itself can tell to be wrong; empty for nothing. */
  get ownProblem(): string {
    return this.#control.validity?.badInput ? this.#trans.__('This is no number.') : '';
  }

  /** Say what is wrong with it; empty for nothing. */
  tell(problem: string): void {
    fill(this.#problem, clean(problem));
    this.#problem.hidden = !problem;
    if (problem) {
      this.#control.setAttribute('aria-invalid', 'true');
    } else {
      this.#control.removeAttribute('aria-invalid');
    }
    this.#describe();
  }

  /** Go back to the default. */
  reset(): void {
    const { flag } = this;
    const control = this.#control;
    this.isTouched = false;
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      control.checked = flag.default === SWITCH[0];
    } else {
      control.value = flag.is_secret ? '' : (flag.default ?? '');
    }
    this.#mark();
  }

  focus(): void {
    this.#control.focus();
  }

  #make(id: string, text: string | undefined): Control {
    const { flag } = this;
    const common = {
      id,
      name: flag.name,
      spellcheck: 'false',
      autocomplete: 'off',
      'aria-required': flag.required ? 'true' : null
    };
    const value = text ?? (flag.is_secret ? '' : (flag.default ?? ''));
    if (isSwitch(flag) && SWITCH.includes(value)) {
      const box = h('input', { ...common, type: 'checkbox' });
      box.checked = value === SWITCH[0];
      return box;
    }
    if (flag.type === 'boolean' || (flag.choices.length > 0 && !flag.allow_other)) {
      return this.#select(common, value);
    }
    if (value.includes('\n') || flag.default?.includes('\n')) {
      const area = h('textarea', { ...common, rows: 3 });
      area.value = value;
      return area;
    }
    const placeholder = flag.is_secret ? (flag.default ?? '') : (flag.default ?? flag.null_label);
    const input = h('input', {
      ...common,
      placeholder: clean(placeholder),
      type: flag.is_secret ? 'password' : 'text',
      list: flag.choices.length ? `${id}-choices` : null
    });
    if (flag.is_secret) {
      input.setAttribute('autocomplete', 'new-password');
    } else if (NUMBERS.has(flag.type) && isNumber(value) && isNumber(flag.default ?? '')) {
      this.#asNumber(input, value);
    } else if (isNumber(flag.default || 'none')) {
      input.inputMode = 'decimal';
    }
    input.value = value;
    return input;
  }

  #asNumber(input: HTMLInputElement, value: string): void {
    const { min, max, type } = this.flag;
    input.type = 'number';
    input.step = type === 'int' ? '1' : 'any';
    input.min = min === null ? '' : String(min);
    input.max = max === null ? '' : String(max);
    if (min !== null && max !== null && max > min) {
      // In steps that are read easily: a power of ten, at most a thousand of them.
      const step = 10 ** Math.floor(Math.log10((max - min) / 100));
      const slider = h('input', {
        type: 'range',
        min,
        max,
        step: type === 'int' ? Math.max(1, step) : step,
        tabindex: '-1',
        'aria-hidden': 'true'
      });
      slider.value = value || String(min);
      this.#slider = slider;
    }
  }

  #select(common: object, value: string): HTMLSelectElement {
    const { flag } = this;
    const trans = this.#trans;
    const choices = flag.choices.length
      ? flag.choices
      : SWITCH.map(text => ({ text, description: '' }));
    const options = choices.map(({ text, description }) =>
      h('option', { value: text }, clean(description ? `${text} – ${description}` : text))
    );
    if (flag.default === null) {
      options.unshift(h('option', { value: '' }, clean(flag.null_label || trans.__('none'))));
    }
    for (const text of new Set([flag.default ?? '', value])) {
      if (!options.some(option => option.value === text)) {
        options.push(h('option', { value: text }, trans.__('%1 (no choice)', clean(text))));
      }
    }
    const select = h('select', { ...common }, ...options);
    select.value = value;
    return select;
  }

  #datalist(id: string): HTMLElement | null {
    const { choices, allow_other } = this.flag;
    const isNeeded = choices.length > 0 && allow_other;
    const options = choices.map(({ text, description }) =>
      h('option', { value: text, label: description ? clean(description) : null })
    );
    return isNeeded ? h('datalist', { id: `${id}-choices` }, ...options) : null;
  }

  #help(): string {
    const { description, min, max, is_secret } = this.flag;
    const trans = this.#trans;
    const bounds =
      min !== null && max !== null
        ? trans.__('From %1 to %2.', String(min), String(max))
        : min !== null
          ? trans.__('At least %1.', String(min))
          : max !== null
            ? trans.__('At most %1.', String(max))
            : '';
    const kept = is_secret ? trans.__('It is not kept when the page is closed.') : '';
    const isMore = Boolean(bounds || kept);
    const said =
      description && isMore && !/[.!?:]$/.test(description) ? `${description}.` : description;
    return [said, bounds, kept].filter(Boolean).join(' ');
  }

  #describe(): void {
    const ids = [this.#described, this.#problem.hidden ? '' : this.#problem.id].filter(Boolean);
    if (ids.length) {
      this.#control.setAttribute('aria-describedby', ids.join(' '));
    } else {
      this.#control.removeAttribute('aria-describedby');
    }
  }

  /** Mark what is not the default, and have the slider follow. */
  #mark(): void {
    this.element.classList.toggle('guild-changed', this.text !== undefined);
    if (this.#slider && this.#control.value) {
      this.#slider.value = this.#control.value;
    }
  }
}

function isSwitch(flag: ProjectFlag): boolean {
  const isPlain = flag.type === 'boolean' || (flag.type === 'auto' && !flag.choices.length);
  return isPlain && SWITCH.includes(flag.default ?? '');
}

function isNumber(text: string): boolean {
  return text === '' || (text.trim() !== '' && Number.isFinite(Number(text)));
}

function isNumeric(control: Control): boolean {
  return control instanceof HTMLInputElement && control.type === 'number';
}
