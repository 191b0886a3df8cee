/** Small forms of a card: a line to change and keep, and a line of code to take along. */

import type { Host } from '../shared/host';
import { h } from '../shared/dom';

/** Ask for one line; Enter keeps it and Escape does not. */
export function editor(
  name: string,
  text: string,
  hint: string,
  keep: (text: string) => void,
  leave: () => void
): HTMLFormElement {
  const input = h('input', { type: 'text', 'aria-label': name, placeholder: hint });
  input.value = text;
  const form = h(
    'form',
    { class: 'g-form' },
    h('label', { class: 'g-muted' }, name),
    input,
    h('button', { type: 'submit' }, 'Keep'),
    h('button', { type: 'button', onclick: leave }, 'Cancel')
  );
  form.addEventListener('submit', event => {
    event.preventDefault();
    keep(input.value);
  });
  quiet(form, leave);
  return form;
}

/** Show a line of code that can be changed, copied, and put into a cell where that is possible. */
export function codeLine(
  host: Host,
  name: string,
  line: string,
  said: (text: string) => void,
  leave: () => void
): HTMLFormElement {
  const input = h('input', {
    type: 'text',
    class: 'g-code',
    'aria-label': name,
    spellcheck: 'false'
  });
  input.value = line;
  const insert = host.insertCell?.bind(host);
  const form = h(
    'form',
    { class: 'g-form' },
    h('label', { class: 'g-muted' }, name),
    input,
    h('button', { type: 'submit' }, 'Copy'),
    insert && h('button', { type: 'button', onclick: () => insert(input.value) }, 'Insert cell'),
    h('button', { type: 'button', onclick: leave }, 'Close')
  );
  form.addEventListener('submit', event => {
    event.preventDefault();
    void copy(input.value, input).then(() => said('copied; paste it into a cell'));
  });
  quiet(form, leave);
  return form;
}

/** Put text on the clipboard, in pages too that may not be asked for it. */
export async function copy(text: string, shown?: HTMLInputElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = shown ?? h('input', { value: text, style: 'position:fixed;opacity:0' });
    if (!shown) {
      document.body.append(field);
      field.value = text;
    }
    field.select();
    // Old, and all that there is on a page without a secure address.
    document.execCommand('copy');
    if (!shown) {
      field.remove();
    }
  }
}

/** Keep keys that are typed here from the notebook, and leave with Escape. */
function quiet(form: HTMLFormElement, leave: () => void): void {
  form.addEventListener('keydown', event => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      leave();
    }
  });
}
