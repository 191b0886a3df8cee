import { describe, expect, it } from 'vitest';
import { decimate, outline, placeFrom } from '../../src/components/curves/decimate';

const line = (count: number, y: (i: number) => number): [Float64Array, Float64Array] => [
  Float64Array.from({ length: count }, (_, i) => i),
  Float64Array.from({ length: count }, (_, i) => y(i))
];

describe('decimation', () => {
  it('keeps every spike of a million points', () => {
    const [xs, ys] = line(1_000_000, i => (i % 100_000 === 777 ? 50 + i : Math.sin(i)));
    ys[654_321] = -99;
    const points = decimate(xs, ys, 0, 999_999, 500);
    expect(points.xs.length).toBeLessThanOrEqual(500 * 5 + 10);
    for (let i = 777; i < 1_000_000; i += 100_000) {
      expect([...points.ys]).toContain(50 + i);
    }
    expect(Math.min(...points.ys)).toBe(-99);
    expect([...points.xs]).toEqual([...points.xs].sort((a, b) => a - b));
  });

  it('keeps a gap, and finite values beside it', () => {
    const [xs, ys] = line(10_000, i => (i >= 4000 && i < 5000 ? NaN : i === 4_999 ? 7 : 1));
    ys[4_500] = 9;
    const points = decimate(xs, ys, 0, 9_999, 100);
    expect([...points.ys].some(Number.isNaN)).toBe(true);
    expect([...points.ys]).toContain(9);
  });

  it('leaves few points alone, with one more on each side of what is shown', () => {
    const [xs, ys] = line(20, i => i);
    const points = decimate(xs, ys, 5, 8, 100);
    expect([...points.xs]).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('joins buckets to their least low and greatest high', () => {
    const [xs, lows] = line(1000, i => (i === 500 ? -5 : 0));
    const highs = lows.map((_, i) => (i === 501 ? 6 : 1));
    const of = outline(xs, lows, highs, 0, 999, 50);
    expect(of.xs.length).toBeLessThanOrEqual(60);
    expect(Math.min(...of.lows)).toBe(-5);
    expect(Math.max(...of.highs)).toBe(6);
  });

  it('finds places by halving', () => {
    const xs = Float64Array.from([1, 3, 3, 7]);
    expect([0, 1, 2, 3, 4, 8].map(x => placeFrom(xs, x))).toEqual([0, 0, 1, 1, 3, 4]);
  });
});
