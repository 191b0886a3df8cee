/** Which columns a scatter plot shows, and how they stand: what the reader chose, or the usual. */

import { choice, optionsOf, tick, toolbar } from '../plot/controls';
import { keepingOf, membersOf, someOf } from '../plot/keeping';
import { canStand, objectiveOf } from '../plot/values';
import { usualAxes } from '../parallel/axes';
import { fill, h } from '../shared/dom';
import type { Host, Json } from '../shared/host';
import type { Rows } from '../shared/rows';

const KEPT = 'scatter';
const NAMES = ['x', 'y', 'colour'] as const;

/** The key of a column for each. */
export type Keys = { readonly [name in (typeof NAMES)[number]]: string };

/** The axes that are chosen, and the controls that choose them. */
export interface Axes {
  readonly element: HTMLElement;
  readonly isLog: { readonly x: () => boolean; readonly y: () => boolean };
  /** Offer the columns that there are; returns those that are shown. */
  readonly offer: (rows: Rows) => Keys;
  readonly legend: (legend: HTMLElement) => void;
  readonly close: () => void;
}

/** Axes that are kept by a host; `changed` is told of others, `more` stands at the controls' end. */
export function axesOf(host: Host, changed: () => void, more: HTMLElement): Axes {
  const wanted: { [name: string]: Json | undefined } = { ...membersOf(host.get(KEPT)) };
  const { keep, close } = keepingOf(host, KEPT, () => someOf(wanted));
  const set = (name: string) => (value: string | boolean) => {
    wanted[name] = value || undefined;
    keep();
    changed();
  };
  const choices = NAMES.map(name => choice(name, name, set(name)));
  const [x, y, colour] = choices.map(one => one.element);
  const isLog = (name: 'x' | 'y') => (): boolean => wanted[`log${name}`] === true;
  const log = (name: 'x' | 'y'): HTMLElement =>
    tick('log', `Logarithmic ${name}`, isLog(name)(), set(`log${name}`));
  const place = h('span');
  return {
    element: toolbar('Scatter plot', x, log('x'), y, log('y'), colour, place, more),
    isLog: { x: isLog('x'), y: isLog('y') },
    offer: rows => {
      const columns = rows.columns.filter(canStand);
      const objective = objectiveOf(rows.columns)?.key ?? '';
      const usual = usualAxes(rows.columns).keys.filter(key => key !== objective);
      const first = usual[0] ?? columns[0]?.key ?? '';
      const second = usual[1] ?? '';
      const keys = [first, objective || second || first, second || objective];
      NAMES.forEach((name, i) => {
        keys[i] = rows.column(String(wanted[name]))?.key ?? keys[i]!;
        choices[i]!.offer(optionsOf(columns), keys[i]);
      });
      return { x: keys[0]!, y: keys[1]!, colour: keys[2]! };
    },
    legend: legend => fill(place, legend),
    close
  };
}
