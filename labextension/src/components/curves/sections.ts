/** Sections of charts that are opened and closed, and which charts are seen in them. */

import { button } from '../plot/controls';
import { clean, h } from '../shared/dom';
import type { Settings } from './settings';
import { OTHERS, PINNED } from './tags';
import type { Section } from './tags';

/** Sections are open at first until there are so many charts. */
const OPEN_CHARTS = 12;
/** Of one section so many charts are made before more are asked for. */
const AT_FIRST = 24;

/** Puts charts into sections. */
export interface Sections {
  readonly element: HTMLElement;
  /** Lay out sections; `chart` gives the element of a scalar with its title. */
  readonly lay: (
    sections: readonly Section[],
    chart: (tag: string, title: string) => HTMLElement
  ) => void;
}

/** Sections that are opened and closed by the settings; `open` takes those changed by hand. */
export function sectionsIn(
  now: Settings,
  open: (open: Settings['open']) => void,
  again: () => void
): Sections {
  const element = h('div');
  const most = new Map<string, number>();
  let shown = '';

  const section = (
    { name, tags }: Section,
    isOpen: boolean,
    chart: (tag: string, title: string) => HTMLElement
  ): HTMLElement => {
    const wanted = isOpen ? tags.slice(0, most.get(name) ?? AT_FIRST) : [];
    const isPrefix = name !== PINNED && name !== OTHERS;
    const rest = tags.length - wanted.length;
    const head = h(
      'button.g-section',
      {
        type: 'button',
        'aria-expanded': String(isOpen),
        'data-name': name,
        onclick: () => open({ ...now.open, [name]: !isOpen })
      },
      h('span', { 'aria-hidden': 'true' }, isOpen ? '\u25be ' : '\u25b8 '),
      clean(name),
      h('span.g-muted', null, ` ${tags.length}`)
    );
    const more = button(`Show ${Math.min(rest, AT_FIRST)} more of ${rest}`, () => {
      most.set(name, wanted.length + AT_FIRST);
      again();
    });
    const charts = wanted.map(tag => chart(tag, isPrefix ? tag.slice(name.length + 1) : tag));
    return h(
      'section',
      { 'aria-label': clean(name) },
      head,
      h('div.g-charts', null, ...charts),
      isOpen && rest > 0 && more
    );
  };

  return {
    element,
    lay: (sections, chart) => {
      let charts = 0;
      const plan = sections.map(one => {
        const usual = one.name === PINNED || charts < OPEN_CHARTS;
        charts += one.tags.length;
        return { one, isOpen: now.open[one.name] ?? usual };
      });
      const other = JSON.stringify([plan, [...most]]);
      if (other !== shown) {
        shown = other;
        const held = document.activeElement?.getAttribute('data-name');
        element.replaceChildren(...plan.map(({ one, isOpen }) => section(one, isOpen, chart)));
        [...element.querySelectorAll<HTMLElement>('.g-section')]
          .find(head => head.dataset['name'] === held)
          ?.focus();
      }
    }
  };
}
