import { describe, expect, it } from 'vitest';
import { LINE, PART, PARTS, Windowing } from '../../src/components/log/windowing';

describe('the window over a long log', () => {
  it('has one part for no bytes, and so many as there are', () => {
    expect(new Windowing(0).count).toBe(1);
    expect(new Windowing(PART).count).toBe(1);
    expect(new Windowing(PART + 1).count).toBe(2);
  });

  it('knows where parts stand as they become known', () => {
    const places = new Windowing(4 * PART);
    const guess = places.top(1);
    expect(places.know(0, 100)).toBe(100 * LINE - guess);
    expect(places.top(1)).toBe(100 * LINE);
    // what is not known is guessed by what is
    expect(places.top(2)).toBe(200 * LINE);
    expect(places.height).toBe(400 * LINE);
  });

  it('sees the parts between two heights only', () => {
    const places = new Windowing(100 * PART);
    places.know(0, 100);
    expect(places.seen(0, 10)).toEqual([0]);
    expect(places.seen(100 * LINE - 1, 100 * LINE + 1)).toEqual([0, 1]);
    expect(places.seen(350 * LINE, 360 * LINE)).toEqual([3]);
  });

  it('moves over a log that is longer than a scroll bar is fine', () => {
    const places = new Windowing(10_000 * PART);
    expect(places.end).toBe(PARTS);
    expect(places.show(5)).toBe(false);
    expect(places.show(9_999)).toBe(true);
    expect(places.end).toBe(10_000);
    expect(places.first).toBe(10_000 - PARTS);
    places.show(-3);
    expect(places.first).toBe(0);
  });
});
