import { describe, expect, it } from 'vitest';
import { smooth, stateBefore } from '../../src/components/curves/smoothing';

const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe('smoothing', () => {
  // Worked out by hand: last = last * w + (1 - w) * v, shown as last / (1 - w ^ n).
  it.each([
    [0.5, [1, 2], [1, (0.25 + 1) / 0.75]],
    [0.5, [2, 0, 4], [2, 0.5 / 0.75, (0.25 + 2) / 0.875]],
    [0.9, [1, 0], [1, 0.09 / 0.19]],
    [0.6, [1, 3, 5], [1, (0.24 + 1.2) / 0.64, (0.864 + 2) / 0.784]],
    [0.999, [1, 2], [1, (0.000999 + 0.002) / 0.001999]],
    [0.5, [-1, NaN, 1], [-1, NaN, (-0.25 + 0.5) / 0.75]],
    [0.5, [1, Infinity, 2], [1, Infinity, (0.25 + 1) / 0.75]],
    [0.5, [NaN, 4, 2], [NaN, 4, (1 + 1) / 0.75]]
  ])('with weight %s makes of %j %j', (weight, values, expected) => {
    const shown = smooth(of(...values), weight);
    expected.forEach((value, i) =>
      Number.isFinite(value)
        ? expect(shown[i]).toBeCloseTo(value, 12)
        : expect(shown[i]).toBe(value)
    );
  });

  it('leaves a constant series and weight 0 as they are', () => {
    const constant = of(3.3, 3.3, 3.3);
    expect(smooth(constant, 0.9)).toBe(constant);
    const any = of(1, 2);
    expect(smooth(any, 0)).toBe(any);
  });

  it('is the same after thousands of values as with every power taken', () => {
    const values = Float64Array.from({ length: 3000 }, (_, i) => Math.sin(i));
    const shown = smooth(values, 0.9);
    let last = 0;
    values.forEach((value, i) => {
      last = last * 0.9 + (1 - 0.9) * value;
      expect(shown[i]).toBe(last / (1 - Math.pow(0.9, i + 1)));
    });
  });

  it('counts a bucket as so many points of its mean', () => {
    const points = smooth(of(1, 1, 1, 5), 0.8);
    const buckets = smooth(of(1, 5), 0.8, of(3, 1));
    expect(buckets[1]).toBeCloseTo(points[3]!, 12);
  });

  it('goes on in a part where the whole left off', () => {
    const values = of(1, 4, 2, 8, 5);
    const whole = smooth(values, 0.7);
    const before = stateBefore(of(0, 1, 2, 3, 4), values, null, 0.7, 3);
    const part = smooth(of(8, 5), 0.7, null, before);
    expect(part[0]).toBeCloseTo(whole[3]!, 12);
    expect(part[1]).toBeCloseTo(whole[4]!, 12);
  });
});
