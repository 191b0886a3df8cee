import { describe, expect, it } from 'vitest';
import { inView, offsets, placeAt, roomy } from '../../../src/components/table/view/window';

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

describe('the room that is left', () => {
  const able = [false, true, false];

  it('goes to the last column with words, but not without end', () => {
    expect(roomy([100, 50, 50], able, 260)).toEqual([100, 110, 50]);
    expect(roomy([100, 50, 50], able, 2_000)).toEqual([100, 370, 50]);
  });

  it('goes to none where there is no room, or no such column', () => {
    expect(roomy([100, 50, 50], able, 150)).toEqual([100, 50, 50]);
    expect(roomy([100], [false], 150)).toEqual([100]);
  });
});
