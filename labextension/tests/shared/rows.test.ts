import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../src/components/shared/rows';
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
    const rows = rowsOf(host);
    rows.take(host.whole(['id']));
    await Promise.all([rows.need(['loss']), rows.need(['loss', 'nothing'])]);
    await rows.need(['loss']);
    expect(host.asked).toHaveLength(1);
    expect([0, 1, 2].map(row => rows.number('loss', row))).toEqual([1, null, 3]);
  });

  it('do not ask again for what the answer left out', async () => {
    const host = made();
    host.columns = host.columns.filter(one => one.column.key !== 'loss');
    const rows = rowsOf(host);
    rows.take(host.whole(['id']));
    await rows.need(['loss']);
    await rows.need(['loss']);
    expect(host.asked).toHaveLength(1);
  });

  it('take changed cells, new texts and lost values', () => {
    const host = made();
    const rows = rowsOf(host);
    rows.take(host.whole(['id', 'label', 'loss']));
    rows.patch({ rows: [0, 1], cells: { label: ['new', 'b'], loss: [null, 7] } });
    expect([0, 1, 2].map(row => rows.text('label', row))).toEqual(['new', 'b', 'b']);
    expect([0, 1, 2].map(row => rows.number('loss', row))).toEqual([null, 7, 3]);
  });

  it('show the cells of before until those of another table come', () => {
    const host = made();
    const rows = rowsOf(host);
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

  it('ask for sparklines of the rows in sight, and for the rest of a short answer', async () => {
    const count = 500;
    const host = hostOf([
      {
        column: runColumn('id', 'id'),
        values: Array.from({ length: count }, (_, at) => idOf(at))
      },
      { column: column('spark:loss', { kind: 'spark' }), values: [] }
    ]);
    // Two rows an answer, of one point each.
    host.answers['columns'] = wanted => {
      const from = Number(wanted['from']);
      const data = [{ key: 'spark:loss', from, to: from + 2, points: 0, width: 1 }];
      return {
        content: { data },
        buffers: [new DataView(Float32Array.from([from, from + 1]).buffer)]
      };
    };
    const rows = rowsOf(host);
    rows.take(host.whole(['id']));
    const sight = [300, 301, 302, 303];
    await rows.need(['spark:loss'], sight);
    expect(host.asked.at(-1)!.wanted).toEqual({ keys: ['spark:loss'], from: 300, to: 304 });
    expect(rows.points('spark:loss', 301)).toEqual(Float32Array.from([301]));
    expect(rows.points('spark:loss', 302)).toBeNull();
    await rows.need(['spark:loss'], sight);
    expect(host.asked.at(-1)!.wanted).toEqual({ keys: ['spark:loss'], from: 302, to: 304 });
    await rows.need(['spark:loss'], sight);
    expect(host.asked).toHaveLength(2);
  });

  it('tell which columns came', async () => {
    const host = made();
    const rows = rowsOf(host);
    const told: (readonly string[] | null)[] = [];
    rows.onChange(keys => told.push(keys));
    rows.take(host.whole(['id']));
    await rows.need(['loss']);
    rows.patch({ rows: [0], cells: { label: ['new'] } });
    expect(told).toEqual([null, ['loss'], ['label']]);
  });
});
