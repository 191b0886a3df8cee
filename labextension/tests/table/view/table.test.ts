import { afterEach, describe, expect, it, vi } from 'vitest';
import { HostError } from '../../../src/components/shared/host';
import { mountTable } from '../../../src/components/table/table';
import { column, hostOf, idOf, runColumn } from '../fake_host';
import type { FakeHost } from '../fake_host';

const LOSS = [0.5, 0.2, null, 0.9, 0.4, 0.7];

function host(count = LOSS.length): FakeHost {
  const row = <T>(make: (row: number) => T): T[] =>
    Array.from({ length: count }, (_, at) => make(at));
  const made = hostOf([
    { column: runColumn('id', 'id'), values: row(idOf) },
    { column: runColumn('status', 'status'), values: row(at => (at ? 'completed' : 'running')) },
    { column: runColumn('label', 'text'), values: row(at => `label ${at}`) },
    { column: runColumn('marked', 'boolean'), values: row(() => 0) },
    { column: column('=batch', { constant: '32' }), values: row(() => 32) },
    { column: column('=opt', { kind: 'text' }), values: row(at => (at % 2 ? 'sgd' : 'adam')) },
    {
      column: column('last loss', {
        heading: 'loss',
        direction: 'min',
        reducer: 'last',
        series: 'loss'
      }),
      values: row(at => LOSS[at % LOSS.length]!)
    }
  ]);
  made.answers['act'] = () => ({ content: { said: 'done' }, buffers: [] });
  return made;
}

let unmount: (() => void) | null = null;
afterEach(() => {
  unmount?.();
  document.body.replaceChildren();
});

async function shown(of: FakeHost): Promise<HTMLElement> {
  const root = document.createElement('div');
  document.body.append(root);
  unmount = mountTable(root, of);
  await vi.waitFor(() => expect(cells(root, 'loss').some(Boolean) || !of.table.count).toBe(true));
  return root;
}

const grid = (root: HTMLElement): HTMLElement => root.querySelector('[role=grid]')!;

function headings(root: HTMLElement): string[] {
  const all = [...root.querySelectorAll<HTMLElement>('[role=columnheader]')];
  all.sort((one, other) => Number(one.dataset['column']) - Number(other.dataset['column']));
  return all.map(one => one.querySelector('.t-name')!.textContent!);
}

function rowsOf(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('.t-row')].sort(
    (one, other) => Number(one.dataset['at']) - Number(other.dataset['at'])
  );
}

function cells(root: HTMLElement, heading: string): string[] {
  const index = headings(root).indexOf(heading);
  return rowsOf(root).map(row => row.querySelector(`[data-column="${index}"]`)?.textContent ?? '');
}

function head(root: HTMLElement, name: string): HTMLElement {
  return [...root.querySelectorAll<HTMLElement>('[role=columnheader]')].find(
    one => one.querySelector('.t-name')!.textContent === name
  )!;
}

function press(root: HTMLElement, ...keys: string[]): void {
  for (const key of keys) {
    grid(root).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    );
  }
}

function click(element: Element | null | undefined, more: MouseEventInit = {}): void {
  element!.dispatchEvent(new MouseEvent('click', { bubbles: true, ...more }));
}

function entry(label: string): HTMLElement {
  return [...document.querySelectorAll<HTMLElement>('[role^=menuitem]')].find(one =>
    one.textContent!.includes(label)
  )!;
}

describe('the table', () => {
  it('draws few of ten thousand rows', async () => {
    const root = await shown(host(10_000));
    expect(rowsOf(root).length).toBeLessThan(40);
    expect(grid(root).getAttribute('aria-rowcount')).toBe('10001');
  });

  it('says what to do when there are no runs', async () => {
    const root = await shown(host(0));
    await vi.waitFor(() => expect(root.textContent).toContain('No runs yet'));
  });

  it('folds what all runs share into one line', async () => {
    const root = await shown(host());
    expect(headings(root)).not.toContain('batch');
    expect(root.querySelector('.t-folded')!.textContent).toContain('same in all 6 runs');
    click(root.querySelector('.t-link'));
    await vi.waitFor(() => expect(headings(root)).toContain('batch'));
  });

  it('sorts by a click on a heading, and tells readers of screens', async () => {
    const root = await shown(host());
    click(head(root, 'loss').querySelector('.t-name'));
    await vi.waitFor(() => expect(head(root, 'loss').getAttribute('aria-sort')).toBe('ascending'));
    expect(cells(root, 'label')[0]).toBe('label 1');
    expect(cells(root, 'label')[5]).toBe('label 2');
  });

  it('marks the best value by more than its weight', async () => {
    const root = await shown(host());
    const best = root.querySelector('.t-best')!;
    expect(best.textContent).toContain('\u2605');
    expect(best.textContent).toContain('0.2');
  });

  it('keeps pinned runs above, and shows deltas to the baseline with signs', async () => {
    const root = await shown(host());
    press(root, 'G', 'b');
    await vi.waitFor(() => expect(cells(root, 'label')[0]).toBe('label 5'));
    expect(root.querySelector('.t-pins .t-badge')!.textContent).toBe('base');
    expect(cells(root, 'loss')[1]).toBe('0.5\u22120.2');
    expect(root.querySelector('.t-delta.t-better')).not.toBeNull();
    click(head(root, 'loss').querySelector('.t-name'));
    await vi.waitFor(() => expect(cells(root, 'label')[1]).toBe('label 1'));
    expect(cells(root, 'label')[0]).toBe('label 5');
  });

  it('chooses a range with shift, and tells the kernel', async () => {
    const of = host();
    const root = await shown(of);
    const boxes = root.querySelectorAll('.t-choose');
    click(boxes[1]);
    click(boxes[3], { shiftKey: true });
    const ids = [idOf(1), idOf(2), idOf(3)];
    const said = of.asked.filter(one => one.question === 'select').at(-1)!;
    expect(said.wanted['ids']).toEqual(ids);
    of.push('select', { content: { ids: [idOf(0)] }, buffers: [] });
    await vi.waitFor(() => expect(root.querySelectorAll('.t-chosen')).toHaveLength(1));
  });

  it('chooses all runs that are shown, and says so in the heading', async () => {
    const root = await shown(host());
    const all = (): HTMLInputElement => root.querySelector<HTMLInputElement>('.t-all')!;
    click(all());
    await vi.waitFor(() => expect(root.querySelectorAll('.t-chosen')).toHaveLength(6));
    expect(all().checked).toBe(true);
    click(root.querySelector('.t-choose'));
    expect(all().checked).toBe(false);
  });

  it('draws cells that changed without drawing the others anew', async () => {
    const of = host();
    const root = await shown(of);
    const heading = head(root, 'loss');
    of.push('rows', { content: { rows: [1], cells: { 'last loss': [0.1] } }, buffers: [] });
    await vi.waitFor(() => expect(cells(root, 'loss')[1]).toContain('0.1'));
    expect(head(root, 'loss')).toBe(heading);
  });

  it('groups by a flag, and folds a group', async () => {
    const root = await shown(host());
    click(head(root, 'opt').querySelector('.t-menu'));
    click(entry('Group by this column'));
    await vi.waitFor(() => expect(root.querySelectorAll('.t-grouping')).toHaveLength(2));
    expect(root.querySelector('.t-grouping')!.textContent).toContain('n = 3');
    expect(root.querySelector('.t-grouping')!.textContent).toContain('0.45 \u00b1 0.071');
    click(root.querySelector('.t-grouping .t-fold'));
    await vi.waitFor(() => expect(rowsOf(root)).toHaveLength(5));
  });

  it('shows the heading of the first group, however far down the reader was', async () => {
    const root = await shown(host(1_000));
    grid(root).scrollTop = 9_000;
    grid(root).dispatchEvent(new Event('scroll'));
    await vi.waitFor(() => expect(Number(rowsOf(root)[0]!.dataset['at'])).toBeGreaterThan(100));
    click(head(root, 'opt').querySelector('.t-menu'));
    click(entry('Group by this column'));
    await vi.waitFor(() => expect(rowsOf(root)[0]!.textContent).toContain('n = 500'));
  });

  it('keeps what can be clicked while the table is drawn anew', async () => {
    const of = host();
    const root = await shown(of);
    const [name, fold] = [
      head(root, 'loss').querySelector('.t-name'),
      root.querySelector('.t-link')
    ];
    of.push('table', of.whole(['id', 'status', 'label', 'last loss']));
    of.push('rows', { content: { rows: [1], cells: { id: ['0'.repeat(32)] } }, buffers: [] });
    await vi.waitFor(() => expect(root.textContent).toContain('00000000'));
    expect(head(root, 'loss').querySelector('.t-name')).toBe(name);
    expect(root.querySelector('.t-link')).toBe(fold);
  });

  it('tells the curve of a scalar from its value', async () => {
    const of = host();
    const spark = column('spark loss', { heading: 'loss', kind: 'spark', series: 'loss' });
    of.columns = [
      ...of.columns,
      { column: spark, values: LOSS, points: LOSS.map(() => [3, 2, NaN, 1]) }
    ];
    of.table = { ...of.table, columns: [...of.table.columns, spark] };
    const root = await shown(of);
    await vi.waitFor(() => expect(root.querySelector('.t-spark')).not.toBeNull());
    expect(headings(root)).toEqual(expect.arrayContaining(['loss', 'loss curve']));
    expect(root.querySelector('[aria-label="menu of loss curve"]')).not.toBeNull();
    expect(root.querySelector('.t-spark path')!.getAttribute('d')).toMatch(/^M.*L[^ML]*M/);
  });

  it('moves a column by the keys, and finds a text', async () => {
    const root = await shown(host());
    press(root, '$');
    const before = headings(root);
    grid(root).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowLeft', altKey: true, shiftKey: true })
    );
    await vi.waitFor(() => expect(headings(root)).not.toEqual(before));
    expect(headings(root).at(-2)).toBe('loss');
    press(root, '/');
    const field = document.querySelector<HTMLInputElement>('[aria-label="Find a text"]')!;
    field.value = 'LABEL 4';
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(root.querySelector('.t-cursor')!.textContent).toBe('label 4');
    press(root, 'n');
    expect(root.querySelector('.t-cursor')!.textContent).toBe('label 4');
    expect(document.querySelector('.t-popup')).toBeNull();
  });

  it('says that a regular expression is none', async () => {
    const root = await shown(host());
    const field = root.querySelector<HTMLInputElement>('.t-field')!;
    field.value = 'label [35';
    field.dispatchEvent(new Event('input'));
    await vi.waitFor(() =>
      expect(root.querySelector('[role=alert]')!.textContent).toContain('not a regular expression')
    );
    field.value = 'label [35]';
    field.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(cells(root, 'label')).toEqual(['label 3', 'label 5']));
    expect(root.querySelector('.t-counts')!.textContent).toContain('2 of 6 runs');
  });

  it('asks the kernel about an expression of Guild, and shows its refusal', async () => {
    const of = host();
    const root = await shown(of);
    const field = root.querySelector<HTMLInputElement>('[aria-label="Guild filter"]')!;
    of.answers['filter'] = () => ({
      content: { matches: 0, note: '' },
      buffers: [new DataView(Uint8Array.from([1, 0, 0, 0, 1, 0]).buffer)]
    });
    field.value = 'loss < 0.6';
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    await vi.waitFor(() => expect(cells(root, 'label')).toEqual(['label 0', 'label 4']));
    of.answers['filter'] = () => {
      throw new HostError('no column lss', 'did you mean loss?');
    };
    field.value = 'lss < 1';
    field.dispatchEvent(new Event('change'));
    await vi.waitFor(() =>
      expect(root.querySelector('[role=alert]')!.textContent).toContain('did you mean loss?')
    );
  });

  it('edits a label; a refusal brings the old one back', async () => {
    const of = host();
    const root = await shown(of);
    press(root, 'ArrowRight', 'ArrowRight', 'e');
    const field = (): HTMLInputElement => root.querySelector<HTMLInputElement>('.t-edit')!;
    const key = (name: string) =>
      field().dispatchEvent(new KeyboardEvent('keydown', { key: name }));
    expect(field().value).toBe('label 0');
    field().value = 'better';
    key('Enter');
    await vi.waitFor(() => expect(cells(root, 'label')[0]).toBe('better'));
    expect(of.asked.at(-1)).toEqual({
      question: 'act',
      wanted: { action: 'label', runs: [idOf(0)], value: 'better' }
    });
    of.answers['act'] = () => {
      throw new HostError('the disk is full');
    };
    press(root, 'e');
    field().value = 'lost';
    key('Enter');
    await vi.waitFor(() => expect(root.textContent).toContain('the disk is full'));
    await vi.waitFor(() => expect(cells(root, 'label')[0]).toBe('better'));
    press(root, 'e');
    field().value = 'never';
    key('Escape');
    await vi.waitFor(() => expect(cells(root, 'label')[0]).toBe('better'));
  });

  it('deletes a run, and takes it back', async () => {
    const of = host();
    of.answers['act'] = wanted => ({
      content: {
        said: String(wanted['action']),
        ...(wanted['action'] === 'delete'
          ? { undo: { action: 'restore', runs: wanted['runs'] } }
          : {})
      },
      buffers: []
    });
    const root = await shown(of);
    click(root.querySelectorAll('.t-more')[2]);
    click(entry('Delete'));
    await vi.waitFor(() => expect(rowsOf(root)).toHaveLength(5));
    click([...root.querySelectorAll('button')].find(one => one.textContent === 'Undo'));
    await vi.waitFor(() => expect(rowsOf(root)).toHaveLength(6));
  });

  it('follows a run that changes', async () => {
    const of = host();
    const root = await shown(of);
    expect(cells(root, 'status')[0]).toBe('running');
    of.push('rows', { content: { rows: [0], cells: { status: ['error'] } }, buffers: [] });
    await vi.waitFor(() => expect(cells(root, 'status')[0]).toBe('error'));
    expect(root.querySelector('.t-dot.t-error')).not.toBeNull();
  });

  it('asks for another reducer, and keeps it small', async () => {
    const of = host();
    of.answers['reducer'] = () => ({
      content: {
        column: column('min loss', { heading: 'min loss', reducer: 'min', series: 'loss' }),
        data: { key: 'min loss', from: 0, to: 6, numbers: 0, missing: null }
      },
      buffers: [new DataView(Float64Array.from([9, 8, 7, 6, 5, 4]).buffer)]
    });
    const root = await shown(of);
    click(head(root, 'loss').querySelector('.t-menu'));
    click(entry('min'));
    await vi.waitFor(() => expect(cells(root, 'min loss')[0]).toBe('9'));
    await vi.waitFor(() =>
      expect(of.choices['table']).toEqual({ reducers: { 'last loss': 'min' } })
    );
  });

  it('shows markup, controls and marks of direction as text', async () => {
    const of = host();
    of.answers['hello'] = () => of.whole(['id', 'status', 'label', 'last loss']);
    const labels = [
      '<img src=x onerror=alert(1)>',
      'a\u202eb',
      '\u001b[31m',
      'x'.repeat(10_000_000)
    ];
    of.columns = of.columns.map(one =>
      one.column.key === 'label' ? { ...one, values: [...labels, null, null] } : one
    );
    const root = await shown(of);
    expect(root.querySelector('img')).toBeNull();
    const seen = cells(root, 'label');
    expect(seen[0]).toBe(labels[0]);
    expect(seen[1]).toBe('a\ufffdb');
    expect(seen[2]).toBe('\u241b[31m');
    expect(seen[3]!.length).toBeLessThan(400);
  });
});

describe('keys', () => {
  it('move, sort, jump between values, and leave Tab alone', async () => {
    const root = await shown(host());
    const at = (): string | null => grid(root).getAttribute('aria-activedescendant');
    const row = (): string | undefined =>
      document.getElementById(at()!)!.parentElement!.dataset['at'];
    press(root, 'j', 'ArrowDown');
    expect(row()).toBe('2');
    press(root, 'G');
    expect(row()).toBe('5');
    press(root, '3', 'G');
    expect(row()).toBe('2');
    press(root, 'g', 'l', ']');
    expect(row()).toBe('1');
    press(root, '$', 'S');
    await vi.waitFor(() =>
      expect(head(root, 'loss').getAttribute('aria-sort')).toBe('descending')
    );
    press(root, 'a');
    await vi.waitFor(() => expect(head(root, 'loss').getAttribute('aria-sort')).toBe('none'));
    const tab = new KeyboardEvent('keydown', { key: 'Tab', cancelable: true });
    grid(root).dispatchEvent(tab);
    expect(tab.defaultPrevented).toBe(false);
  });

  it('sort as numbers by a lone 1', async () => {
    const root = await shown(host());
    press(root, '$', '1');
    await vi.waitFor(() => expect(head(root, 'loss').getAttribute('aria-sort')).toBe('ascending'));
  });

  it('mark a run, and list themselves', async () => {
    const of = host();
    const root = await shown(of);
    press(root, 'm');
    expect(of.asked.at(-1)!.wanted).toEqual({ action: 'mark', runs: [idOf(0)], value: true });
    press(root, '?');
    expect(document.querySelector('.t-keys')!.textContent).toContain('next change of value');
  });

  it('leave what is typed with Ctrl to the page', async () => {
    const root = await shown(host());
    const save = new KeyboardEvent('keydown', { key: 's', ctrlKey: true, cancelable: true });
    grid(root).dispatchEvent(save);
    expect(save.defaultPrevented).toBe(false);
    expect(head(root, 'loss').getAttribute('aria-sort')).toBe('none');
  });
});
