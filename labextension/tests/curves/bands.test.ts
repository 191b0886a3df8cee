import { describe, expect, it } from 'vitest';
import { bandOf, t95, valueOn } from '../../src/components/curves/bands';

const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe('bands', () => {
  it('have the mean, the standard deviation of a sample, and n on common steps', () => {
    const band = bandOf(
      [
        { xs: of(0, 1), ys: of(1, 4) },
        { xs: of(0, 1), ys: of(3, 8) }
      ],
      'sd'
    );
    expect([...band.means]).toEqual([2, 6]);
    expect(band.highs[0]).toBeCloseTo(2 + Math.SQRT2, 12);
    expect(band.lows[1]).toBeCloseTo(6 - Math.sqrt(8), 12);
    expect([...band.ns]).toEqual([2, 2]);
  });

  it('take the straight line between steps, and nothing outside of a series', () => {
    const band = bandOf(
      [
        { xs: of(0, 10), ys: of(0, 10) },
        { xs: of(5), ys: of(1) }
      ],
      'sd'
    );
    expect([...band.xs]).toEqual([0, 5, 10]);
    expect([...band.means]).toEqual([0, 3, 10]);
    expect([...band.ns]).toEqual([1, 2, 1]);
  });

  it('have a 95 % interval by the t of few runs', () => {
    const runs = [1, 2, 3].map(y => ({ xs: of(0), ys: of(y) }));
    const band = bandOf(runs, 'ci');
    expect(band.highs[0]! - 2).toBeCloseTo(4.303 / Math.sqrt(3), 3);
    expect(t95(1000)).toBeCloseTo(1.962, 3);
    expect(t95(40)).toBeCloseTo(2.021, 2);
  });

  it('do not count what is missing', () => {
    const band = bandOf(
      [
        { xs: of(0, 1), ys: of(NaN, 1) },
        { xs: of(0, 1), ys: of(2, 3) }
      ],
      'sd'
    );
    expect([...band.ns]).toEqual([1, 2]);
    expect(band.means[0]).toBe(2);
    expect(valueOn(of(0, 1), of(NaN, 1), 0.5)).toBeNaN();
  });
});
