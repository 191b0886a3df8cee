/** A scalar in a small picture and three numbers. */

import type { CardScalar } from '../../wire/card';
import { clean, h, svg } from '../shared/dom';
import { number } from '../shared/quantities';

const WIDTH = 132;
const HEIGHT = 30;
const EDGE = 3;

/** Make the tile of a scalar. */
export function scalarTile(scalar: CardScalar): HTMLElement {
  const { key, last, min, max, step, direction, count } = scalar;
  const arrow = direction === 'min' ? ' ↓' : direction === 'max' ? ' ↑' : '';
  const better =
    direction === 'min' ? 'less is better' : direction === 'max' ? 'more is better' : '';
  const said =
    `${clean(key)}: last ${number(last)} at step ${step ?? '–'}, ` +
    `least ${number(min)}, greatest ${number(max)}, ${count} values`;
  const bound = (name: string, value: number | null, isBest: boolean): HTMLElement =>
    h('span', { class: isBest ? 'g-best' : null }, `${name} ${number(value)}`);
  return h(
    'div',
    { class: 'g-scalar', title: better ? `${said}; ${better}` : said },
    h(
      'div',
      { class: 'g-scalar-head' },
      h('span', { class: 'g-scalar-key g-muted' }, clean(key) + arrow),
      h('span', { class: 'g-scalar-last' }, number(last))
    ),
    picture(scalar, said),
    h(
      'div',
      { class: 'g-scalar-foot g-muted' },
      bound('min', min, direction === 'min'),
      bound('max', max, direction === 'max')
    )
  );
}

function picture(scalar: CardScalar, said: string): SVGElement {
  const drawn = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': said
  });
  const path = sparkPath(scalar.steps, scalar.values);
  if (path.d) {
    drawn.append(svg('path', { d: path.d, 'vector-effect': 'non-scaling-stroke' }));
  }
  if (path.end) {
    // A line without length and with round ends stays a dot however the picture is stretched.
    const [x, y] = path.end;
    drawn.append(
      svg('path', {
        class: 'g-dot-end',
        d: `M${x} ${y}h0.01`,
        'vector-effect': 'non-scaling-stroke'
      })
    );
  }
  return drawn;
}

/** The line through the points, with gaps where there is no number, and where it ends. */
export function sparkPath(
  steps: readonly number[],
  values: readonly (number | null)[]
): { d: string; end: readonly [number, number] | null } {
  const known = values.filter((value): value is number => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const from = Math.min(...steps);
  const to = Math.max(...steps);
  const x = (step: number): number =>
    round(to > from ? EDGE + ((step - from) / (to - from)) * (WIDTH - 2 * EDGE) : WIDTH / 2);
  const y = (value: number): number =>
    round(
      high > low
        ? HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE)
        : HEIGHT / 2
    );
  let d = '';
  let end: readonly [number, number] | null = null;
  let isDown = false;
  values.forEach((value, index) => {
    if (value === null) {
      isDown = false;
      return;
    }
    end = [x(steps[index] ?? 0), y(value)];
    d += `${isDown ? 'L' : 'M'}${end[0]} ${end[1]}`;
    isDown = true;
  });
  return { d, end };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
