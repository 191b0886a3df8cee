import { describe, expect, it } from 'vitest';
import { drawnOf } from '../../src/components/curves/drawn';
import { leftOut, lineOf, rangesOf } from '../../src/components/curves/line';
import type { Drawing, Line } from '../../src/components/curves/line';
import { nearest, readingOf, summaryOf } from '../../src/components/curves/readout';
import { partsOf, xsOf } from '../../src/components/curves/series';
import type { Series } from '../../src/components/curves/series';
import { USUAL, pinnedBut } from '../../src/components/curves/settings';
import { chosen, differing } from '../../src/components/plot/keeping';
import { filterOf, sectionsOf } from '../../src/components/curves/tags';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const DRAWING: Drawing = {
  x: 'step',
  smoothing: 0,
  isLogX: false,
  isLogY: false,
  isClipped: false,
  spread: 'sd'
};
const OWNER = { id: 'a', name: 'a', colour: '#000', dash: [], isFaint: false, runs: ['a'] };

function series(values: number[], steps = values.map((_, i) => i)): Series {
  const at = of(...steps);
  const walls = at.map(step => 100 + step);
  const none = { lows: null, highs: null, counts: null };
  return {
    run: 'a',
    key: 'loss',
    count: values.length,
    steps: at,
    walls,
    values: of(...values),
    firstWall: 100,
    ...none
  };
}
const line = (values: number[], drawing = DRAWING, steps?: number[]): Line =>
  lineOf(OWNER, series(values, steps), drawing);

describe('a line', () => {
  it('is drawn in parts where steps go back', () => {
    expect(partsOf(of(0, 1, 2, 1, 2, 3))).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 6 }
    ]);
    const twice = line([1, 2, 3, 4], DRAWING, [0, 1, 0, 1]);
    expect(leftOut([twice], DRAWING)).toBe('1 run begun again: drawn in parts');
  });

  it('stands along another scalar by the last value at or before its step', () => {
    const other = series([10, 20], [1, 3]);
    expect([...xsOf(series([0, 0, 0, 0]), { key: 'k' }, other)]).toEqual([NaN, 10, 10, 20]);
    expect([...xsOf(series([5, 5]), 'relative', null)]).toEqual([0, 1]);
  });

  it('tells what a log axis leaves out, and never shows it', () => {
    const log = { ...DRAWING, isLogY: true };
    const below = line([-1, 0, 1, 100], log);
    const ranges = rangesOf([below], log, null)!;
    expect(ranges.y[0]).toBeGreaterThan(0);
    expect(leftOut([below], log, ranges.y)).toBe('2 values ≤ 0 not on a log axis');
    expect(rangesOf([line([-1, 0], log)], log, null)).toBeNull();
  });

  it('tells of values that are all NaN, and of some', () => {
    expect(leftOut([line([NaN, NaN])], DRAWING)).toBe('all 2 values are NaN');
    expect(leftOut([line([NaN, 1, Infinity])], DRAWING)).toBe('2 values NaN or infinite');
  });

  it('has room around one point', () => {
    const { x, y } = rangesOf([line([5])], DRAWING, null)!;
    expect(x[0]).toBeLessThan(0);
    expect(x[1]).toBeGreaterThan(0);
    expect(y[0]).toBeLessThan(5);
  });

  it('without outliers shows from the 5th to the 95th percentile', () => {
    const values = Array.from({ length: 101 }, (_, i) => (i === 50 ? 9000 : i));
    const clipped = { ...DRAWING, isClipped: true };
    const ranges = rangesOf([line(values, clipped)], clipped, null)!;
    expect(ranges.y[1]).toBeLessThan(110);
    expect(leftOut([line(values, clipped)], clipped, ranges.y)).toMatch(/outliers? beyond/);
  });

  it('has its range found again within a zoom', () => {
    const { x, y } = rangesOf([line([100, 1, 2, 100])], DRAWING, [1, 2])!;
    expect(x).toEqual([1, 2]);
    expect(y[1]).toBeLessThan(3);
  });

  it('is read at the next point, the nearest to the pointer first', () => {
    const [a, b] = [line([1, 5]), { ...line([3, 2]), id: 'b' }];
    const readings = [a, b].map(one => readingOf(one, 0.9, 0.1)!);
    expect(readings.map(one => one.shown)).toEqual([5, 2]);
    const far = (to: number) => (reading: { shown: number }) => Math.abs(reading.shown - to);
    expect(nearest(readings, far(2)).map(one => one.line.id)).toEqual(['b', 'a']);
    expect(nearest(readings, far(9), 1).map(one => one.line.id)).toEqual(['a']);
    expect(readingOf(a, 3, 0.1)).toBeNull();
    expect(summaryOf(line([2, NaN]))).toMatchObject({ count: 2, last: 2, least: 2 });
  });
});

describe('the runs that are drawn', () => {
  const ids = Array.from({ length: 240 }, (_, i) => `r${i}`);
  it('are the first without a choice, and it is said', () => {
    const drawn = drawnOf(ids, new Set(), false);
    expect(drawn.strong).toHaveLength(10);
    expect(drawn.said).toBe('10 of 240 runs drawn: choose others in the table');
  });
  it('are the chosen ones, with others behind them, and never too many', () => {
    const drawn = drawnOf(ids, new Set(['r0', 'r99']), false);
    expect(drawn.strong).toEqual(['r0', 'r99']);
    expect(drawn.faint).not.toContain('r0');
    expect(drawnOf(ids, new Set(ids), false).said).toBe('60 of 240 chosen runs drawn');
  });
});

describe('tags', () => {
  it('stand in sections by their prefix, pinned ones first', () => {
    const sections = sectionsOf(['val/a', 'loss', 'train/b', 'train/a'], ['train/b']);
    expect(sections.map(one => [one.name, ...one.tags])).toEqual([
      ['Pinned', 'train/b'],
      ['Scalars', 'loss'],
      ['train', 'train/a'],
      ['val', 'val/a']
    ]);
  });
  it('are filtered by a regular expression; one that is none says so', () => {
    expect(filterOf('^train').test('train/x')).toBe(true);
    expect(filterOf('^train').test('val/x')).toBe(false);
    expect(filterOf('(').fault).toMatch(/^not a regular expression/);
  });
});

describe('settings', () => {
  it('are kept only where they differ, and come back', () => {
    expect(differing(chosen(undefined, USUAL), USUAL)).toBeUndefined();
    const kept = differing({ ...USUAL, smoothing: 0.9, pinned: ['a'] }, USUAL);
    expect(kept).toEqual({ smoothing: 0.9, pinned: ['a'] });
    expect(chosen(kept, USUAL).smoothing).toBe(0.9);
  });
  it('of another kind are passed over', () => {
    const odd = { smoothing: 'x', pinned: 3, open: [], filter: null, other: 1 };
    expect(chosen(odd, USUAL)).toEqual(USUAL);
    expect(chosen([1], USUAL)).toEqual(USUAL);
  });
  it('have a scalar pinned once, and never too many', () => {
    expect(pinnedBut(['a', 'b'], 'a')).toEqual(['b']);
    const many = Array.from({ length: 24 }, (_, i) => `t${i}`);
    expect(pinnedBut(many, 'z')).toEqual([...many.slice(1), 'z']);
  });
});
