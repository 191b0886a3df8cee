import { describe, expect, it } from 'vitest';
import { inView, offsets, placeAt } from '../../../src/components/table/view/window';

describe('the window', () => {
  const starts = offsets([10, 20, 30, 40]);

  it('knows where each begins', () => {
    expect([...starts]).toEqual([0, 10, 30, 60, 100]);
    expect([0, 9, 10, 59, 60, 500].map(at => placeAt(starts, at))).toEqual([0, 0, 1, 2, 3, 3]);
  });

  it('holds what is in view and a few more', () => {
    expect(inView(starts, 12, 10, 0)).toEqual({ from: 1, to: 2 });
    expect(inView(starts, 12, 10, 1)).toEqual({ from: 0, to: 3 });
    expect(inView(starts, 90, 500, 2)).toEqual({ from: 1, to: 4 });
  });

  it('is empty where nothing is', () => {
    expect(inView(offsets([]), 0, 100, 3)).toEqual({ from: 0, to: 0 });
  });

  it('holds few of ten thousand', () => {
    const many = offsets(new Float64Array(10_000).fill(28));
    const { from, to } = inView(many, 140_000, 440, 3);
    expect(to - from).toBeLessThan(25);
  });
});
