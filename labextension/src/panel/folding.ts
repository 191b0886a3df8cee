/** Which sections of the panel are folded: as they were left. */

import type { AccordionPanel } from '@lumino/widgets';

import type { Choices } from './api/choices';

const FOLDED = 'folded';

/** Keeps the folding of the sections of a panel, by their ids. */
export class Folding {
  readonly #panel: AccordionPanel;
  readonly #kept: Choices;
  readonly #known = new Set<string>();

  constructor(panel: AccordionPanel, kept: Choices) {
    this.#panel = panel;
    this.#kept = kept;
    panel.expansionToggled.connect(this.#keep, this);
    this.apply();
  }

  /** Fold the sections that came since, where they were left folded. */
  apply(): void {
    const folded = this.#folded();
    this.#panel.widgets.forEach(({ id }, index) => {
      if (!this.#known.has(id)) {
        this.#known.add(id);
        if (folded.has(id)) {
          this.#panel.collapse(index);
        }
      }
    });
  }

  #folded(): Set<string> {
    const kept = this.#kept.get(FOLDED);
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  }

  #keep(): void {
    const folded = this.#folded();
    for (const { id, isHidden } of this.#panel.widgets) {
      if (isHidden) {
        folded.add(id);
      } else if (this.#known.has(id)) {
        folded.delete(id);
      }
    }
    this.#kept.set(FOLDED, [...folded]);
  }
}
