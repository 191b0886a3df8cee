/** A host that answers out of made-up runs, for looking at tables without a kernel. */

import { column, hostOf, idOf, runColumn } from '../../../labextension/tests/table/fake_host';
import type { FakeColumn, FakeHost, Values } from '../../../labextension/tests/table/fake_host';

const FLAGS = ['lr', 'dropout', 'optimizer', 'layers', 'width', 'decay', 'warmup', 'batch'];

/** Numbers that are the same every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** A host with so many runs and metrics, and with flags, remarks and a sparkline. */
export function madeUp(count: number, metrics: number): FakeHost {
  const next = random(7);
  const of = (make: (row: number) => Values[number]): Values =>
    Array.from({ length: count }, (_, row) => make(row));
  const columns: FakeColumn[] = [
    { column: runColumn('id', 'id'), values: of(idOf) },
    { column: runColumn('started', 'time'), values: of(row => 1.76e12 - row * 3.6e6) },
    { column: runColumn('time', 'duration'), values: of(() => 5 + next() * 900) },
    {
      column: runColumn('status', 'status'),
      values: of(row => (row < 2 ? 'running' : row % 11 ? 'completed' : 'error'))
    },
    { column: runColumn('label', 'text'), values: of(row => (row % 4 ? `try ${row}` : null)) },
    { column: runColumn('tags', 'tags'), values: of(row => (row % 5 ? null : 'best, paper')) },
    { column: runColumn('marked', 'boolean'), values: of(row => (row % 13 ? 0 : 1)) },
    ...FLAGS.map((name, index) => ({
      column: column(`=${name}`, { kind: index === 2 ? ('text' as const) : ('number' as const) }),
      values: of(row => (index === 2 ? ['adam', 'sgd', 'lion'][row % 3]! : next() / 10))
    })),
    {
      column: column('spark:loss', { kind: 'spark', heading: 'loss' }),
      values: of(() => null),
      points: Array.from({ length: count }, (_, row) =>
        Array.from({ length: 32 }, (_, at) => Math.exp(-at / (5 + (row % 7))) + next() / 9)
      )
    },
    ...Array.from({ length: metrics }, (_, index): FakeColumn => {
      const series = `metric${index}`;
      const direction = index < 2 ? 'min' : index < 4 ? 'max' : '';
      return {
        column: column(`last ${series}`, { heading: series, series, reducer: 'last', direction }),
        values: of(row => (row % 11 === 5 && index > 1 ? null : next() * (index < 4 ? 1 : 1000)))
      };
    })
  ];
  return hostOf(columns);
}
