/** The colour of every run by its value in a column, and the legend that says which is which. */

import { COLOURS } from '../shared/colours';
import { clean, h } from '../shared/dom';
import { extent } from './ranges';
import { ramp, stepOf } from './ramp';
import { told } from './values';
import type { Values } from './values';

/** Colours by a column. */
export interface Colouring {
  readonly of: (row: number) => string;
  readonly legend: () => HTMLElement;
}

/** Colour rows by their values: words by colours of their own, numbers along the ramp. */
export function colouringOf(values: Values | null, isDark: boolean, none: string): Colouring {
  if (!values) {
    return { of: () => COLOURS[0]!, legend: () => h('span') };
  }
  const { column, numbers, words, isCategory } = values;
  const heading = h('span', { class: 'g-muted' }, clean(column.heading));
  if (isCategory && words.length <= COLOURS.length) {
    return {
      of: row => COLOURS[numbers[row]!] ?? none,
      legend: () =>
        h(
          'span',
          { class: 'g-legend' },
          heading,
          ...words.flatMap((word, i) => [
            h('span', { class: 'g-dash', style: `background:${COLOURS[i]}` }),
            clean(word).slice(0, 24)
          ])
        )
    };
  }
  const colours = ramp(isDark);
  const range = extent(numbers) ?? [0, 1];
  const span = range[1] - range[0] || 1;
  const stops = [0, 0.25, 0.5, 0.75, 1].map(place => colours[stepOf(place)]);
  const ends = isCategory
    ? [words[0]!, words[words.length - 1]!]
    : range.map(end => told(column, end));
  return {
    of: row => {
      const value = numbers[row]!;
      return Number.isFinite(value) ? colours[stepOf((value - range[0]) / span)]! : none;
    },
    legend: () =>
      h(
        'span',
        { class: 'g-legend' },
        heading,
        clean(ends[0]!),
        h('span', {
          class: 'g-ramp',
          style: `background:linear-gradient(90deg,${stops.join(',')})`
        }),
        clean(ends[1]!)
      )
  };
}
