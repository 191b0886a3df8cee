import { describe, expect, it } from 'vitest';
import { USUAL, partsOf, shown, sound, within } from '../../src/components/comparison/layout';
import { differing } from '../../src/components/plot/keeping';
import type { Values } from '../../src/components/plot/values';
import { axisOf, rowAt, rowsIn } from '../../src/components/scatter/points';

describe('a layout', () => {
  it('is a table over curves, and kept only where it is another', () => {
    expect(partsOf(USUAL.way)).toEqual({ table: true, first: true, second: false });
    expect(differing(USUAL, USUAL)).toBeUndefined();
    const two = { ...USUAL, ...shown(USUAL, 'first', 'scatter'), way: 'two' as const };
    expect(differing(two, USUAL)).toEqual({ way: 'two', first: 'scatter' });
    expect([within(0.9), within(-1), within(1 / 3)]).toEqual([0.8, 0.2, 0.333]);
  });
  it('that was kept never shows what there is not, nor a chart twice', () => {
    const odd = { way: 'toString', first: 'x', second: 'constructor', share: 9 };
    expect(sound(odd as never)).toEqual({ ...USUAL, share: 0.8 });
    expect(sound({ ...USUAL, first: 'parallel' }).second).toBe('curves');
    expect(sound({ ...USUAL, first: 'scatter', second: 'scatter' }).second).not.toBe('scatter');
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
    const frame = { width: 100, height: 100 };
    expect(rowAt(xs, ys, { x: 0.11, y: 0.1 }, frame, 5)).toBe(0);
    expect(rowAt(xs, ys, { x: 0.9, y: 0.1 }, frame, 5)).toBe(-1);
  });
  it('have no place on a log axis below 0', () => {
    const { places } = axisOf(values(-1, 0, 1, 10), true);
    expect([...places].map(Number.isNaN)).toEqual([true, true, false, false]);
  });
});
