import { describe, expect, it } from 'vitest';
import {
  USUAL,
  keptOf,
  layoutOf,
  shared,
  shown,
  split
} from '../../src/components/comparison/layout';
import { placesOf, rowAt, rowsIn, scaleOf } from '../../src/components/scatter/points';
import type { Values } from '../../src/components/plot/values';

describe('a layout', () => {
  it('is kept only where it is not the usual one', () => {
    expect(keptOf(USUAL)).toBeUndefined();
    const two = shared(split(shown(USUAL, 'first', 'parallel')), 0.9);
    expect(keptOf(two)).toEqual({ first: 'parallel', second: 'curves', share: 0.8 });
    expect(layoutOf(keptOf(two))).toEqual(two);
    expect(layoutOf({ first: 'x', second: 7 })).toEqual(USUAL);
  });
  it('lets parts change places instead of showing one twice', () => {
    const two = { first: 'table', second: 'curves', share: 0.5 } as const;
    expect(shown(two, 'first', 'curves')).toMatchObject({ first: 'curves', second: 'table' });
  });
});

describe('points of a scatter plot', () => {
  const values = (...numbers: number[]): Values =>
    ({ isCategory: false, numbers: Float64Array.from(numbers), words: [] }) as unknown as Values;
  it('are met by a rectangle and by the pointer; one without a value never', () => {
    const xs = Float64Array.from([0.1, 0.5, NaN]);
    const ys = Float64Array.from([0.1, 0.5, 0.5]);
    expect(rowsIn(xs, ys, { left: 0, right: 1, bottom: 0.3, top: 1 })).toEqual([1]);
    expect(rowAt(xs, ys, 0.11, 0.1, 100, 100, 5)).toBe(0);
    expect(rowAt(xs, ys, 0.9, 0.1, 100, 100, 5)).toBe(-1);
  });
  it('have no place on a log axis below 0', () => {
    const of = values(-1, 0, 1, 10);
    const places = placesOf(of, scaleOf(of, true));
    expect([...places].map(Number.isNaN)).toEqual([true, true, false, false]);
  });
});
