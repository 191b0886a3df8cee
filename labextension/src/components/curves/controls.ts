/** The line of controls above curves. */

import type { TableColumn } from '../../wire/table';
import { button, choice, optionsOf, tick, toolbar } from '../plot/controls';
import type { Option } from '../plot/controls';
import { h } from '../shared/dom';
import type { Settings } from './settings';
import { filterOf } from './tags';

/** Choices that are always the same. */
const SPREADS: readonly Option[] = [
  ['sd', '± sd'],
  ['ci', '95 % CI']
];
const ORDERS: readonly Option[] = [
  ['nearest', 'nearest'],
  ['asc', 'ascending'],
  ['desc', 'descending']
];
const SIZES: readonly Option[] = [
  ['260', 'small'],
  ['340', 'medium'],
  ['520', 'large'],
  ['1200', 'whole width']
];
const AXES: readonly Option[] = [
  ['step', 'step'],
  ['wall', 'wall time'],
  ['relative', 'time since start']
];
const BOXES = [
  ['isLogX', 'log x', 'Logarithmic horizontal axis'],
  ['isLogY', 'log y', 'Logarithmic vertical axis'],
  ['isClipped', 'clip outliers', 'Show from the 5th to the 95th percentile']
] as const;

/** The controls, and what they offer. */
export interface Controls {
  readonly element: HTMLElement;
  /** Offer these scalars as x, and these columns to group by. */
  readonly offer: (
    keys: readonly string[],
    columns: readonly TableColumn[],
    isZoomed: boolean
  ) => void;
}

/** Make the controls of settings; `set` takes those that are changed. */
export function controlsOf(
  now: Settings,
  set: (some: Partial<Settings>) => void,
  resetZoom: () => void
): Controls {
  const fault = h('span', { class: 'g-fault', role: 'alert' });
  const reset = button('Reset zoom', resetZoom);
  const filtered = (): void => {
    fault.textContent = filterOf(filter.value).fault;
  };
  const filter = h('input', {
    type: 'search',
    placeholder: 'Filter scalars (regex)',
    'aria-label': 'Filter scalars by a regular expression',
    value: now.filter,
    size: 18,
    oninput: () => {
      filtered();
      set({ filter: filter.value });
    }
  });
  filtered();
  const x = choice('x', 'Horizontal axis', value => set({ x: value }));
  const group = choice('group', 'Group runs by', value => set({ group: value }));
  const spread = choice('', 'Band of a group', value =>
    set({ spread: value as Settings['spread'] })
  );
  const order = choice('values', 'Order of the values beside the pointer', value =>
    set({ order: value as Settings['order'] })
  );
  const size = choice('charts', 'Size of charts', value => set({ size: Number(value) }));
  spread.offer(SPREADS, now.spread);
  order.offer(ORDERS, now.order);
  size.offer(SIZES, String(now.size));
  const boxes = BOXES.map(([name, text, title]) =>
    tick(text, title, now[name], isOn => set({ [name]: isOn }))
  );
  const smoothing = slider(now.smoothing, value => set({ smoothing: value }));
  return {
    element: toolbar(
      'Curves',
      ...[filter, x.element, smoothing, ...boxes, group.element, spread.element],
      ...[order.element, size.element, reset, fault]
    ),
    offer: (keys, columns, isZoomed) => {
      reset.hidden = !isZoomed;
      spread.element.hidden = !now.group;
      x.offer([...AXES, ...keys.map(key => [`=${key}`, key] as const)], now.x);
      const groups = columns.filter(
        one => (one.group === 'flag' || one.key === 'operation') && one.constant === null
      );
      group.offer([['', 'none'], ...optionsOf(groups)], now.group);
    }
  };
}

function slider(smoothing: number, changed: (smoothing: number) => void): HTMLElement {
  const value = h('output', null, smoothing.toFixed(2));
  // The slider moves along 1 - 0.001 ** t, because what is seen happens near 1.
  const input = h('input', {
    type: 'range',
    min: 0,
    max: 1,
    step: 0.01,
    value: placeOfWeight(smoothing),
    'aria-label': 'Smoothing',
    'aria-valuetext': smoothing.toFixed(3),
    oninput: () => {
      const weight = weightAt(Number(input.value));
      value.textContent = weight.toFixed(weight > 0.99 ? 3 : 2);
      input.setAttribute('aria-valuetext', weight.toFixed(3));
      changed(weight);
    }
  });
  return h('label', null, h('span', { class: 'g-muted' }, 'smoothing'), input, value);
}

/** The weight at a place of the slider: 0 to 0.999, finer towards the end. */
export function weightAt(place: number): number {
  return place <= 0 ? 0 : Math.min(0.999, Number((1 - Math.pow(0.001, place)).toFixed(3)));
}

/** The place of the slider for a weight. */
export function placeOfWeight(weight: number): number {
  return weight <= 0 ? 0 : Math.log(1 - weight) / Math.log(0.001);
}
