import { describe, expect, it } from 'vitest';
import { extent, nth, padded, withoutOutliers } from '../../src/components/plot/ranges';
import { placeOf, valueAt } from '../../src/components/plot/scale';
import { linearTicks, logTicks, short, timeTicks, written } from '../../src/components/plot/ticks';

describe('ranges', () => {
  it('take finite values, on a log axis those above 0', () => {
    expect(extent([NaN, 3, -Infinity, 1, Infinity])).toEqual([1, 3]);
    expect(extent([-4, 0, 2, 8], true)).toEqual([2, 8]);
    expect(extent([NaN])).toBeNull();
  });
  it('without outliers are the values at ceil and floor of the percentiles', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
    expect(withoutOutliers(values)).toEqual([5, 94]);
    expect(withoutOutliers(Float64Array.from([1, NaN, 2]))).toEqual([1, 2]);
    expect(withoutOutliers(Float64Array.from([NaN]))).toBeNull();
  });
  it('find the value of a place as sorting would', () => {
    const values = Float64Array.from({ length: 501 }, (_, i) => Math.round(Math.sin(i) * 50));
    const sorted = Float64Array.from(values).sort();
    for (const place of [0, 7, 250, 499, 500]) {
      expect(nth(Float64Array.from(values), place)).toBe(sorted[place]);
    }
  });
  it('of one value become wider', () => {
    expect(padded([2, 2])).toEqual([1.8, 2.2]);
    expect(padded([0, 0])).toEqual([-1, 1]);
    expect(padded([4, 4], 0.05, true)).toEqual([2, 8]);
  });
});

describe('ticks', () => {
  it('are round', () => {
    expect(linearTicks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearTicks([-3, 3], 3)).toEqual([-2, 0, 2]);
    expect(linearTicks([0.1, 0.3], 2)).toEqual([0.1, 0.2, 0.3]);
  });
  it('of a log axis are powers of ten, finer ones where there are few', () => {
    expect(logTicks([1e-4, 1e-1], 6)).toEqual([1e-4, 1e-3, 1e-2, 1e-1]);
    expect(logTicks([1, 20], 6)).toEqual([1, 2, 5, 10, 20]);
    expect(logTicks([1e-12, 1], 4)).toEqual([1e-12, 1e-9, 1e-6, 1e-3, 1]);
    expect(logTicks([0, 1], 4)).toEqual([]);
  });
  it('are written with as many digits as they need', () => {
    expect(written([0, 0.05, 0.1])).toEqual(['0.00', '0.05', '0.10']);
    expect(written([0, 10000, 20000])).toEqual(['0', '10k', '20k']);
    expect([short(0.00001234), short(1 / 3), short(NaN), short(-Infinity)]).toEqual([
      '1.234e-5',
      '0.3333',
      'NaN',
      '-Inf'
    ]);
  });
  it('of times stand apart by one round step', () => {
    const { ticks } = timeTicks([1.7e9, 1.7e9 + 7200], 6);
    expect(ticks.length).toBeGreaterThan(3);
    expect(new Set(ticks.slice(1).map((tick, i) => tick - ticks[i]!)).size).toBe(1);
  });
});

describe('a scale', () => {
  it('goes to a place and back, upside down too', () => {
    const scale = { range: [1, 100] as const, isLog: true, isFlipped: true };
    expect(placeOf(scale, 10)).toBeCloseTo(0.5);
    expect(valueAt(scale, placeOf(scale, 3))).toBeCloseTo(3);
    expect(placeOf(scale, -1)).toBeNaN();
  });
});
