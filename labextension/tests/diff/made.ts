/** Differences and a host that answers as it is told, for the tests of this folder. */

import type { Host, Json, Message } from '../../src/components/shared/host';
import type { Diff, DiffFile, DiffLines, DiffPart, DiffRow } from '../../src/wire/diff';

export function row(kind: DiffRow['kind'], old: number | null, fresh: number | null): DiffRow {
  const text = (number: number | null, word: string): DiffRow['old'] =>
    number ? [{ text: `${word} ` }, { text: String(number), changed: kind === 'changed' }] : [];
  return {
    kind,
    old: kind === 'same' ? [] : text(old, 'old'),
    new: text(fresh, 'new'),
    old_number: old,
    new_number: fresh
  };
}

export function fold(at: number, count: number): DiffRow {
  return { kind: 'folded', old: [], new: [], old_number: at, new_number: at, count };
}

export function lines(file: string, rows: DiffRow[], more_rows = 0): DiffLines {
  return { part: 'source', file, rows, more_rows };
}

export function file(name: string, more: Partial<DiffFile> = {}): DiffFile {
  return { name, change: 'changed', kind: 'text', said: '', added: 1, removed: 2, ...more };
}

export function part(name: string, more: Partial<DiffPart> = {}): DiffPart {
  const none = { values: [], more_values: 0, files: [], more_files: 0, remarks: [] };
  return { name, title: name, count: '1 changed', ...none, ...more };
}

export function diff(parts: DiffPart[], more: Partial<Diff> = {}): Diff {
  const side = { name: 'train a', about: 'completed', run: 'a' };
  const sides = { old: side, new: { ...side, name: 'train b', run: 'b' } };
  return { ...sides, parts, same: '', is_of_itself: false, line: '%guild', opened: [], ...more };
}

export class FakeHost implements Host {
  readonly condition = 'live';
  readonly asked: { [name: string]: Json }[] = [];
  choices: { [name: string]: Json | undefined } = {};
  push: (message: Message) => void = () => undefined;

  constructor(private readonly answer: (wanted: { [name: string]: Json }) => unknown) {}

  async ask(question: string, wanted: { [name: string]: Json } = {}): Promise<Message> {
    this.asked.push({ ...wanted, question });
    const content = this.answer({ ...wanted, question });
    if (content instanceof Error) {
      throw content;
    }
    return { content: content as Message['content'], buffers: [] };
  }
  onPush(_kind: string, told: (message: Message) => void): () => void {
    this.push = told;
    return () => undefined;
  }
  get(name: string): Json | undefined {
    return this.choices[name];
  }
  set(name: string, value: Json | undefined): void {
    this.choices[name] = value;
  }
  onChoice(): () => void {
    return () => undefined;
  }
  onCondition(): () => void {
    return () => undefined;
  }
}

/** Let promises that are settled be told. */
export function settled(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve));
}
