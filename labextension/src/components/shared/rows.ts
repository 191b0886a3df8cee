/** The runs of a view as columns of cells, which are asked for when they are needed. */

import type { ColumnData, Table, TableColumn } from '../../wire/table';
import { bytes, floats, integers, singles } from './host';
import type { Host, Message } from './host';

interface Cells {
  numbers?: Float64Array;
  missing?: Uint8Array;
  codes?: Int32Array;
  words?: string[];
  points?: Float32Array;
  width: number;
  /** Rows before this one are there. */
  to: number;
}

/** A table without rows, before anything has come. */
const NOTHING: Table = {
  title: '',
  count: 0,
  columns: [],
  more_columns: 0,
  more_rows: 0,
  notes: [],
  empty: '',
  line: '',
  as_of: 0
};

export class Rows {
  table: Table = NOTHING;
  private cells = new Map<string, Cells>();
  private readonly asked = new Set<string>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly host: Host) {}

  get count(): number {
    return this.table.count;
  }

  get columns(): readonly TableColumn[] {
    return this.table.columns;
  }

  column(key: string): TableColumn | undefined {
    return this.table.columns.find(column => column.key === key);
  }

  /** The id of the run of a row. */
  id(row: number): string {
    return this.text('id', row) ?? '';
  }

  /** The number of a cell; null for no value, NaN for one that is no number. */
  number(key: string, row: number): number | null {
    const cells = this.cells.get(key);
    if (!cells?.numbers || row >= cells.to || cells.missing?.[row]) {
      return null;
    }
    return cells.numbers[row] ?? null;
  }

  /** The text of a cell that is text; null for no value. */
  text(key: string, row: number): string | null {
    const cells = this.cells.get(key);
    if (!cells?.codes || row >= cells.to) {
      return null;
    }
    const code = cells.codes[row];
    return code === undefined || code < 0 ? null : (cells.words?.[code] ?? null);
  }

  /** The points of a cell's sparkline; NaN where there is none. */
  points(key: string, row: number): Float32Array | null {
    const cells = this.cells.get(key);
    if (!cells?.points || row >= cells.to) {
      return null;
    }
    return cells.points.subarray(row * cells.width, (row + 1) * cells.width);
  }

  /** Whether the cells of a column are there as far as a row. */
  has(key: string, to = this.count): boolean {
    return (this.cells.get(key)?.to ?? 0) >= to;
  }

  /** Ask for the columns that are not there. */
  async need(keys: readonly string[]): Promise<void> {
    const wanted = keys.filter(key => !this.has(key) && !this.asked.has(key) && this.column(key));
    if (!wanted.length) {
      return;
    }
    wanted.forEach(key => this.asked.add(key));
    try {
      this.take(await this.host.ask('columns', { keys: wanted }));
    } finally {
      wanted.forEach(key => this.asked.delete(key));
    }
  }

  /** Be told when other cells are there. */
  onChange(told: () => void): () => void {
    this.listeners.add(told);
    return () => this.listeners.delete(told);
  }

  /** Take what a message has: a whole table under `table`, cells under `data`. */
  take(message: Message): void {
    const table = message.content['table'] as Table | undefined;
    if (table) {
      this.table = table;
      this.cells = new Map();
    }
    const data = (message.content['data'] ?? table?.data ?? []) as ColumnData[];
    data.forEach(one => this.put(one, message));
    this.listeners.forEach(told => told());
  }

  private put(data: ColumnData, message: Message): void {
    const { from, to } = data;
    const width = data.width ?? 0;
    const known = this.cells.get(data.key);
    const cells: Cells = known ?? { width, to: 0 };
    cells.width = width || cells.width;
    if (typeof data.numbers === 'number') {
      cells.numbers = placed(
        cells.numbers,
        floats(message, data.numbers),
        from,
        new Float64Array(this.count)
      );
      const missing = typeof data.missing === 'number' ? bytes(message, data.missing) : null;
      if (missing || cells.missing) {
        const of = missing ?? new Uint8Array(to - from);
        cells.missing = placed(cells.missing, of, from, new Uint8Array(this.count));
      }
    }
    if (typeof data.codes === 'number') {
      // Words of another message are others: its codes begin after those that are known.
      const words = cells.words ?? [];
      const first = words.length;
      const codes = integers(message, data.codes).map(code => (code < 0 ? -1 : code + first));
      cells.words = [...words, ...(data.words ?? [])];
      cells.codes = placed(cells.codes, codes, from, new Int32Array(this.count).fill(-1));
    }
    if (typeof data.points === 'number') {
      const points = singles(message, data.points);
      const empty = new Float32Array(this.count * width).fill(NaN);
      cells.points = placed(cells.points, points, from * width, empty);
    }
    cells.to = from <= cells.to ? Math.max(cells.to, to) : cells.to;
    this.cells.set(data.key, cells);
  }
}

function placed<T extends Float64Array | Float32Array | Int32Array | Uint8Array>(
  known: T | undefined,
  values: T,
  from: number,
  empty: T
): T {
  const target = known && known.length === empty.length ? known : empty;
  target.set(values.subarray(0, Math.max(0, target.length - from)), from);
  return target;
}
