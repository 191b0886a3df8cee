/** Which parts of a comparison are seen and where; kept small with the notebook. */

import { membersOf, someOf } from '../plot/keeping';
import type { Json } from '../shared/host';

/** The charts, which a pane shows one at a time. */
export const CHARTS = { curves: 'Curves', parallel: 'Parallel', scatter: 'Scatter' } as const;
export type Chart = keyof typeof CHARTS;

/** The ways to stand a table and one or two panes of charts, and what they are called. */
export const WAYS = {
  over: 'Table over chart',
  beside: 'Table beside chart',
  three: 'Table over two charts',
  table: 'Table alone',
  chart: 'One chart',
  two: 'Two charts'
} as const;
export type Way = keyof typeof WAYS;

/** What is seen. */
export interface Layout {
  readonly way: Way;
  /** The chart of the first pane. */
  readonly first: Chart;
  /** The chart of the second pane, where there is one; never that of the first. */
  readonly second: Chart;
  /** How much of the width the left one of two has. */
  readonly share: number;
}

export const USUAL: Layout = { way: 'over', first: 'curves', second: 'parallel', share: 0.5 };

const isOf = <T extends object>(all: T, value: unknown): value is keyof T =>
  typeof value === 'string' && Object.keys(all).includes(value);

/** Read a layout; what is none is the usual one. */
export function layoutOf(kept: Json | undefined): Layout {
  const { way, first, second, share } = membersOf(kept);
  const chart = isOf(CHARTS, first) ? first : USUAL.first;
  return {
    way: isOf(WAYS, way) ? way : USUAL.way,
    first: chart,
    second: isOf(CHARTS, second) && second !== chart ? second : otherThan(chart),
    share: within(typeof share === 'number' ? share : USUAL.share)
  };
}

/** What there is to keep; undefined for the usual one. */
export function keptOf({ way, first, second, share }: Layout): Json | undefined {
  return someOf({
    way: way === USUAL.way ? undefined : way,
    first: first === USUAL.first ? undefined : first,
    second: second === otherThan(first) ? undefined : second,
    share: share === USUAL.share ? undefined : Number(share.toFixed(3))
  });
}

/** Which of table, first and second pane a way shows. */
export function partsOf(way: Way): { table: boolean; first: boolean; second: boolean } {
  return {
    table: way !== 'chart' && way !== 'two',
    first: way !== 'table',
    second: way === 'three' || way === 'two'
  };
}

/** Show a chart in a pane; where the other one shows it already, they change places. */
export function shown(layout: Layout, pane: 'first' | 'second', chart: Chart): Layout {
  const other = pane === 'first' ? 'second' : 'first';
  return layout[other] === chart
    ? { ...layout, [pane]: chart, [other]: layout[pane] }
    : { ...layout, [pane]: chart };
}

/** Give the left one of two another share of the width. */
export function shared(layout: Layout, share: number): Layout {
  return { ...layout, share: within(share) };
}

function otherThan(chart: Chart): Chart {
  return chart === USUAL.second ? USUAL.first : USUAL.second;
}

function within(share: number): number {
  return Math.max(0.2, Math.min(0.8, share));
}
