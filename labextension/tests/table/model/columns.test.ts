import { describe, expect, it } from 'vitest';
import { isFolded, moved, varies, withMove } from '../../../src/components/table/model/columns';
import { readChoices, smallest } from '../../../src/components/table/model/choices';
import { rowsOf } from '../../../src/components/shared/rows';
import { column, hostOf } from '../fake_host';

const abc = ['a', 'b', 'c'].map(key => column(key));
const keys = (of: readonly { key: string }[]): string => of.map(one => one.key).join('');

describe('columns', () => {
  it('stand where they were moved', () => {
    expect(keys(moved(abc, [['c', 'a']]))).toBe('cab');
    expect(keys(moved(abc, [['a', null]]))).toBe('bca');
    expect(
      keys(
        moved(abc, [
          ['gone', 'a'],
          ['b', 'gone']
        ])
      )
    ).toBe('acb');
  });

  it('count only the last move of each', () => {
    expect(withMove(withMove([], 'a', null), 'a', 'b')).toEqual([['a', 'b']]);
  });

  it('are folded when they are the same in all runs and nobody asked for them', () => {
    expect(isFolded(column('=lr', { constant: '1' }))).toBe(true);
    expect(isFolded(column('=lr', { constant: '1', is_asked: true }))).toBe(false);
    expect(isFolded(column('=lr'))).toBe(false);
  });

  it('vary where a value is missing or another, and NaN is like NaN', () => {
    const host = hostOf([
      { column: column('same'), values: [NaN, NaN, NaN] },
      { column: column('some'), values: [1, null, 1] }
    ]);
    const rows = rowsOf(host);
    rows.take(host.whole(['same', 'some']));
    expect(varies(rows, 'same', [0, 1, 2])).toBe(false);
    expect(varies(rows, 'some', [0, 1, 2])).toBe(true);
    expect(varies(rows, 'some', [0, 2])).toBe(false);
  });
});

describe('choices', () => {
  it('keep only what differs from the default', () => {
    expect(smallest({ rows: '', pins: [], widths: {}, differing: false })).toBeUndefined();
    expect(smallest({ rows: 'x', pins: [] })).toEqual({ rows: 'x' });
    expect(readChoices('torn')).toEqual({});
  });
});
