/** Which parts of a comparison are seen and where. */

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

/** Of a layout what there is; the usual for the rest. */
export function sound({ way, first, second, share }: Layout): Layout {
  const chart = Object.hasOwn(CHARTS, first) ? first : USUAL.first;
  const other = chart === USUAL.second ? USUAL.first : USUAL.second;
  return {
    way: Object.hasOwn(WAYS, way) ? way : USUAL.way,
    first: chart,
    second: Object.hasOwn(CHARTS, second) && second !== chart ? second : other,
    share: within(share)
  };
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
export function shown(layout: Layout, pane: 'first' | 'second', chart: Chart): Partial<Layout> {
  const other = pane === 'first' ? 'second' : 'first';
  return { [pane]: chart, ...(layout[other] === chart ? { [other]: layout[pane] } : {}) };
}

/** A share of the width that leaves both sides some. */
export function within(share: number): number {
  return Number(Math.max(0.2, Math.min(0.8, share)).toFixed(3));
}
