/** Menus that open over everything, and close by themselves. */

import { h } from '../../shared/dom';
import type { Child } from '../../shared/dom';

/** An entry of a menu; without `take` it is a heading. */
export interface Entry {
  readonly label: string;
  readonly take?: () => void;
  readonly isOn?: boolean;
  readonly isOff?: boolean;
  readonly key?: string;
}

export type Entries = readonly (Entry | null)[];

let closeOpen: (() => void) | null = null;

/** Close the menu that is open. */
export function closeMenu(): void {
  closeOpen?.();
}

/**
 * Open something at an element. It closes at Escape, at a click elsewhere and when the focus
 * leaves; `after` is called then.
 */
export function openPanel(
  root: HTMLElement,
  anchor: Element | DOMRect,
  panel: HTMLElement,
  after: () => void
): () => void {
  closeOpen?.();
  panel.classList.add('t-popup');
  panel.setAttribute('popover', 'manual');
  panel.setAttribute('data-lm-suppress-shortcuts', 'true');
  root.append(panel);
  panel.showPopover?.();
  place(panel, anchor instanceof Element ? anchor.getBoundingClientRect() : anchor);
  const outside = (event: Event): void => {
    if (!event.composedPath().includes(panel)) {
      close();
    }
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      close();
      after();
    }
  };
  const close = (): void => {
    document.removeEventListener('pointerdown', outside, true);
    panel.remove();
    if (closeOpen === close) {
      closeOpen = null;
    }
  };
  closeOpen = close;
  document.addEventListener('pointerdown', outside, true);
  panel.addEventListener('keydown', escape);
  panel.addEventListener('focusout', event => {
    const next = (event as FocusEvent).relatedTarget;
    if (next instanceof Node && !panel.contains(next)) {
      close();
    }
  });
  return close;
}

function place(panel: HTMLElement, at: DOMRect): void {
  const { width, height } = panel.getBoundingClientRect();
  const left = Math.max(4, Math.min(at.left, window.innerWidth - width - 8));
  const top = Math.max(4, Math.min(at.bottom + 2, window.innerHeight - height - 8));
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}

/** Open a menu at an element. */
export function openMenu(
  root: HTMLElement,
  anchor: Element | DOMRect,
  name: string,
  entries: Entries,
  after: () => void
): void {
  const panel = h('div', { role: 'menu', 'aria-label': name, class: 't-menus' });
  const close = openPanel(root, anchor, panel, after);
  panel.append(
    ...entries.map(entry => {
      if (!entry) {
        return h('hr', { role: 'separator' });
      }
      const { take } = entry;
      if (!take) {
        return h('div.t-title', { role: 'presentation' }, entry.label);
      }
      return h(
        'button',
        {
          role: entry.isOn === undefined ? 'menuitem' : 'menuitemradio',
          'aria-checked': entry.isOn === undefined ? null : String(entry.isOn),
          tabindex: -1,
          disabled: entry.isOff,
          onclick: () => {
            close();
            after();
            take();
          }
        },
        h('span.t-check', { 'aria-hidden': 'true' }, entry.isOn ? '\u2713' : ''),
        h('span.t-label', null, entry.label),
        entry.key && h('kbd', null, entry.key)
      );
    })
  );
  place(panel, anchor instanceof Element ? anchor.getBoundingClientRect() : anchor);
  const items = [...panel.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  items[0]?.focus();
  panel.addEventListener('keydown', event => {
    const now = items.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      items[(now + step + items.length) % items.length]?.focus();
    } else if (event.key === 'Tab') {
      close();
      after();
    }
    event.stopPropagation();
  });
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
