/** What would be run, as text below a form. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../../components/shared/dom';
import type { PlanAnswer } from '../../wire/api_plan';

export class Preview {
  readonly element = h('div.guild-preview', { hidden: true });
  readonly #trans: TranslationBundle;

  constructor(trans: TranslationBundle) {
    this.#trans = trans;
  }

  /** Show a plan, until the reader closes it. */
  show(plan: PlanAnswer): void {
    const trans = this.#trans;
    const away = h(
      'button.guild-quiet',
      {
        type: 'button',
        'aria-label': trans.__('Close the preview'),
        onclick: () => {
          this.element.hidden = true;
        }
      },
      '×'
    );
    const text = h('pre', { tabindex: '0', 'aria-label': trans.__('Preview') });
    text.textContent = plan.preview;
    fill(
      this.element,
      h('div.guild-previewed', null, h('strong', null, trans.__('Preview')), away),
      plan.problem ? h('p.guild-fault', null, clean(plan.problem)) : null,
      text
    );
    this.element.hidden = false;
  }
}
