import { describe, expect, it } from 'vitest';
import { moved, usualAxes } from '../../src/components/parallel/axes';
import {
  brushOf,
  brushesOf,
  gripAt,
  keptOf,
  matching,
  shifted,
  withBrushes
} from '../../src/components/parallel/brushes';
import type { Brush, Brushes } from '../../src/components/parallel/brushes';
import { nearestLine } from '../../src/components/parallel/picking';
import type { TableColumn } from '../../src/wire/table';

const places = new Map([
  ['a', Float64Array.from([0, 0.5, 1, -0.1])],
  ['b', Float64Array.from([1, 1, 0, 0])]
]);
const match = (brushes: Brushes): number[] => [...matching(brushes, key => places.get(key), 4)];

describe('brushes', () => {
  it('agree across axes, and any of an axis will do', () => {
    expect(match(new Map())).toEqual([1, 1, 1, 1]);
    const a: Brush[] = [
      [-0.05, 0.1],
      [0.9, 1]
    ];
    expect(match(new Map([['a', a]]))).toEqual([1, 0, 1, 0]);
    expect(
      match(
        new Map([
          ['a', a],
          ['b', [[0.5, 1]]]
        ])
      )
    ).toEqual([1, 0, 0, 0]);
  });
  it('choose runs without a value at their own tick', () => {
    expect(match(new Map([['a', [[-0.15, -0.05]]]]))).toEqual([0, 0, 0, 1]);
  });
  it('are joined where they touch, and gone where there are none', () => {
    const one = withBrushes(new Map(), 'a', [
      [0.4, 0.6],
      [0.1, 0.5]
    ]);
    expect(one.get('a')).toEqual([[0.1, 0.6]]);
    expect(withBrushes(one, 'a', []).size).toBe(0);
  });
  it('stay on the axis when they are moved', () => {
    const [lo, hi] = shifted([0.5, 0.9], 5);
    expect(hi).toBeCloseTo(1.03);
    expect(hi - lo).toBeCloseTo(0.4);
    expect(brushOf(0.7, 0.2)).toEqual([0.2, 0.7]);
  });
  it('are held at an end or in the middle', () => {
    const of: Brush[] = [[0.2, 0.6]];
    expect(gripAt(of, 0.61, 0.02)?.grip).toBe('hi');
    expect(gripAt(of, 0.2, 0.02)?.grip).toBe('lo');
    expect(gripAt(of, 0.4, 0.02)?.grip).toBe('whole');
    expect(gripAt(of, 0.9, 0.02)).toBeNull();
  });
  it('come back from what is kept, and torn ones do not', () => {
    const brushes = brushesOf({ a: [[0.12345, 0.2], ['x'], 3, [0.4]], b: 'x' } as never);
    expect(brushes).toEqual(new Map([['a', [[0.12345, 0.2]]]]));
    expect(keptOf(brushes)).toEqual({ a: [[0.1235, 0.2]] });
    expect(brushesOf([1]).size).toBe(0);
  });
});

describe('axes', () => {
  const column = (key: string, more: Partial<TableColumn>): TableColumn => ({
    key,
    heading: key,
    group: 'flag',
    kind: 'number',
    direction: '',
    reducer: '',
    series: '',
    is_asked: false,
    is_editable: false,
    constant: null,
    is_hidden: false,
    ...more
  });
  it('are flags, then metrics, the objective last; constants are dropped', () => {
    const axes = usualAxes([
      column('loss', { group: 'scalar', direction: 'min' }),
      column('fixed', { constant: '1' }),
      column('lr', {}),
      column('acc', { group: 'scalar' })
    ]);
    expect(axes).toEqual({ keys: ['lr', 'acc', 'loss'], constants: 1, more: 0 });
  });
  it('of 12,000 columns are 12, and the rest is counted', () => {
    const many = Array.from({ length: 12_000 }, (_, i) => column(`m${i}`, { group: 'scalar' }));
    const axes = usualAxes([column('lr', {}), ...many]);
    expect(axes.keys).toHaveLength(12);
    expect(axes.keys).toContain('lr');
    expect(axes.more).toBe(12_001 - 12);
  });
  it('are never the step that a value is from', () => {
    const step = column('loss step', { group: 'scalar', heading: 'step' });
    expect(usualAxes([column('lr', {}), step]).keys).toEqual(['lr']);
  });
  it('are moved to another place', () => {
    expect(moved(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['c', 'a', 'b']);
  });
});

describe('picking', () => {
  const tops = [
    [0, 100],
    [50, 50],
    [100, 0]
  ];
  const axes = [0, 1].map(i => ({ x: i * 100, top: (row: number) => tops[row]![i]! }));
  it('finds the nearest line between two axes', () => {
    const all = [0, 1, 2];
    expect(nearestLine(axes, all, 10, 12, 10)).toBe(0);
    expect(nearestLine(axes, all, 10, 52, 10)).toBe(1);
    expect(nearestLine(axes, all, 10, 30, 5)).toBe(-1);
    expect(nearestLine(axes, [1, 2], 10, 12, 10)).toBe(-1);
  });
  it('goes on beside the outer axes, and finds nothing without axes', () => {
    expect(nearestLine(axes, [0, 2], -5, 98, 10)).toBe(2);
    expect(nearestLine(axes, [0, 2], 105, 98, 10)).toBe(0);
    expect(nearestLine([], [0], 1, 1, 10)).toBe(-1);
  });
});
