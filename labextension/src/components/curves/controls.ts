/** The line of controls above curves. */

import type { TableColumn } from '../../wire/table';
import { button, choice, optionsOf, tick, toolbar } from '../plot/controls';
import { h } from '../shared/dom';
import type { Settings } from './settings';
import { filterOf } from './tags';

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
  const reset = button('', resetZoom);
  const filter = h('input', {
    type: 'search',
    placeholder: 'Filter (regex)',
    'aria-label': 'Filter scalars by a regular expression',
    value: now.filter,
    size: 12,
    oninput: () => set({ filter: filter.value })
  });
  const x = choice('x', 'Horizontal axis', x => set({ x }));
  const group = choice('group', 'Group runs by', group => set({ group }));
  const spread = choice('', 'Band of a group', spread =>
    set({ spread: spread as Settings['spread'] })
  );
  const box = (
    name: 'isLogX' | 'isLogY' | 'isClipped',
    text: string,
    title: string
  ): HTMLElement => tick(text, title, now[name], isOn => set({ [name]: isOn }));
  return {
    element: toolbar(
      'Curves',
      filter,
      x.element,
      slider(now.smoothing, smoothing => set({ smoothing })),
      box('isLogX', 'log x', 'Logarithmic horizontal axis'),
      box('isLogY', 'log y', 'Logarithmic vertical axis'),
      box('isClipped', 'clip', 'Without outliers: from the 5th to the 95th percentile'),
      group.element,
      spread.element,
      reset
    ),
    offer: (keys, columns, isZoomed) => {
      const groups = columns.filter(
        one => (one.group === 'flag' || one.key === 'operation') && one.constant === null
      );
      filter.ariaInvalid = String(filterOf(now.filter).fault !== '');
      reset.textContent = isZoomed ? 'Reset zoom' : 'Drag to zoom';
      reset.disabled = !isZoomed;
      spread.element.hidden = !now.group;
      spread.offer(
        [
          ['sd', '± sd'],
          ['ci', '95 % CI']
        ],
        now.spread
      );
      x.offer(
        [
          ['step', 'step'],
          ['wall', 'wall time'],
          ['relative', 'time since start'],
          ...keys.map(key => [`=${key}`, key] as const)
        ],
        now.x
      );
      group.offer([['', 'none'], ...optionsOf(groups)], now.group);
    }
  };
}

function slider(smoothing: number, changed: (smoothing: number) => void): HTMLElement {
  const value = h('output');
  // The slider moves along 1 - 0.001 ** t, because what is seen happens near 1.
  const input = h('input', {
    type: 'range',
    min: 0,
    max: 1,
    step: 0.01,
    value: placeOfWeight(smoothing),
    'aria-label': 'Smoothing',
    oninput: () => {
      tell();
      changed(weightAt(Number(input.value)));
    }
  });
  const tell = (): void => {
    value.textContent = weightAt(Number(input.value)).toFixed(3);
    input.setAttribute('aria-valuetext', value.textContent);
  };
  tell();
  return h('label', null, h('span.g-muted', null, 'smooth'), input, value);
}

/** The weight at a place of the slider: 0 to 0.999, finer towards the end. */
export function weightAt(place: number): number {
  return Number((1 - 0.001 ** place).toFixed(3));
}

/** The place of the slider for a weight. */
export function placeOfWeight(weight: number): number {
  return Math.log(1 - weight) / Math.log(0.001);
}
