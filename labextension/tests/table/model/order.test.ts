import { describe, expect, it } from 'vitest';
import { clicked, natural, ordered } from '../../../src/components/table/model/order';
import type { Sort } from '../../../src/components/table/model/order';
import { rowsOf } from '../../../src/components/shared/rows';
import type { Rows } from '../../../src/components/shared/rows';
import { column, hostOf } from '../fake_host';

function made(columns: { [key: string]: (number | string | null)[] }): Rows {
  const host = hostOf(
    Object.entries(columns).map(([key, values]) => ({
      column: column(key, {
        kind: values.some(one => typeof one === 'string') ? 'text' : 'number'
      }),
      values
    }))
  );
  const rows = rowsOf(host);
  rows.take(host.whole(Object.keys(columns)));
  return rows;
}

function order(rows: Rows, ...sorts: Sort[]): number[] {
  return [
    ...ordered(
      rows,
      Int32Array.from({ length: rows.count }, (_, row) => row),
      sorts
    )
  ];
}

describe('the order of rows', () => {
  it('puts what is missing last both ways, after what is no number', () => {
    const rows = made({ loss: [null, 2, NaN, 1, 3] });
    expect(order(rows, { key: 'loss', isDown: false })).toEqual([3, 1, 4, 2, 0]);
    expect(order(rows, { key: 'loss', isDown: true })).toEqual([4, 1, 3, 2, 0]);
  });

  it('keeps infinities at their ends', () => {
    const rows = made({ loss: [Infinity, 0, -Infinity] });
    expect(order(rows, { key: 'loss', isDown: false })).toEqual([2, 1, 0]);
  });

  it('sorts by several columns, and leaves equals as they were', () => {
    const rows = made({ lr: [1, 2, 1, 2, 1], loss: [5, 1, 4, 2, 5] });
    expect(order(rows, { key: 'lr', isDown: true }, { key: 'loss', isDown: false })).toEqual([
      1, 3, 2, 0, 4
    ]);
  });

  it('counts numbers within texts as people do', () => {
    const rows = made({ label: ['run 10', 'run 9', null, 'Run 1'] });
    expect(order(rows, { key: 'label', isDown: false })).toEqual([3, 1, 0, 2]);
    expect(natural('run 2', 'run 10')).toBeLessThan(0);
  });

  it('reads texts as numbers where that is asked', () => {
    const rows = made({ label: ['1e-3', '0.5', 'x', '20'] });
    expect(order(rows, { key: 'label', isDown: true, isNumeric: true })).toEqual([3, 1, 0, 2]);
  });
});

describe('a click on a heading', () => {
  it('sorts up, then down, then not', () => {
    const up = clicked([], 'a', false);
    expect(up).toEqual([{ key: 'a', isDown: false }]);
    const down = clicked(up, 'a', false);
    expect(down).toEqual([{ key: 'a', isDown: true }]);
    expect(clicked(down, 'a', false)).toEqual([]);
  });

  it('adds a column with shift, which keeps its place', () => {
    const both = clicked([{ key: 'a', isDown: false }], 'b', true);
    expect(both.map(sort => sort.key)).toEqual(['a', 'b']);
    expect(clicked(both, 'a', true)).toEqual([
      { key: 'a', isDown: true },
      { key: 'b', isDown: false }
    ]);
  });
});
