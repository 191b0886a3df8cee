import { describe, expect, it } from 'vitest';
import {
  USUAL,
  keptOf,
  layoutOf,
  partsOf,
  shared,
  shown
} from '../../src/components/comparison/layout';
import { placesOf, rowAt, rowsIn, scaleOf } from '../../src/components/scatter/points';
import type { Values } from '../../src/components/plot/values';

describe('a layout', () => {
  it('is a table over curves, and kept only where it is another', () => {
    expect(partsOf(USUAL.way)).toEqual({ table: true, first: true, second: false });
    expect(keptOf(USUAL)).toBeUndefined();
    const two = shared({ ...shown(USUAL, 'first', 'parallel'), way: 'two' }, 0.9);
    expect(keptOf(two)).toEqual({ way: 'two', first: 'parallel', share: 0.8 });
    expect(layoutOf(keptOf(two))).toEqual(two);
    expect(layoutOf({ way: 'toString', first: 'x', second: 7, share: 'wide' })).toEqual(USUAL);
    expect(layoutOf({ first: 'scatter', second: 'scatter' }).second).not.toBe('scatter');
  });
  it('lets charts change places instead of showing one twice', () => {
    expect(shown(USUAL, 'second', 'curves')).toMatchObject({
      first: 'parallel',
      second: 'curves'
    });
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
