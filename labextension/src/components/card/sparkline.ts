/** A scalar in a small picture and three numbers. */

import type { CardScalar } from '../../wire/card';
import { clean, h, svg } from '../shared/dom';
import { number } from '../shared/quantities';

const WIDTH = 132;
const HEIGHT = 30;
const EDGE = 3;
/** The arrow of a direction, and what it means. */
const DIRECTIONS = {
  '': ['', ''],
  min: [' ↓', '; less is better'],
  max: [' ↑', '; more is better']
} as const;

/** Make the tile of a scalar. */
export function scalarTile(scalar: CardScalar): HTMLElement {
  const { key, last, min, max, step, direction, count } = scalar;
  const [arrow, better] = DIRECTIONS[direction];
  const said =
    `${clean(key)}: last ${number(last)} at step ${step ?? '–'}, ` +
    `least ${number(min)}, greatest ${number(max)}, ${count} values`;
  const bound = (name: 'min' | 'max'): HTMLElement =>
    h('span', { class: name === direction && 'g-best' }, `${name} ${number(scalar[name])}`);
  return h(
    'div.g-scalar',
    { title: said + better },
    h('div', null, h('span.g-cut', null, clean(key) + arrow), h('b', null, number(last))),
    picture(scalar, said),
    h('div', null, bound('min'), bound('max'))
  );
}

function picture(scalar: CardScalar, said: string): SVGElement {
  const { d, end } = sparkPath(scalar.steps, scalar.values);
  const line = (path: string, name?: string): SVGElement =>
    svg('path', { class: name, d: path, 'vector-effect': 'non-scaling-stroke' });
  return svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': said
    },
    d && line(d),
    // A line without length and with round ends stays a dot however the picture is stretched.
    end && line(`M${end.join(' ')}h0.01`, 'g-end')
  );
}

/** The line through the points, with gaps where there is no number, and where it ends. */
export function sparkPath(
  steps: readonly number[],
  values: readonly (number | null)[]
): { d: string; end: readonly [number, number] | null } {
  const x = place(steps, WIDTH);
  const y = place(
    values.filter(value => value !== null),
    HEIGHT
  );
  let d = '';
  let end: readonly [number, number] | null = null;
  values.forEach((value, at) => {
    if (value !== null) {
      end = [x(steps[at] ?? 0), round(HEIGHT - y(value))];
      d += `${at && values[at - 1] !== null ? 'L' : 'M'}${end[0]} ${end[1]}`;
    }
  });
  return { d, end };
}

/** Spreads values over so many pixels; what is all the same stands in the middle. */
function place(values: readonly number[], size: number): (value: number) => number {
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  return value => round(range > 0 ? EDGE + ((value - low) / range) * (size - 2 * EDGE) : size / 2);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
