import { describe, expect, it } from 'vitest';

import { chosen, keyOf, linesOf, telling } from '../../../src/panel/runs/lines';
import { RUNNING, row } from './rows';

const ALL = { filter: '', isGrouped: false, folded: new Set<string>() };

describe('the lines of runs', () => {
  it('have the newest first, and before it what is not started yet', () => {
    const rows = [row(1), row(3), row(2), row(9, { started: null })];
    expect(chosen(rows, '').map(one => one.id)).toEqual(
      [row(9), row(3), row(2), row(1)].map(one => one.id)
    );
  });

  it('are those that have every word of the filter somewhere', () => {
    const rows = [
      row(1, { label: 'Best of all', tags: ['good'] }),
      row(2, { operation: 'eval', marked: true }),
      row(3, { flags: 'optimizer=adam' })
    ];
    const found = (filter: string): number[] =>
      chosen(rows, filter).map(one => parseInt(one.short_id, 16));
    expect(found('best GOOD')).toEqual([1]);
    expect(found('best eval')).toEqual([]);
    expect(found('eval')).toEqual([2]);
    expect(found('marked')).toEqual([2]);
    expect(found('adam train')).toEqual([3]);
    expect(found('00000003')).toEqual([3]);
    expect(found('  ')).toEqual([3, 2, 1]);
  });

  it('are grouped by operation, the one with the newest run first, and can be folded', () => {
    const rows = chosen(
      [row(1), row(2, { operation: 'eval', status: RUNNING }), row(3), row(4)],
      ''
    );
    const wanted = { ...ALL, isGrouped: true, folded: new Set(['train']) };
    const lines = linesOf(rows, wanted);
    expect(lines.map(keyOf)).toEqual(['operation train', 'operation eval', row(2).id]);
    expect(lines[0]).toMatchObject({ count: 3, live: 0, isOpen: false });
    expect(lines[1]).toMatchObject({ count: 1, live: 1, isOpen: true });
  });

  it('tell the flags that are not the same in all of them', () => {
    const rows = [row(1, { flags: 'a=1 text=two words b=3' }), row(2, { flags: 'a=1 b=4' })];
    expect(rows.map(telling(rows))).toEqual(['text=two words b=3', 'b=4']);
    expect(telling([rows[0]!])(rows[0]!)).toBe('a=1 text=two words b=3');
  });
});
