/** The runs of a view as columns of cells, which are asked for when they are needed. */

import type { ColumnData, Table, TableColumn } from '../../wire/table';
import { bytes, floats, integers, singles } from './host';
import type { Host, Message } from './host';
import { listeners } from './listeners';

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

/** The columns in which cells came or changed; null for another table. */
type Changed = readonly string[] | null;

/** Rows that sparklines are asked for at once; the answer may have fewer. */
const MOST_DRAWN = 100;

/** The runs of a view, as far as their cells came. */
export interface Rows {
  readonly table: Table;
  readonly count: number;
  readonly columns: readonly TableColumn[];
  column(key: string): TableColumn | undefined;
  /** The row of a run; -1 where it is not shown. */
  row(id: string): number;
  /** The id of the run of a row. */
  id(row: number): string;
  /** The number of a cell; null for no value, NaN for one that is no number. */
  number(key: string, row: number): number | null;
  /** The text of a cell that is text; null for no value. */
  text(key: string, row: number): string | null;
  /** The texts of a column and, a row each, positions in them; null where it has no texts. */
  texts(key: string): { readonly words: readonly string[]; readonly codes: Int32Array } | null;
  /** The points of a cell's sparkline; NaN where there is none. */
  points(key: string, row: number): Float32Array | null;
  /** Whether the cells of a column are there as far as a row. */
  has(key: string, to?: number): boolean;
  /** Ask for the columns that are not there; of sparklines for those of these rows alone. */
  need(keys: readonly string[], inSight?: readonly number[]): Promise<void>;
  /** Be told when other cells are there. */
  onChange(told: (changed: Changed) => void): () => void;
  /** Take what a message has: a whole table under `table`, cells under `data`. */
  take(message: Message): void;
  /** Take changed cells: numbers or texts by column, for the rows that are named. */
  patch(content: Message['content']): void;
  /** Put a column, and its cells, in the place of another. */
  exchange(key: string, column: TableColumn, message: Message): void;
}

/** The runs of what answers; there are none before it is told of them. */
export const rowsOf = (host: Host): Rows => {
  let table = NOTHING;
  let all = new Map<string, Cells>();
  let byKey = new Map<string, TableColumn>();
  /** The row of each run, once it was asked for. */
  let places: Map<string, number> | null = null;
  const asked = new Set<string>();
  const refused = new Set<string>();
  const changed = listeners<Changed>();

  const text = (key: string, row: number): string | null => {
    const { codes, words } = all.get(key) ?? {};
    return row < table.count ? (words?.[codes?.[row] ?? -1] ?? null) : null;
  };
  const id = (row: number): string => text('id', row) ?? '';
  const rowsById = (): Map<string, number> =>
    (places ??= new Map(Array.from({ length: table.count }, (_, row) => [id(row), row])));
  const has = (key: string, to = table.count): boolean => (all.get(key)?.to ?? 0) >= to;

  const become = (now: Table): void => {
    table = now;
    places = null;
    byKey = new Map(now.columns.map(one => [one.key, one]));
  };
  const tell = (keys: Changed): void => {
    if (!keys || keys.includes('id')) {
      places = null;
    }
    changed.tell(keys);
  };

  const put = (data: ColumnData, message: Message): void => {
    const { key, from, to, width = 0 } = data;
    const { count } = table;
    const cells = all.get(key) ?? { width, to: 0 };
    cells.width = width || cells.width;
    if (typeof data.numbers === 'number') {
      const numbers = floats(message, data.numbers);
      cells.numbers = placed(cells.numbers, numbers, from, new Float64Array(count));
      const missing = typeof data.missing === 'number' ? bytes(message, data.missing) : null;
      if (missing || cells.missing || to - from < count) {
        const of = missing ?? new Uint8Array(to - from);
        cells.missing = placed(cells.missing, of, from, new Uint8Array(count).fill(1));
      }
    }
    if (typeof data.codes === 'number') {
      // Words of another message are others: its codes begin after those that are known.
      const words = from === 0 && to >= count ? [] : (cells.words ?? []);
      const codes = integers(message, data.codes).map(code =>
        code < 0 ? -1 : code + words.length
      );
      cells.words = [...words, ...(data.words ?? [])];
      cells.codes = placed(cells.codes, codes, from, new Int32Array(count).fill(-1));
    }
    if (typeof data.points === 'number') {
      const points = singles(message, data.points);
      const empty = new Float32Array(count * width).fill(NaN);
      cells.points = placed(cells.points, points, from * width, empty);
      cells.drawn ??= new Uint8Array(count);
      cells.drawn.fill(1, from, to);
    }
    if (from <= cells.to) {
      cells.to = Math.max(cells.to, to);
    }
    all.set(key, cells);
  };

  /** Show the cells of before until newer ones come: they are asked for all the same. */
  const carryOver = (before: Map<string, Cells>, rows: Map<string, number>): void => {
    const from = Int32Array.from({ length: table.count }, (_, row) => rows.get(id(row)) ?? -1);
    for (const [key, { width, words = [], numbers, missing, codes }] of before) {
      if (!all.has(key) && byKey.has(key)) {
        const cells: Cells = { width, to: 0, words };
        if (numbers) {
          cells.numbers = Float64Array.from(from, row => numbers[row] ?? NaN);
          cells.missing = Uint8Array.from(from, row => (row < 0 ? 1 : (missing?.[row] ?? 0)));
        }
        if (codes) {
          cells.codes = Int32Array.from(from, row => codes[row] ?? -1);
        }
        all.set(key, cells);
      }
    }
  };

  const take = (message: Message): void => {
    const { content } = message;
    const now = content['table'] as Table | undefined;
    const data = (content['data'] ?? now?.data ?? []) as ColumnData[];
    const [before, rows] = [all, now && rowsById()];
    if (now) {
      become(now);
      all = new Map();
      refused.clear();
    }
    data.forEach(one => put(one, message));
    if (rows) {
      carryOver(before, rows);
    }
    tell(now ? null : data.map(one => one.key));
  };

  const write = (key: string, row: number, value: string | number | null): void => {
    const cells = all.get(key);
    if (!cells || row < 0 || row >= table.count) {
      return;
    }
    const { numbers, codes } = cells;
    if (typeof value === 'number' && numbers) {
      numbers[row] = value;
      cells.missing?.fill(0, row, row + 1);
    } else if (value === null && numbers) {
      cells.missing ??= new Uint8Array(table.count);
      cells.missing[row] = 1;
    } else if (codes) {
      const words = (cells.words ??= []);
      const known = words.indexOf(String(value));
      codes[row] = value === null ? -1 : known < 0 ? words.push(String(value)) - 1 : known;
    }
  };

  const ask = async (
    keys: string[],
    range: { from?: number; to?: number } = {}
  ): Promise<void> => {
    const forget = (): void => keys.forEach(key => asked.delete(key));
    const before = table;
    keys.forEach(key => asked.add(key));
    try {
      const answer = await host.ask('columns', { keys, ...range });
      if (table === before) {
        const data = (answer.content['data'] ?? []) as ColumnData[];
        const came = data.filter(one => one.to > one.from).map(one => one.key);
        // What the answer left out would be asked for again and again.
        keys.filter(key => !came.includes(key)).forEach(key => refused.add(key));
      }
      forget(); // whoever is told may ask for the rest
      take(answer);
    } finally {
      forget();
    }
  };

  return {
    get table() {
      return table;
    },
    get count() {
      return table.count;
    },
    get columns() {
      return table.columns;
    },
    column: key => byKey.get(key),
    row: of => rowsById().get(of) ?? -1,
    id,
    number(key, row) {
      const { numbers, missing } = all.get(key) ?? {};
      return row >= table.count || missing?.[row] ? null : (numbers?.[row] ?? null);
    },
    text,
    texts(key) {
      const { codes, words = [] } = all.get(key) ?? {};
      return codes ? { words, codes } : null;
    },
    points(key, row) {
      const { points, drawn, width = 0 } = all.get(key) ?? {};
      return points && drawn?.[row] ? points.subarray(row * width, (row + 1) * width) : null;
    },
    has,
    async need(keys, inSight = []) {
      const wanted: string[] = [];
      const asks: Promise<void>[] = [];
      for (const key of keys) {
        const column = byKey.get(key);
        if (!column || has(key) || asked.has(key) || refused.has(key)) {
          continue;
        }
        if (column.kind !== 'spark') {
          wanted.push(key);
          continue;
        }
        const drawn = all.get(key)?.drawn;
        const rows = inSight.filter(row => row >= 0 && !drawn?.[row]);
        if (rows.length) {
          const from = Math.min(...rows);
          const to = Math.max(...rows.filter(row => row < from + MOST_DRAWN)) + 1;
          asks.push(ask([key], { from, to }));
        }
      }
      if (wanted.length) {
        asks.push(ask(wanted));
      }
      await Promise.all(asks);
    },
    onChange: changed.add,
    take,
    patch(content) {
      const rows = (content['rows'] ?? []) as number[];
      const cells = (content['cells'] ?? {}) as { [key: string]: (string | number | null)[] };
      for (const [key, values] of Object.entries(cells)) {
        rows.forEach((row, index) => write(key, row, values[index] ?? null));
      }
      tell(Object.keys(cells));
    },
    exchange(key, column, { content, buffers }) {
      become({ ...table, columns: table.columns.map(one => (one.key === key ? column : one)) });
      all.delete(column.key);
      take({ content: { data: [content['data']].flat() }, buffers });
    }
  };
};

const placed = <T extends Float64Array | Float32Array | Int32Array | Uint8Array>(
  known: T | undefined,
  values: T,
  from: number,
  empty: T
): T => {
  const target = known?.length === empty.length ? known : empty;
  target.set(values.subarray(0, Math.max(0, target.length - from)), from);
  return target;
};
