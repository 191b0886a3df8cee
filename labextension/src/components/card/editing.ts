/** The form of a card: one line to change, and to keep or to take along. */

import { h } from '../shared/dom';

/** What a line is for. */
export interface Line {
  readonly name: string;
  readonly text: string;
  /** What is said where there is none. */
  readonly hint?: string;
  readonly isCode?: boolean;
  /** What Enter does, and its name. */
  readonly keep: (text: string) => void;
  readonly keeping: string;
  /** Puts it into a new cell, where that is possible. */
  readonly insert?: ((text: string) => void) | undefined;
  /** What Escape does. */
  readonly leave: () => void;
}

/** Ask for one line. */
export function lineForm(line: Line): HTMLFormElement {
  const { name, text, hint, isCode, keep, keeping, insert, leave } = line;
  const input = h('input', {
    class: isCode && 'g-code',
    'aria-label': name,
    placeholder: hint,
    spellcheck: 'false'
  });
  input.value = text;
  const button = (said: string, go: () => void): HTMLElement =>
    h('button', { type: 'button', onclick: go }, said);
  return h(
    'form.g-form',
    {
      onsubmit: (event: Event) => {
        event.preventDefault();
        keep(input.value);
      },
      // Keys that are typed here are not meant for the notebook.
      onkeydown: (event: KeyboardEvent) => {
        event.stopPropagation();
        if (event.key === 'Escape') {
          leave();
        }
      }
    },
    h('span.g-muted', null, name),
    input,
    h('button', null, keeping),
    insert && button('Insert cell', () => insert(input.value)),
    button('Close', leave)
  );
}
