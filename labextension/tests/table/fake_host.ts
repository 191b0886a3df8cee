/** A host that answers as the kernel does, from runs that it makes up. */

import { HostError } from '../../src/components/shared/host';
import type { Condition, Host, Json, Message } from '../../src/components/shared/host';
import type { ColumnData, Table, TableColumn } from '../../src/wire/table';

/** The cells of one column; null for no value. */
export type Values = readonly (number | string | null)[];

export interface FakeColumn {
  readonly column: TableColumn;
  readonly values: Values;
  readonly points?: readonly (readonly number[])[];
}

/** A column as the kernel describes it. */
export function column(key: string, more: Partial<TableColumn> = {}): TableColumn {
  return {
    key,
    heading: key.replace(/^=/, ''),
    group: key.startsWith('=') ? 'flag' : 'scalar',
    kind: 'number',
    direction: '',
    reducer: '',
    series: '',
    is_asked: false,
    is_editable: false,
    constant: null,
    is_hidden: false,
    ...more
  };
}

/** What every run has. */
export function runColumn(key: string, kind: TableColumn['kind']): TableColumn {
  const is_editable = ['label', 'tags', 'comments'].includes(key);
  const heading = key === 'id' ? 'run' : key;
  return column(key, { group: 'run', kind, is_editable, heading, is_hidden: key === 'marked' });
}

export class FakeHost implements Host {
  condition: Condition = 'live';
  readonly asked: { question: string; wanted: { [name: string]: Json } }[] = [];
  readonly choices: { [name: string]: Json } = {};
  /** What is answered to a question; else the question is refused. */
  readonly answers: {
    [question: string]: (wanted: { [name: string]: Json }) => Message;
  } = {};
  private readonly pushes = new Map<string, Set<(push: Message) => void>>();
  private readonly conditions = new Set<(condition: Condition) => void>();

  constructor(
    public table: Table,
    public columns: readonly FakeColumn[]
  ) {
    this.answers['hello'] = () => this.whole(['id', 'status', 'label']);
    this.answers['select'] = () => ({ content: {}, buffers: [] });
    this.answers['columns'] = wanted => this.cells(wanted['keys'] as string[]);
  }

  /** A push or an answer with the table, and the cells of some columns. */
  whole(keys: readonly string[]): Message {
    const { content, buffers } = this.cells(keys);
    return { content: { table: this.table, ...content }, buffers };
  }

  cells(keys: readonly string[]): Message {
    const buffers: DataView[] = [];
    const put = (of: ArrayBufferView): number =>
      buffers.push(new DataView(of.buffer, of.byteOffset, of.byteLength)) - 1;
    const data: ColumnData[] = [];
    for (const key of keys) {
      const found = this.columns.find(one => one.column.key === key);
      if (!found) {
        continue;
      }
      const { values, points } = found;
      const one: ColumnData = { key, from: 0, to: values.length };
      if (points) {
        one.width = points[0]?.length ?? 0;
        one.points = put(Float32Array.from(points.flat()));
      } else if (['number', 'time', 'duration', 'boolean'].includes(found.column.kind)) {
        one.numbers = put(
          Float64Array.from(values, value => (value === null ? 0 : Number(value)))
        );
        one.missing = values.includes(null)
          ? put(Uint8Array.from(values, value => (value === null ? 1 : 0)))
          : null;
      } else {
        const words = [...new Set(values)].filter(value => value !== null).map(String);
        const places = new Map(words.map((word, index) => [word, index]));
        one.words = words;
        one.codes = put(
          Int32Array.from(values, value => (value === null ? -1 : places.get(String(value))!))
        );
      }
      data.push(one);
    }
    return { content: { data: data as unknown as Json }, buffers };
  }

  ask(question: string, wanted: { [name: string]: Json } = {}): Promise<Message> {
    this.asked.push({ question, wanted });
    const answer = this.answers[question];
    if (this.condition === 'gone') {
      return Promise.reject(new HostError('the kernel is gone'));
    }
    if (!answer) {
      return Promise.reject(new HostError(`no answer to ${question}`));
    }
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        try {
          resolve(answer(wanted));
        } catch (error) {
          reject(error instanceof Error ? error : new HostError(String(error)));
        }
      });
    });
  }

  push(kind: string, message: Message): void {
    this.pushes.get(kind)?.forEach(told => told(message));
  }

  onPush(kind: string, told: (push: Message) => void): () => void {
    const of = this.pushes.get(kind) ?? new Set();
    this.pushes.set(kind, of.add(told));
    return () => of.delete(told);
  }

  get(name: string): Json | undefined {
    return this.choices[name];
  }

  set(name: string, value: Json | undefined): void {
    if (value === undefined) {
      Reflect.deleteProperty(this.choices, name);
    } else {
      this.choices[name] = value;
    }
  }

  onChoice(): () => void {
    return () => undefined;
  }

  onCondition(told: (condition: Condition) => void): () => void {
    this.conditions.add(told);
    return () => this.conditions.delete(told);
  }
}

/** A table of columns. */
export function tableOf(columns: readonly FakeColumn[], more: Partial<Table> = {}): Table {
  return {
    title: 'runs',
    count: columns[0]?.values.length ?? 0,
    columns: columns.map(one => one.column),
    more_columns: 0,
    more_rows: 0,
    notes: [],
    empty: 'No runs yet. Make one: %guild run train',
    line: '%guild runs',
    as_of: Date.UTC(2026, 0, 5),
    ...more
  };
}

/** A host with these columns; ids are made where there are none. */
export function hostOf(columns: readonly FakeColumn[], more: Partial<Table> = {}): FakeHost {
  const count = columns[0]?.values.length ?? 0;
  const ids: FakeColumn = {
    column: runColumn('id', 'id'),
    values: Array.from({ length: count }, (_, row) => idOf(row))
  };
  const all = columns.some(one => one.column.key === 'id') ? columns : [ids, ...columns];
  return new FakeHost(tableOf(all, more), all);
}

/** The id of the run of a row. */
export function idOf(row: number): string {
  return ((row + 1) * 2654435761).toString(16).padStart(8, '0').slice(-8).repeat(4);
}
