/** A pane of a comparison: tabs, and the chart that is chosen. */

import { give, h } from '../shared/dom';
import { CHARTS } from './layout';
import type { Chart } from './layout';

const ALL = Object.keys(CHARTS) as Chart[];

/** Tabs over a chart. */
export interface Pane {
  readonly element: HTMLElement;
  /** Show a chart, whose element is given. */
  readonly show: (chart: Chart, place: HTMLElement) => void;
}

/** Make a pane; `choose` is told which chart is wanted. */
export function paneOf(name: string, choose: (chart: Chart) => void): Pane {
  const body = h('div', { role: 'tabpanel' });
  const tabs = ALL.map(chart =>
    h('button', { type: 'button', role: 'tab', onclick: () => choose(chart) }, CHARTS[chart])
  );
  const onkeydown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const at = tabs.indexOf(event.target as HTMLButtonElement);
    if (by && at >= 0) {
      event.preventDefault();
      const next = (at + by + ALL.length) % ALL.length;
      choose(ALL[next]!);
      tabs[next]!.focus();
    }
  };
  return {
    element: h(
      `div.g-pane g-${name}`,
      null,
      h('div', { role: 'tablist', 'aria-label': `Charts, ${name} pane`, onkeydown }, ...tabs),
      body
    ),
    show: (chart, place) => {
      tabs.forEach((tab, i) => {
        const isOn = ALL[i] === chart;
        give(tab, { 'aria-selected': String(isOn), tabindex: isOn ? 0 : -1 });
      });
      give(body, { 'aria-label': CHARTS[chart] });
      if (place.parentElement !== body) {
        body.replaceChildren(place);
      }
    }
  };
}
