/** The line of controls above parallel coordinates, and the sentences below it. */

import type { TableColumn } from '../../wire/table';
import { clean, fill, h } from '../shared/dom';
import type { Rows } from '../shared/rows';
import { canStand } from '../plot/values';
import { MOST_AXES, usualAxes } from './axes';
import type { Axis } from './axes';
import type { Choices } from './choices';

/** More choices than this would not be read. */
const MOST_CHOICES = 300;

/** What is done with the controls. */
export interface ControlsHeard {
  add(key: string): void;
  colour(key: string): void;
  clear(): void;
}

export class Controls {
  readonly element: HTMLElement;
  private readonly legend = h('span');
  private readonly add = h('select', { 'aria-label': 'Add an axis' });
  private readonly colour = h('select', { 'aria-label': 'Colour by' });
  private readonly clear = h('button', { type: 'button', hidden: true }, 'Clear brushes');

  constructor(heard: ControlsHeard) {
    this.clear.addEventListener('click', () => heard.clear());
    this.add.addEventListener('change', () => heard.add(this.add.value));
    this.colour.addEventListener('change', () => heard.colour(this.colour.value));
    this.element = h(
      'div',
      { class: 'g-bar', role: 'toolbar', 'aria-label': 'Parallel coordinates' },
      this.add,
      h('label', null, h('span', { class: 'g-muted' }, 'colour'), this.colour),
      this.legend,
      this.clear
    );
  }

  /** Show what colours mean. */
  show(legend: HTMLElement): void {
    fill(this.legend, legend);
  }

  /** Whether there are brushes to clear. */
  brushed(isBrushed: boolean): void {
    this.clear.hidden = !isBrushed;
  }

  /** Offer the columns that are no axes, and those that may give colours. */
  offer(all: readonly TableColumn[], keys: readonly string[], colourKey: string): void {
    const columns = all.filter(canStand);
    const option = (value: string, text: string): HTMLElement =>
      h('option', { value }, clean(text).slice(0, 60));
    const others = columns.filter(one => !keys.includes(one.key) && one.constant === null);
    const isFull = keys.length >= MOST_AXES;
    fill(
      this.add,
      option('', isFull ? `${MOST_AXES} axes at most` : 'Add axis …'),
      ...others.slice(0, MOST_CHOICES).map(column => option(column.key, column.heading))
    );
    this.add.disabled = isFull || !others.length;
    const kept = columns.filter((one, i) => i < MOST_CHOICES || one.key === colourKey);
    fill(this.colour, ...kept.map(column => option(column.key, column.heading)));
    this.colour.value = colourKey;
  }
}

/** What parallel coordinates leave out, and how many runs are in colour. */
export function sentences(
  rows: Rows,
  axes: readonly Axis[],
  choices: Choices,
  matches: number
): string[] {
  const { constants, more } = usualAxes(rows.columns);
  const said: string[] = [];
  if (choices.brushes.size) {
    said.push(`${matches} of ${rows.count} runs in the brushes`);
  } else if (matches < rows.count) {
    said.push(`${matches} of ${rows.count} runs chosen`);
  }
  if (!choices.axes && more > 0) {
    said.push(`${axes.length} of ${axes.length + more} axes: add others`);
  }
  if (constants) {
    said.push(`${constants} constant ${constants === 1 ? 'column' : 'columns'} left out`);
  }
  for (const axis of axes) {
    if (axis.belowZero) {
      said.push(
        `${axis.belowZero} values ≤ 0 of ${clean(axis.heading)} at none: its axis is logarithmic`
      );
    }
  }
  return said;
}
