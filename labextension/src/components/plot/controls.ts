/** The controls above a chart: choices and boxes to tick. */

import type { TableColumn } from '../../wire/table';
import { clean, fill, h } from '../shared/dom';
import type { Child } from '../shared/dom';

/** More choices than this would not be read. */
const MOST = 300;

/** Something to choose: what it is called here, and there. */
export type Option = readonly [value: string, text: string];

/** A list to choose from. */
export interface Choice {
  readonly element: HTMLElement;
  /** Offer these options, one of them chosen. */
  readonly offer: (options: readonly Option[], value: string) => void;
}

/** A list to choose from, with a word before it and a name for those who hear it. */
export function choice(word: string, name: string, changed: (value: string) => void): Choice {
  const select = h('select', { 'aria-label': name, onchange: () => changed(select.value) });
  let listed = '';
  return {
    element: h('label', null, word && h('span.g-muted', null, word), select),
    offer: (options, value) => {
      const shown = options.filter(([one], i) => i < MOST || one === value);
      const list = JSON.stringify(shown);
      // A list that is open would shut when its options are put again.
      if (list !== listed) {
        listed = list;
        fill(
          select,
          ...shown.map(([one, text]) => h('option', { value: one }, clean(text).slice(0, 60)))
        );
      }
      select.value = value;
      select.disabled = shown.length < 2;
    }
  };
}

/** Columns as options. */
export function optionsOf(columns: readonly TableColumn[]): Option[] {
  return columns.map(column => [column.key, column.heading]);
}

/** A box to tick. */
export function tick(
  text: string,
  title: string,
  isOn: boolean,
  changed: (isOn: boolean) => void
): HTMLElement {
  const box = h('input', {
    type: 'checkbox',
    'aria-label': title,
    onchange: () => changed(box.checked)
  });
  box.checked = isOn;
  return h('label', { title }, box, text);
}

/** A button with a text. */
export function button(text: string, onclick: () => void): HTMLButtonElement {
  return h('button', { type: 'button', onclick }, text);
}

/** The line of controls of a chart. */
export function toolbar(name: string, ...children: Child[]): HTMLElement {
  return h('div.g-controls', { role: 'toolbar', 'aria-label': name }, ...children);
}

/** Sentences that apply, as one text. */
export function sentences(...some: readonly (string | false | 0)[]): string {
  return some.filter(Boolean).join('; ');
}

/** A number of things. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
