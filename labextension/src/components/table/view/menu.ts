/** Menus that open over everything, and close by themselves. */

import { h } from '../../shared/dom';
import type { Child, Properties } from '../../shared/dom';
import { useSheet } from '../../shared/sheets';
import css from '../menu.css';

/** An entry of a menu; without `take` it is a heading. */
export interface Entry {
  readonly label: string;
  readonly take?: () => void;
  readonly isOn?: boolean;
  readonly isOff?: boolean;
  readonly key?: string;
}

/** Entries; null is a line between them, and what is false is left out. */
export type Entries = readonly (Entry | null | false)[];

/** What something opens at: an element, or a place of the window. */
export type Anchor = Element | DOMRect;

let closeOpen: (() => void) | undefined;

/** Close the menu that is open. */
export function closeMenu(): void {
  closeOpen?.();
}

/**
 * Open something at an element. It closes at Escape, at a click elsewhere and when the focus
 * leaves. Returns what closes it and calls `after`, as Escape does.
 */
export function openPanel(
  root: HTMLElement,
  anchor: Anchor,
  panel: HTMLElement,
  after: () => void
): () => void {
  useSheet(root, css);
  closeMenu();
  const close = (): void => {
    document.removeEventListener('pointerdown', outside, true);
    closeOpen = undefined;
    panel.remove();
  };
  const done = (): void => {
    close();
    after();
  };
  const outside = (event: Event): void => {
    if (!event.composedPath().includes(panel)) {
      close();
    }
  };
  panel.classList.add('t-popup');
  panel.popover = 'manual';
  panel.dataset['lmSuppressShortcuts'] = 'true';
  root.append(panel);
  panel.showPopover?.();
  const at = anchor instanceof Element ? anchor.getBoundingClientRect() : anchor;
  const { width, height } = panel.getBoundingClientRect();
  const left = Math.max(4, Math.min(at.left, innerWidth - width - 8));
  const top = Math.max(4, Math.min(at.bottom + 2, innerHeight - height - 8));
  panel.style.translate = `${left}px ${top}px`;
  closeOpen = close;
  document.addEventListener('pointerdown', outside, true);
  panel.addEventListener('keydown', event => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      done();
    }
  });
  panel.addEventListener('focusout', ({ relatedTarget: next }) => {
    if (next instanceof Node && !panel.contains(next)) {
      close();
    }
  });
  return done;
}

/** Open a menu at an element. */
export function openMenu(
  root: HTMLElement,
  anchor: Anchor,
  name: string,
  entries: Entries,
  after: () => void
): void {
  const made = entries.map(entry => {
    if (!entry) {
      return entry === null && h('hr');
    }
    const { label, take, isOn, isOff, key } = entry;
    if (!take) {
      return h('div.t-title', null, label);
    }
    const onclick = (): void => {
      done();
      take();
    };
    return h(
      'button',
      {
        role: isOn === undefined ? 'menuitem' : 'menuitemradio',
        'aria-checked': isOn?.toString(),
        tabindex: -1,
        disabled: isOff,
        onclick
      },
      h('span.t-check', { 'aria-hidden': 'true' }, isOn && '\u2713'),
      h('span.t-label', null, label),
      key && h('kbd', null, key)
    );
  });
  const panel = h('div.t-menus', { role: 'menu', 'aria-label': name }, ...made);
  const done = openPanel(root, anchor, panel, after);
  const items = [...panel.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  items[0]?.focus();
  panel.onkeydown = event => {
    const now = items.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items.at((now + step) % items.length)?.focus();
    } else if (event.key === 'Tab') {
      done();
    }
  };
}

/** A button that opens something. */
export function opener(
  label: Child,
  title: string,
  open: (button: HTMLElement) => void
): HTMLButtonElement {
  const button: HTMLButtonElement = h(
    'button',
    { 'aria-haspopup': 'true', title, onclick: () => open(button) },
    label,
    h('span', { 'aria-hidden': 'true' }, '\u2009\u25be')
  );
  return button;
}

/** A field to search in, or to filter by. */
export function searchField(label: string, more: Properties = {}): HTMLInputElement {
  return h('input.t-field', {
    type: 'search',
    placeholder: label,
    'aria-label': label,
    spellcheck: 'false',
    autocomplete: 'off',
    'data-lm-suppress-shortcuts': 'true',
    ...more
  });
}
