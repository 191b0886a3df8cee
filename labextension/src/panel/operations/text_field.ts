/** A field for a text of the run itself, such as its label. */

import { h } from '../../components/shared/dom';

/** Make the field; `typed` is told what it has. */
export function textField(
  id: string,
  label: string,
  value: string,
  help: string,
  typed: (value: string) => void
): { element: HTMLElement; input: HTMLInputElement } {
  const input = h('input', {
    id,
    type: 'text',
    autocomplete: 'off',
    'aria-describedby': help ? `${id}-help` : null,
    oninput: () => typed(input.value)
  });
  input.value = value;
  const element = h(
    'div.guild-field',
    null,
    h('label', { for: id }, label),
    h('div.guild-input', null, input),
    help ? h('p.guild-help', { id: `${id}-help` }, help) : null
  );
  return { element, input };
}
