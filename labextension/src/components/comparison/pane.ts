/** A pane of a comparison: tabs, and the part that is chosen. */

import { h } from '../shared/dom';
import { NAMES, PARTS } from './layout';
import type { Part } from './layout';

let made = 0;

export class Pane {
  readonly element: HTMLElement;
  private readonly tabs: ReadonlyMap<Part, HTMLElement>;
  private readonly body: HTMLElement;

  constructor(name: string, choose: (part: Part) => void) {
    made += 1;
    const id = `guild-pane-${made}`;
    this.body = h('div', { role: 'tabpanel', id, class: 'g-pane-body' });
    this.tabs = new Map(
      PARTS.map(part => [
        part,
        h(
          'button',
          { type: 'button', role: 'tab', 'aria-controls': id, onclick: () => choose(part) },
          NAMES[part]
        )
      ])
    );
    const list = h(
      'div',
      { role: 'tablist', 'aria-label': `Parts, ${name} pane` },
      ...this.tabs.values()
    );
    list.addEventListener('keydown', event => {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      const at = PARTS.findIndex(part => this.tabs.get(part) === document.activeElement);
      if (by && at >= 0) {
        event.preventDefault();
        const next = PARTS[(at + by + PARTS.length) % PARTS.length]!;
        choose(next);
        this.tabs.get(next)?.focus();
      }
    });
    this.element = h('div', { class: 'g-pane' }, list, this.body);
  }

  /** Show a part. */
  show(part: Part, place: HTMLElement): void {
    for (const [one, tab] of this.tabs) {
      const isOn = one === part;
      tab.setAttribute('aria-selected', String(isOn));
      tab.setAttribute('tabindex', isOn ? '0' : '-1');
    }
    if (place.parentElement !== this.body) {
      this.body.replaceChildren(place);
    }
  }
}
