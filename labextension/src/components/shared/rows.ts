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
  /** A byte a row, 1 where its points came: they come for some rows at a time. */
  drawn?: Uint8Array;
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

/** Is told the columns in which cells came or changed; null for another table. */
type Told = (keys: readonly string[] | null) => void;

/** Rows that sparklines are asked for at once; the answer may have fewer. */
const MOST_DRAWN = 100;

export class Rows {
  table: Table = NOTHING;
  #cells = new Map<string, Cells>();
  readonly #asked = new Set<string>();
  readonly #refused = new Set<string>();
  #places: Map<string, number> | null = null;
  #byKey = new Map<string, TableColumn>();
  readonly #listeners = new Set<Told>();

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  get count(): number {
    return this.table.count;
  }

  get columns(): readonly TableColumn[] {
    return this.table.columns;
  }

  column(key: string): TableColumn | undefined {
    return this.#byKey.get(key);
  }

  /** The row of a run; -1 where it is not shown. */
  row(id: string): number {
    if (!this.#places) {
      this.#places = new Map();
      for (let row = 0; row < this.count; row += 1) {
        this.#places.set(this.id(row), row);
      }
    }
    return this.#places.get(id) ?? -1;
  }

  /** The id of the run of a row. */
  id(row: number): string {
    return this.text('id', row) ?? '';
  }

  /** The number of a cell; null for no value, NaN for one that is no number. */
  number(key: string, row: number): number | null {
    const cells = this.#cells.get(key);
    if (!cells?.numbers || row >= this.count || cells.missing?.[row]) {
      return null;
    }
    return cells.numbers[row] ?? null;
  }

  /** The text of a cell that is text; null for no value. */
  text(key: string, row: number): string | null {
    const cells = this.#cells.get(key);
    if (!cells?.codes || row >= this.count) {
      return null;
    }
    const code = cells.codes[row];
    return code === undefined || code < 0 ? null : (cells.words?.[code] ?? null);
  }

  /** The texts of a column and, a row each, positions in them; null where it has no texts. */
  texts(key: string): { readonly words: readonly string[]; readonly codes: Int32Array } | null {
    const cells = this.#cells.get(key);
    return cells?.codes ? { words: cells.words ?? [], codes: cells.codes } : null;
  }

  /** The points of a cell's sparkline; NaN where there is none. */
  points(key: string, row: number): Float32Array | null {
    const cells = this.#cells.get(key);
    if (!cells?.points || !cells.drawn?.[row]) {
      return null;
    }
    return cells.points.subarray(row * cells.width, (row + 1) * cells.width);
  }

  /** Whether the cells of a column are there as far as a row. */
  has(key: string, to = this.count): boolean {
    return (this.#cells.get(key)?.to ?? 0) >= to;
  }

  /** Ask for the columns that are not there; of sparklines for those of these rows alone. */
  async need(keys: readonly string[], inSight: readonly number[] = []): Promise<void> {
    const wanted: string[] = [];
    const asks: Promise<void>[] = [];
    for (const key of keys) {
      const column = this.#byKey.get(key);
      if (!column || this.has(key) || this.#asked.has(key) || this.#refused.has(key)) {
        continue;
      }
      if (column.kind !== 'spark') {
        wanted.push(key);
        continue;
      }
      const drawn = this.#cells.get(key)?.drawn;
      const rows = inSight.filter(row => row >= 0 && !drawn?.[row]);
      if (rows.length) {
        const from = Math.min(...rows);
        const to = Math.max(...rows.filter(row => row < from + MOST_DRAWN)) + 1;
        asks.push(this.#askFor([key], { from, to }));
      }
    }
    if (wanted.length) {
      asks.push(this.#askFor(wanted));
    }
    await Promise.all(asks);
  }

  async #askFor(keys: string[], range: { from?: number; to?: number } = {}): Promise<void> {
    keys.forEach(key => this.#asked.add(key));
    const { table } = this;
    try {
      const answer = await this.#host.ask('columns', { keys, ...range });
      if (table === this.table) {
        const came = ((answer.content['data'] ?? []) as ColumnData[]).filter(
          one => one.to > one.from
        );
        // What the answer left out would be asked for again and again.
        keys
          .filter(key => !came.some(one => one.key === key))
          .forEach(key => this.#refused.add(key));
      }
      // Whoever is told may ask for the rest.
      keys.forEach(key => this.#asked.delete(key));
      this.take(answer);
    } finally {
      keys.forEach(key => this.#asked.delete(key));
    }
  }

  /** Be told when other cells are there. */
  onChange(told: Told): () => void {
    this.#listeners.add(told);
    return () => this.#listeners.delete(told);
  }

  /** Take what a message has: a whole table under `table`, cells under `data`. */
  take(message: Message): void {
    const table = message.content['table'] as Table | undefined;
    const before = table ? this.#begin(table) : null;
    const data = (message.content['data'] ?? table?.data ?? []) as ColumnData[];
    data.forEach(one => this.#put(one, message));
    if (before) {
      this.#carryOver(before);
    }
    this.#tell(before ? null : data.map(one => one.key));
  }

  /** Take changed cells: numbers or texts by column, for the rows that are named. */
  patch(content: Message['content']): void {
    const rows = (content['rows'] ?? []) as number[];
    const cells = (content['cells'] ?? {}) as { [key: string]: (string | number | null)[] };
    for (const [key, values] of Object.entries(cells)) {
      rows.forEach((row, index) => this.#write(key, row, values[index] ?? null));
    }
    this.#tell(Object.keys(cells));
  }

  /** Put a column, and its cells, in the place of another. */
  exchange(key: string, column: TableColumn, message: Message): void {
    const columns = this.table.columns.map(one => (one.key === key ? column : one));
    this.table = { ...this.table, columns };
    this.#byKey = new Map(columns.map(one => [one.key, one]));
    this.#cells.delete(column.key);
    this.take({
      content: { data: [message.content['data']].flat() },
      buffers: message.buffers
    });
  }

  #tell(keys: readonly string[] | null): void {
    if (!keys || keys.includes('id')) {
      this.#places = null;
    }
    this.#listeners.forEach(told => told(keys));
  }

  /** Begin another table; returns the cells of the one before, by the id of their run. */
  #begin(table: Table): { ids: Map<string, number>; cells: Map<string, Cells> } {
    const ids = new Map<string, number>();
    for (let row = 0; row < this.count; row += 1) {
      ids.set(this.id(row), row);
    }
    const cells = this.#cells;
    this.table = table;
    this.#byKey = new Map(table.columns.map(one => [one.key, one]));
    this.#cells = new Map();
    this.#refused.clear();
    return { ids, cells };
  }

  /** Show the cells of before until newer ones come: they are asked for all the same. */
  #carryOver(before: { ids: Map<string, number>; cells: Map<string, Cells> }): void {
    const from = Int32Array.from({ length: this.count }, (_, row) => {
      return before.ids.get(this.id(row)) ?? -1;
    });
    for (const [key, old] of before.cells) {
      if (this.#cells.has(key) || !this.#byKey.has(key)) {
        continue;
      }
      const cells: Cells = { width: old.width, to: 0, words: old.words ?? [] };
      if (old.numbers) {
        const numbers = old.numbers;
        cells.numbers = Float64Array.from(from, row => (row < 0 ? NaN : numbers[row]!));
        cells.missing = Uint8Array.from(from, row => (row < 0 ? 1 : (old.missing?.[row] ?? 0)));
      }
      if (old.codes) {
        const codes = old.codes;
        cells.codes = Int32Array.from(from, row => (row < 0 ? -1 : codes[row]!));
      }
      this.#cells.set(key, cells);
    }
  }

  #write(key: string, row: number, value: string | number | null): void {
    const cells = this.#cells.get(key);
    if (!cells || row < 0 || row >= this.count) {
      return;
    }
    if (typeof value === 'number' && cells.numbers) {
      cells.numbers[row] = value;
      if (cells.missing) {
        cells.missing[row] = 0;
      }
    } else if (value === null && cells.numbers) {
      cells.missing ??= new Uint8Array(this.count);
      cells.missing[row] = 1;
    } else if (cells.codes) {
      const words = (cells.words ??= []);
      const text = value === null ? null : String(value);
      const known = text === null ? -1 : words.indexOf(text);
      cells.codes[row] = text === null ? -1 : known < 0 ? words.push(text) - 1 : known;
    }
  }

  #put(data: ColumnData, message: Message): void {
    const { from, to } = data;
    const width = data.width ?? 0;
    const known = this.#cells.get(data.key);
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
      if (missing || cells.missing || to - from < this.count) {
        const of = missing ?? new Uint8Array(to - from);
        cells.missing = placed(cells.missing, of, from, new Uint8Array(this.count).fill(1));
      }
    }
    if (typeof data.codes === 'number') {
      // Words of another message are others: its codes begin after those that are known.
      const words = from === 0 && to >= this.count ? [] : (cells.words ?? []);
      const first = words.length;
      const codes = integers(message, data.codes).map(code => (code < 0 ? -1 : code + first));
      cells.words = [...words, ...(data.words ?? [])];
      cells.codes = placed(cells.codes, codes, from, new Int32Array(this.count).fill(-1));
    }
    if (typeof data.points === 'number') {
      const points = singles(message, data.points);
      const empty = new Float32Array(this.count * width).fill(NaN);
      cells.points = placed(cells.points, points, from * width, empty);
      cells.drawn ??= new Uint8Array(this.count);
      cells.drawn.fill(1, from, to);
    }
    if (from <= cells.to) {
      cells.to = Math.max(cells.to, to);
    }
    this.#cells.set(data.key, cells);
  }
}

const placed = <T extends Float64Array | Float32Array | Int32Array | Uint8Array>(
  known: T | undefined,
  values: T,
  from: number,
  empty: T
): T => {
  const target = known && known.length === empty.length ? known : empty;
  target.set(values.subarray(0, Math.max(0, target.length - from)), from);
  return target;
};
