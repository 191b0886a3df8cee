/** The colour of every run by its value in a column, and the legend that says which is which. */

import { COLOURS } from '../shared/colours';
import { clean, h } from '../shared/dom';
import { ramp } from './ramp';
import { extent } from './ranges';
import { swatch } from './tooltip';
import { told } from './values';
import type { Values } from './values';

/** Colours by a column. */
export interface Colouring {
  readonly of: (row: number) => string;
  readonly legend: HTMLElement;
}

/** Colour rows by their values: words by colours of their own, numbers along the ramp. */
export function colouringOf(values: Values | null, isDark: boolean, none: string): Colouring {
  const legend = h('span.g-legend');
  if (!values) {
    return { of: () => COLOURS[0]!, legend };
  }
  const { column, numbers, words, isCategory } = values;
  legend.append(h('span.g-muted', null, clean(column.heading)));
  if (isCategory && words.length <= COLOURS.length) {
    words.forEach((word, i) => legend.append(swatch(COLOURS[i]!), clean(word).slice(0, 24)));
    return { of: row => COLOURS[numbers[row]!] ?? none, legend };
  }
  const colours = ramp(isDark);
  const [lo, hi] = extent(numbers) ?? [0, 1];
  const text = (value: number): string => clean(words[value] ?? told(column, value));
  const style = `background:linear-gradient(90deg,${colours.join()})`;
  legend.append(text(lo), h('span.g-ramp', { style }), text(hi));
  const by = (colours.length - 1) / (hi - lo || 1);
  return { of: row => colours[Math.round((numbers[row]! - lo) * by)] ?? none, legend };
}
