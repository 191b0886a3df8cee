import { describe, expect, it } from 'vitest';
import { Rows } from '../../../src/components/shared/rows';
import { best, delta, summary } from '../../../src/components/table/model/metrics';
import { grouped, unfolded } from '../../../src/components/table/model/lines';
import { column, hostOf } from '../fake_host';

const host = hostOf([
  { column: column('=opt', { kind: 'text' }), values: ['sgd', 'adam', 'sgd', 'adam', null] },
  { column: column('loss'), values: [3, 1, NaN, 2, null] }
]);
const rows = new Rows(host);
rows.take(host.whole(['id', '=opt', 'loss']));

describe('a delta to the baseline', () => {
  it('is judged by the goal', () => {
    expect(delta(1, 2, 'min')).toEqual({ by: -1, verdict: 'better' });
    expect(delta(1, 2, 'max')).toEqual({ by: -1, verdict: 'worse' });
    expect(delta(3, 2, 'max')).toEqual({ by: 1, verdict: 'better' });
    expect(delta(3, 2, '')).toEqual({ by: 1, verdict: 'changed' });
    expect(delta(2, 2, 'min')).toEqual({ by: 0, verdict: 'same' });
  });

  it('is none where a number is missing', () => {
    expect(delta(null, 2, 'min')).toBeNull();
    expect(delta(NaN, 2, 'min')).toBeNull();
    expect(delta(1, null, 'min')).toBeNull();
  });
});

describe('a group', () => {
  it('has count, mean, sample deviation and best of its finite numbers', () => {
    const found = summary(rows, 'loss', [0, 1, 2, 3, 4], 'min')!;
    expect(found.count).toBe(3);
    expect(found.mean).toBeCloseTo(2, 12);
    expect(found.sd).toBeCloseTo(1, 12);
    expect(found.best).toBe(1);
  });

  it('says nothing of a column that is all NaN', () => {
    expect(summary(rows, 'loss', [2, 4], 'min')).toBeNull();
    expect(best(rows, 'loss', [2, 4], 'max')).toBeNull();
  });

  it('has no deviation of one run', () => {
    expect(summary(rows, 'loss', [0], '')!.sd).toBeNaN();
  });

  it('stands in the order of its name, without a value last', () => {
    const groups = grouped(rows, [0, 1, 2, 3, 4], rows.column('=opt')!, undefined);
    expect(groups.map(group => [group.name, group.rows])).toEqual([
      ['adam', [1, 3]],
      ['sgd', [0, 2]],
      ['', [4]]
    ]);
  });

  it('stands in the order of its mean where a metric is sorted by', () => {
    const groups = grouped(rows, [0, 1, 2, 3], rows.column('=opt')!, {
      key: 'loss',
      isDown: true
    });
    expect(groups.map(group => group.name)).toEqual(['sgd', 'adam']);
  });

  it('shows no runs while it is closed', () => {
    const groups = grouped(rows, [0, 1, 2, 3], rows.column('=opt')!, undefined);
    const lines = unfolded(groups, name => name === 'adam');
    expect(lines.map(line => line.row)).toEqual([-1, -1, 0, 2]);
  });
});
