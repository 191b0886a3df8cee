/** The line of controls above curves. */

import type { TableColumn } from '../../wire/table';
import { clean, fill, h } from '../shared/dom';
import type { Kept, Settings } from './settings';
import { filterOf } from './tags';

/** More choices than this would not be read. */
const MOST_CHOICES = 200;

export class Controls {
  readonly element = h('div', { class: 'g-bar', role: 'toolbar', 'aria-label': 'Curves' });
  private readonly x = h('select', { 'aria-label': 'Horizontal axis' });
  private readonly group = h('select', { 'aria-label': 'Group runs by' });
  private readonly spread = h('select', { 'aria-label': 'Band of a group' });
  private readonly fault = h('span', { class: 'g-fault', role: 'alert' });
  private readonly reset: HTMLButtonElement;
  private listed = '';

  constructor(
    private readonly kept: Kept,
    resetZoom: () => void
  ) {
    const { now } = kept;
    this.reset = h('button', { type: 'button', hidden: true, onclick: resetZoom }, 'Reset zoom');
    const filter = h('input', {
      type: 'search',
      placeholder: 'Filter scalars (regex)',
      'aria-label': 'Filter scalars by a regular expression',
      value: now.filter,
      size: 18
    });
    filter.addEventListener('input', () => {
      this.tellFault(filter.value);
      kept.set({ filter: filter.value });
    });
    this.tellFault(now.filter);
    this.x.addEventListener('change', () => kept.set({ x: this.x.value }));
    this.group.addEventListener('change', () => kept.set({ group: this.group.value }));
    this.spread.addEventListener('change', () =>
      kept.set({ spread: this.spread.value === 'ci' ? 'ci' : 'sd' })
    );
    fill(this.spread, option('sd', '± sd'), option('ci', '95 % CI'));
    this.spread.value = now.spread;
    fill(
      this.element,
      filter,
      labelled('x', this.x),
      this.smoothing(),
      this.toggle('log x', 'isLogX', 'Logarithmic horizontal axis'),
      this.toggle('log y', 'isLogY', 'Logarithmic vertical axis'),
      this.toggle('clip outliers', 'isClipped', 'Show from the 5th to the 95th percentile'),
      labelled('group', this.group),
      this.spread,
      this.order(),
      this.size(),
      this.reset,
      this.fault
    );
  }

  /** Offer these scalars as x, and these columns to group by. */
  offer(keys: readonly string[], columns: readonly TableColumn[], isZoomed: boolean): void {
    const { now } = this.kept;
    this.reset.hidden = !isZoomed;
    this.spread.hidden = !now.group;
    const groups = columns.filter(
      column => (column.group === 'flag' || column.key === 'operation') && column.constant === null
    );
    const listed = JSON.stringify([keys, groups.map(column => column.key)]);
    if (listed === this.listed) {
      return;
    }
    this.listed = listed;
    fill(
      this.x,
      option('step', 'step'),
      option('wall', 'wall time'),
      option('relative', 'time since start'),
      ...keys.slice(0, MOST_CHOICES).map(key => option(`=${key}`, clean(key)))
    );
    this.x.value = now.x;
    fill(
      this.group,
      option('', 'none'),
      ...groups.slice(0, MOST_CHOICES).map(column => option(column.key, clean(column.heading)))
    );
    this.group.value = now.group;
  }

  private tellFault(pattern: string): void {
    this.fault.textContent = filterOf(pattern).fault;
  }

  private smoothing(): HTMLElement {
    const { now } = this.kept;
    const value = h('output', null, now.smoothing.toFixed(2));
    // The slider moves along 1 - 0.001 ** t, because what is seen happens near 1.
    const slider = h('input', {
      type: 'range',
      min: 0,
      max: 1,
      step: 0.01,
      value: placeOfWeight(now.smoothing),
      'aria-label': 'Smoothing',
      'aria-valuetext': now.smoothing.toFixed(3)
    });
    slider.addEventListener('input', () => {
      const smoothing = weightAt(Number(slider.value));
      value.textContent = smoothing.toFixed(smoothing > 0.99 ? 3 : 2);
      slider.setAttribute('aria-valuetext', smoothing.toFixed(3));
      this.kept.set({ smoothing });
    });
    return labelled('smoothing', slider, value);
  }

  private toggle(
    text: string,
    name: 'isLogX' | 'isLogY' | 'isClipped',
    title: string
  ): HTMLElement {
    const box = h('input', { type: 'checkbox' });
    box.checked = this.kept.now[name];
    box.addEventListener('change', () => this.kept.set({ [name]: box.checked }));
    return h('label', { title }, box, text);
  }

  private order(): HTMLElement {
    const order = h(
      'select',
      { 'aria-label': 'Order of the values beside the pointer' },
      option('nearest', 'nearest'),
      option('asc', 'ascending'),
      option('desc', 'descending')
    );
    order.value = this.kept.now.order;
    order.addEventListener('change', () =>
      this.kept.set({ order: order.value as Settings['order'] })
    );
    return labelled('values', order);
  }

  private size(): HTMLElement {
    const size = h(
      'select',
      { 'aria-label': 'Size of charts' },
      option('260', 'small'),
      option('340', 'medium'),
      option('520', 'large'),
      option('1200', 'whole width')
    );
    size.value = String(this.kept.now.size);
    size.addEventListener('change', () => this.kept.set({ size: Number(size.value) }));
    return labelled('charts', size);
  }
}

/** The weight at a place of the slider: 0 to 0.999, finer towards the end. */
export function weightAt(place: number): number {
  return place <= 0 ? 0 : Math.min(0.999, Number((1 - Math.pow(0.001, place)).toFixed(3)));
}

/** The place of the slider for a weight. */
export function placeOfWeight(weight: number): number {
  return weight <= 0 ? 0 : Math.log(1 - weight) / Math.log(0.001);
}

function option(value: string, text: string): HTMLOptionElement {
  return h('option', { value }, text);
}

function labelled(text: string, ...of: HTMLElement[]): HTMLElement {
  return h('label', null, h('span', { class: 'g-muted' }, text), ...of);
}
