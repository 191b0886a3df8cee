import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/components/shared/rows';
import { matching, pattern } from '../../../src/components/table/model/filter';
import { column, hostOf, runColumn } from '../fake_host';

describe('a filter', () => {
  it('says what is wrong with an expression, and lets all through', () => {
    const { test, fault } = pattern('lr=(');
    expect(test).toBeNull();
    expect(fault).toContain('not a regular expression');
  });

  it('looks for capitals only where it has some', () => {
    expect(pattern('adam').test!('Adam')).toBe(true);
    expect(pattern('Adam').test!('adam')).toBe(false);
  });

  it('finds rows by texts and by numbers as they are shown', () => {
    const host = hostOf([
      { column: runColumn('label', 'text'), values: ['first', null, 'other'] },
      { column: column('=lr'), values: [0.1, 0.01, 0.5] }
    ]);
    const rows = rowsOf(host);
    rows.take(host.whole(['id', 'label', '=lr']));
    const found = matching(rows, [rows.column('label')!, rows.column('=lr')!], text =>
      /^first$|^0\.01$/.test(text)
    );
    expect([...found]).toEqual([1, 1, 0]);
  });
});
