import { describe, expect, it } from 'vitest';
import { extent, padded, withoutOutliers } from '../../src/components/plot/ranges';
import { scaleOf } from '../../src/components/plot/scale';
import { ticksOf } from '../../src/components/plot/values';
import type { Values } from '../../src/components/plot/values';
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
    expect(written([100, 10000])).toEqual(['100', '10000']);
    expect(written([1e-4, 0.01])).toEqual(['0.0001', '0.01']);
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
    const scale = scaleOf([1, 100], true, true);
    expect(scale.at(10)).toBeCloseTo(0.5);
    expect(scale.at(100)).toBeCloseTo(0);
    expect(scale.back(scale.at(3))).toBeCloseTo(3);
    expect([scale.at(-1), scale.at(0)]).toEqual([NaN, NaN]);
    expect(scaleOf([2, 4], false).at(3)).toBe(0.5);
  });
});

describe('marks of a column', () => {
  const marks = (numbers: number[], group: string, wanted = 5): string[] => {
    const values = {
      column: { key: 'a', kind: 'number', group },
      ...{ isCategory: false, words: [], missing: 0, numbers: Float64Array.from(numbers) }
    } as unknown as Values;
    const range = extent(numbers)!;
    return ticksOf(values, scaleOf(range, false), wanted).map(one => one.text);
  };
  it('stand at the few values of a flag, or whole numbers', () => {
    expect(marks([64, 16, 32, 64, NaN], 'flag')).toEqual(['16', '32', '64']);
    expect(marks([0.3, 0.1], 'flag')).toEqual(['0.1', '0.3']);
    expect(marks([3, 7, 3], 'scalar')).toEqual(['3', '7']);
    expect(marks([16, 17, 128], 'flag')).toEqual(['16', '128']);
  });
  it('are round where values are many, or those of a metric', () => {
    expect(marks([0.113, 0.871], 'scalar')).toEqual(['0.2', '0.4', '0.6', '0.8']);
    const many = Array.from({ length: 40 }, (_, i) => i * 10);
    expect(marks(many, 'flag')).toEqual(['0', '100', '200', '300']);
  });
});
