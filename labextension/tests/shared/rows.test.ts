import { describe, expect, it } from 'vitest';
import { Rows } from '../../src/components/shared/rows';
import { column, hostOf, idOf, runColumn } from '../table/fake_host';

const made = () =>
  hostOf([
    { column: runColumn('id', 'id'), values: [0, 1, 2].map(idOf) },
    { column: runColumn('label', 'text'), values: ['a', null, 'b'] },
    { column: column('loss'), values: [1, null, 3] }
  ]);

describe('rows', () => {
  it('ask once for what is not there', async () => {
    const host = made();
    const rows = new Rows(host);
    rows.take(host.whole(['id']));
    await Promise.all([rows.need(['loss']), rows.need(['loss', 'nothing'])]);
    await rows.need(['loss']);
    expect(host.asked).toHaveLength(1);
    expect([0, 1, 2].map(row => rows.number('loss', row))).toEqual([1, null, 3]);
  });

  it('do not ask again for what the answer left out', async () => {
    const host = made();
    host.columns = host.columns.filter(one => one.column.key !== 'loss');
    const rows = new Rows(host);
    rows.take(host.whole(['id']));
    await rows.need(['loss']);
    await rows.need(['loss']);
    expect(host.asked).toHaveLength(1);
  });

  it('take changed cells, new texts and lost values', () => {
    const host = made();
    const rows = new Rows(host);
    rows.take(host.whole(['id', 'label', 'loss']));
    rows.patch({ rows: [0, 1], cells: { label: ['new', 'b'], loss: [null, 7] } });
    expect([0, 1, 2].map(row => rows.text('label', row))).toEqual(['new', 'b', 'b']);
    expect([0, 1, 2].map(row => rows.number('loss', row))).toEqual([null, 7, 3]);
  });

  it('show the cells of before until those of another table come', () => {
    const host = made();
    const rows = new Rows(host);
    rows.take(host.whole(['id', 'label', 'loss']));
    const next = hostOf([
      { column: runColumn('id', 'id'), values: [7, 2, 0].map(idOf) },
      { column: column('loss'), values: [0, 0, 0] }
    ]);
    rows.take(next.whole(['id']));
    expect([0, 1, 2].map(row => rows.number('loss', row))).toEqual([null, 3, 1]);
    expect(rows.has('loss')).toBe(false);
    expect(rows.text('label', 0)).toBeNull();
    expect(rows.row(idOf(2))).toBe(1);
  });
});
