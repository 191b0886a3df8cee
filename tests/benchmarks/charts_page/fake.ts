/** A host that answers out of made-up runs, for looking at charts without a kernel. */

import type { Host, Json, Message } from '../../../labextension/src/components/shared/host';

const FLAGS = ['lr', 'batch', 'optimizer', 'dropout', 'seed'];
const TAGS = ['loss', 'train/loss', 'train/acc', 'val/loss', 'val/acc', 'sys/gpu', 'odd/nan', 'odd/one'];

/** Numbers that are the same every time. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export class FakeHost implements Host {
  readonly condition = 'live';
  readonly asked: { question: string; wanted: { [name: string]: Json } }[] = [];
  readonly kept = new Map<string, Json | undefined>();
  private readonly pushes = new Map<string, (push: Message) => void>();

  constructor(
    private readonly runs: number,
    private readonly points = 1000,
    private readonly more = 0
  ) {}

  ask(question: string, wanted: { [name: string]: Json } = {}): Promise<Message> {
    this.asked.push({ question, wanted });
    const answer = question === 'hello' ? this.hello() : question === 'columns' ? this.columns(wanted) : question === 'series' ? this.series(wanted) : { content: {}, buffers: [] };
    return new Promise(resolve => setTimeout(() => resolve(answer), 5));
  }

  onPush(kind: string, told: (push: Message) => void): () => void {
    this.pushes.set(kind, told);
    return () => this.pushes.delete(kind);
  }
  push(kind: string, message: Message): void {
    this.pushes.get(kind)?.(message);
  }
  get(name: string): Json | undefined {
    return this.kept.get(name);
  }
  set(name: string, value: Json | undefined): void {
    this.kept.set(name, value);
  }
  onChoice(): () => void {
    return () => undefined;
  }
  onCondition(): () => void {
    return () => undefined;
  }

  private id(run: number): string {
    return (run * 2654435761 >>> 0).toString(16).padStart(8, '0').repeat(4);
  }

  private hello(): Message {
    const column = (key: string, group: string, kind: string, extra: object = {}): object => ({
      key, heading: key.replace('=', '').replace('last ', ''), group, kind, direction: '', reducer: '', series: '',
      is_asked: false, is_editable: false, constant: null, is_hidden: false, ...extra
    });
    const columns = [
      column('id', 'run', 'id'), column('label', 'run', 'text'), column('status', 'run', 'status'),
      ...FLAGS.map(flag => column(`=${flag}`, 'flag', flag === 'optimizer' ? 'text' : 'number')),
      column('=fixed', 'flag', 'number', { constant: '1' }),
      ...TAGS.map(tag => column(`last ${tag}`, 'scalar', 'number', { series: tag, reducer: 'last', direction: tag.includes('loss') ? 'min' : tag.includes('acc') ? 'max' : '', is_hidden: tag.startsWith('odd') || tag.startsWith('sys') })),
      ...Array.from({ length: this.more }, (_, i) => column(`last many/m${i}`, 'scalar', 'number', { series: `many/m${i}`, is_hidden: i > 3 }))
    ];
    const given = this.cells(['id', 'label', 'status']);
    const table = { title: 'Runs of train', count: this.runs, columns, more_columns: 0, more_rows: 0, notes: [], empty: 'No runs yet: %guild run train makes one.', line: '%guild compare', as_of: 0, data: given.data };
    return { content: { table }, buffers: given.buffers };
  }

  private columns(wanted: { [name: string]: Json }): Message {
    const given = this.cells(wanted['keys'] as string[]);
    return { content: { data: given.data }, buffers: given.buffers };
  }

  value(key: string, run: number): number | string | null {
    const any = random(run * 7919 + 13);
    const lr = Math.pow(10, -4 + 3 * any());
    const batch = [16, 32, 64, 128][Math.floor(any() * 4)]!;
    const optimizer = ['adam', 'sgd', 'rmsprop'][Math.floor(any() * 3)]!;
    const dropout = any() < 0.12 ? null : any() * 0.5;
    const loss = 0.2 + Math.abs(Math.log10(lr) + 2.5) * 0.3 + any() * 0.2;
    switch (key) {
      case 'id': return this.id(run);
      case 'label': return run % 3 ? null : `lr=${lr.toPrecision(2)}`;
      case 'status': return 'completed';
      case '=lr': return lr;
      case '=batch': return batch;
      case '=optimizer': return optimizer;
      case '=dropout': return dropout;
      case '=seed': return run;
      default:
        return key.includes('nan') ? NaN : key.includes('one') ? 1 : key.includes('acc') ? 1 - loss / 2 : key.includes('val') && run % 9 === 0 ? null : loss;
    }
  }

  private cells(keys: string[]): { data: object[]; buffers: DataView[] } {
    const buffers: DataView[] = [];
    const put = (array: ArrayBufferView): number => buffers.push(new DataView(array.buffer as ArrayBuffer)) - 1;
    const data = keys.map(key => {
      const values = Array.from({ length: this.runs }, (_, run) => this.value(key, run));
      if (['id', 'label', 'status', '=optimizer'].includes(key)) {
        const words = [...new Set(values.filter(one => one !== null))] as string[];
        const places = new Map(words.map((word, place) => [word, place]));
        return { key, from: 0, to: this.runs, codes: put(Int32Array.from(values, one => (one === null ? -1 : places.get(one as string)!))), words };
      }
      return { key, from: 0, to: this.runs, numbers: put(Float64Array.from(values, one => (one === null ? 0 : (one as number)))), missing: put(Uint8Array.from(values, one => (one === null ? 1 : 0))) };
    });
    return { data, buffers };
  }

  private series(wanted: { [name: string]: Json }): Message {
    const buffers: DataView[] = [];
    const put = (array: Float64Array): number => buffers.push(new DataView(array.buffer as ArrayBuffer)) - 1;
    const series: object[] = [];
    const numbers = new Map(Array.from({ length: this.runs }, (_, run) => [this.id(run), run]));
    for (const run of wanted['runs'] as string[]) {
      for (const key of wanted['keys'] as string[]) {
        const number = numbers.get(run)!;
        if (key.startsWith('val') && number % 9 === 0) {
          continue;
        }
        const count = key === 'odd/one' ? 1 : this.points;
        const any = random(number * 31 + key.length);
        const end = (this.value(`last ${key}`, number) as number) ?? 1;
        const restart = number === 2 ? Math.floor(count / 2) : -1;
        const steps = Float64Array.from({ length: count }, (_, i) => (restart >= 0 && i >= restart ? i - Math.floor(count / 8) : i) * 10);
        const values = Float64Array.from({ length: count }, (_, i) => {
          const noise = (any() - 0.5) * 0.12;
          const spike = any() < 0.004 ? 0.8 : 0;
          const rest = Math.exp((-4 * i) / count);
          const isAcc = key.includes('acc');
          const nan = key === 'odd/nan' || (number === 1 && i > count * 0.6 && i < count * 0.63);
          return nan ? NaN : isAcc ? end * (1 - rest) + noise * 0.3 : end + rest + noise * (0.3 + rest) + spike * rest;
        });
        series.push({ run, key, count, level: 'raw', steps: put(steps), walls: put(steps.map(step => 1.7e9 + number * 3600 + step * 0.7)), values: put(values), lows: null, highs: null, counts: null, first_wall: 1.7e9 + number * 3600 });
      }
    }
    return { content: { series, left_out: 0, keys: TAGS }, buffers };
  }
}
