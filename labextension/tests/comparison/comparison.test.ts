import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mountComparison } from '../../src/components/comparison/comparison';
import type { Host, Json, Message } from '../../src/components/shared/host';

/** A host that answers from three runs. */
class ThreeRuns implements Host {
  readonly condition = 'live';
  readonly asked: [string, { [name: string]: Json }][] = [];
  readonly kept = new Map<string, Json | undefined>();
  readonly pushes = new Map<string, (push: Message) => void>();

  ask(question: string, wanted: { [name: string]: Json } = {}): Promise<Message> {
    this.asked.push([question, wanted]);
    return Promise.resolve(question === 'hello' ? hello() : { content: {}, buffers: [] });
  }
  onPush(kind: string, told: (push: Message) => void): () => void {
    this.pushes.set(kind, told);
    return () => this.pushes.delete(kind);
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
}

function hello(count = 3): Message {
  const column = (key: string, group: string, kind: string, more: object = {}): object => ({
    ...{ key, heading: key, group, kind, direction: '', reducer: '', series: '', constant: null },
    ...{ is_asked: false, is_editable: false, is_hidden: false, ...more }
  });
  const ids = ['aaa1', 'bbb2', 'ccc3'].slice(0, count);
  const columns = [
    column('id', 'run', 'id'),
    column('label', 'run', 'text'),
    column('=lr', 'flag', 'number'),
    column('loss', 'scalar', 'number', { series: 'train/loss', direction: 'min' })
  ];
  const buffers = [
    Int32Array.from(ids, (_, i) => i),
    Int32Array.from(ids, () => 0),
    Float64Array.from(ids, (_, i) => [0.1, 0.5, 0.9][i]!),
    Float64Array.from(ids, (_, i) => i)
  ].map(array => new DataView(array.buffer as ArrayBuffer));
  const all = { from: 0, to: ids.length };
  const data = [
    { key: 'id', codes: 0, words: ids, ...all },
    { key: 'label', codes: 1, words: ['<img src=x onerror=alert(1)>'], ...all },
    { key: '=lr', numbers: 2, ...all },
    { key: 'loss', numbers: 3, ...all }
  ];
  const table = { title: 'Runs', count, columns, more_columns: 2, more_rows: 0, notes: [] };
  const rest = { empty: 'No runs yet.', line: '', as_of: 0, data };
  return { content: { table: { ...table, ...rest } }, buffers };
}

describe('a comparison', () => {
  let root: HTMLElement;
  let host: ThreeRuns;
  let unmount = (): void => undefined;

  beforeEach(() => {
    // Nothing is drawn here: a canvas is tried in a browser.
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    root = document.createElement('div');
    document.body.append(root);
    host = new ThreeRuns();
  });
  afterEach(() => {
    unmount();
    root.remove();
    vi.restoreAllMocks();
  });

  const tab = (name: string, pane = 0): HTMLElement =>
    [
      ...root.querySelectorAll('[role=tablist]')[pane]!.querySelectorAll<HTMLElement>('[role=tab]')
    ].find(one => one.textContent === name)!;
  const axis = (n: number): HTMLElement => root.querySelectorAll<HTMLElement>('.g-axis')[n]!;
  const key = (element: HTMLElement, name: string, more: KeyboardEventInit = {}): boolean =>
    element.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, ...more }));

  it('mounts a part when it is first seen, and keeps the layout small', async () => {
    unmount = mountComparison(root, host);
    expect(root.querySelector('.g-part-parallel')).toBeNull();
    tab('Parallel').click();
    await vi.waitFor(() => expect(root.querySelectorAll('.g-axis')).toHaveLength(2));
    await vi.waitFor(() =>
      expect(host.kept.get('layout')).toEqual({ first: 'parallel', second: 'curves' })
    );
    expect(root.textContent).toContain('2 columns left out');
  });

  it('has a brush by keys that chooses runs here and in Python', async () => {
    host.kept.set('layout', { first: 'parallel' });
    unmount = mountComparison(root, host);
    await vi.waitFor(() => expect(axis(0)).toBeTruthy());
    key(axis(0), 'Enter');
    expect(root.querySelector('.g-part-parallel .g-tell')?.textContent).toContain(
      '1 of 3 runs in the brushes'
    );
    await vi.waitFor(() => {
      const told = host.asked.filter(([question]) => question === 'select');
      expect(told.at(-1)?.[1]).toEqual({ ids: ['bbb2'] });
    });
    await vi.waitFor(() =>
      expect(host.kept.get('parallel')).toEqual({ brushes: { '=lr': [[0.25, 0.75]] } })
    );
    key(axis(0), 'Delete');
    expect(root.querySelector('.g-top')?.textContent).not.toContain('chosen');
  });

  it('gives up a brush when other runs are chosen elsewhere', async () => {
    host.kept.set('layout', { first: 'parallel' });
    unmount = mountComparison(root, host);
    await vi.waitFor(() => expect(axis(0)).toBeTruthy());
    key(axis(0), 'Enter');
    host.pushes.get('select')!({ content: { ids: ['aaa1'] }, buffers: [] });
    expect(root.querySelector('.g-part-parallel .g-tell')?.textContent).toContain(
      '1 of 3 runs chosen'
    );
    expect(axis(0).getAttribute('aria-valuetext')).toBe('none');
  });

  it('asks for the series of the runs that are drawn', async () => {
    host.kept.set('layout', { first: 'curves' });
    unmount = mountComparison(root, host);
    await vi.waitFor(() => {
      const wanted = host.asked.find(([question]) => question === 'series')?.[1];
      expect(wanted).toMatchObject({ runs: ['aaa1', 'bbb2', 'ccc3'], keys: ['train/loss'] });
    });
    expect(root.querySelector('.g-section')?.textContent).toContain('train');
  });

  it('shows the table over one chart, or two charts, never one twice', async () => {
    unmount = mountComparison(root, host);
    const seen = (): string[] =>
      [...root.querySelectorAll<HTMLElement>('.g-panes > :not([hidden]) [class^=g-part-]')].map(
        one => one.className.split(' ')[0]
      );
    expect(seen()).toEqual(['g-part-table', 'g-part-curves']);
    const ways = root.querySelector<HTMLSelectElement>('.g-top select')!;
    const show = (way: string): void => {
      ways.value = way;
      ways.dispatchEvent(new Event('change'));
    };
    show('three');
    expect(seen()).toEqual(['g-part-table', 'g-part-curves', 'g-part-parallel']);
    tab('Curves', 1).click();
    expect(seen()).toEqual(['g-part-table', 'g-part-parallel', 'g-part-curves']);
    show('chart');
    expect(seen()).toEqual(['g-part-parallel']);
    await vi.waitFor(() =>
      expect(host.kept.get('layout')).toEqual({
        ...{ way: 'chart', first: 'parallel', second: 'curves' }
      })
    );
  });

  it('tells parallel coordinates and a scatter plot as tables too', async () => {
    host.kept.set('layout', { way: 'two', first: 'parallel', second: 'scatter' });
    unmount = mountComparison(root, host);
    await vi.waitFor(() => expect(axis(1)).toBeTruthy());
    for (const part of ['parallel', 'scatter']) {
      const place = root.querySelector(`.g-part-${part}`)!;
      expect(place.querySelector('table')).toBeNull();
      place.querySelector<HTMLElement>('[title="Values as a table"]')!.click();
      const lines = [...place.querySelectorAll('tr')].map(line =>
        [...line.children].map(cell => cell.textContent)
      );
      expect(lines[0]).toEqual(['run', '=lr', 'loss']);
      expect(lines).toHaveLength(4);
      expect(lines[2]!.slice(1)).toEqual(['0.5', '1']);
    }
  });

  it('has a rectangle by keys in a scatter plot', async () => {
    host.kept.set('layout', { way: 'chart', first: 'scatter' });
    unmount = mountComparison(root, host);
    const stage = await vi.waitFor(() => {
      const found = root.querySelector('.g-scatter .g-stage[aria-label]');
      expect(found).toBeTruthy();
      return found as HTMLElement;
    });
    key(stage, 'ArrowRight');
    key(stage, 'ArrowRight', { shiftKey: true });
    expect(root.querySelector('.g-top')?.textContent).toContain('2 chosen');
    key(stage, ' ');
    expect(root.querySelector('.g-top')?.textContent).toContain('1 chosen');
    key(stage, 'Escape');
    expect(root.querySelector('.g-top')?.textContent).not.toContain('chosen');
  });

  it('says that there are no runs, and shows labels as text', async () => {
    host.kept.set('layout', { first: 'scatter' });
    unmount = mountComparison(root, host);
    await vi.waitFor(() => expect(root.querySelector('.g-top')?.textContent).toContain('3 runs'));
    expect(root.querySelector('img')).toBeNull();
    host.pushes.get('table')!(hello(0));
    tab('Parallel').click();
    await vi.waitFor(() => expect(root.textContent).toContain('No runs yet.'));
  });
});
