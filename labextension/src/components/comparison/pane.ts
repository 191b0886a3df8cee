/** A pane of a comparison: tabs, and the chart that is chosen. */

import { h } from '../shared/dom';
import { CHARTS } from './layout';
import type { Chart } from './layout';

const ALL = Object.keys(CHARTS) as Chart[];
let made = 0;

/** Tabs over a chart. */
export interface Pane {
  readonly element: HTMLElement;
  /** Show a chart, whose element is given. */
  readonly show: (chart: Chart, place: HTMLElement) => void;
}

/** Make a pane; `choose` is told which chart is wanted. */
export function paneOf(name: string, choose: (chart: Chart) => void): Pane {
  made += 1;
  const id = `guild-pane-${made}`;
  const body = h('div', { role: 'tabpanel', id });
  const tabs = ALL.map(chart =>
    h(
      'button',
      { type: 'button', role: 'tab', 'aria-controls': id, onclick: () => choose(chart) },
      CHARTS[chart]
    )
  );
  const list = h('div', { role: 'tablist', 'aria-label': `Charts, ${name} pane` }, ...tabs);
  list.addEventListener('keydown', event => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const at = tabs.findIndex(tab => tab === document.activeElement);
    if (by && at >= 0) {
      event.preventDefault();
      const next = (at + by + ALL.length) % ALL.length;
      choose(ALL[next]!);
      tabs[next]!.focus();
    }
  });
  return {
    element: h('div', { class: `g-pane g-${name}` }, list, body),
    show: (chart, place) => {
      ALL.forEach((one, i) => {
        tabs[i]!.setAttribute('aria-selected', String(one === chart));
        tabs[i]!.setAttribute('tabindex', one === chart ? '0' : '-1');
      });
      if (place.parentElement !== body) {
        body.replaceChildren(place);
      }
    }
  };
}
