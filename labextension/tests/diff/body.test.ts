import { afterEach, expect, test, vi } from 'vitest';

import { bodyOf } from '../../src/components/diff/body';
import type { Body, More } from '../../src/components/diff/body';
import { fold, lines, row, settled } from './made';

const said = vi.fn();
const none: More = () => Promise.reject(new Error('nobody is there'));

/** Observes nothing by itself; a test says what is near. */
class Watcher {
  static last: Watcher;
  constructor(private readonly told: (seen: object[]) => void) {
    Watcher.last = this;
  }
  observe(): void {
    return;
  }
  disconnect(): void {
    return;
  }
  near(target: Element): void {
    this.told([{ isIntersecting: true, target }]);
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
  said.mockClear();
});

function body(
  rows: Parameters<typeof lines>[1],
  { beside = false, wrap = true, more = none, left = 0 } = {}
): Body {
  const found = bodyOf(lines('a.py', rows, left), 'a.py', null, { beside, wrap }, more, said);
  document.body.replaceChildren(found.element);
  return found;
}

const texts = (one: Body): string[] =>
  [...one.element.querySelectorAll('.gd-row')].map(line => line.textContent ?? '');

test('lines have numbers, signs that are words too, and changed words', () => {
  const found = body([row('changed', 1, 1), row('same', 2, 2)]);
  expect(texts(found)).toEqual(['1−old 1', '1+new 1', '22new 2']);
  expect(found.element.querySelector('del')?.textContent).toBe('1');
  expect(found.element.querySelector('ins')?.textContent).toBe('1');
  expect(found.element.querySelector('[aria-label=removed]')).not.toBeNull();
  expect(found.element.getAttribute('aria-rowcount')).toBe('4');
});

test('lines stand next to each other, with a gap where there is none', () => {
  const found = body([row('changed', 1, 1), row('added', null, 2)], { beside: true });
  expect(texts(found)).toEqual(['1−old 11+new 1', '2+new 2']);
  expect(found.element.querySelectorAll('.gd-none')).toHaveLength(1);
});

test('what cannot be seen or deceives becomes visible, tabs stay, markup is text', () => {
  const one = { ...row('same', 1, 1), new: [{ text: '\t<b>\u202e\u0000', token: 'string' }] };
  const found = body([one]);
  expect(texts(found)[0]).toBe('11\t<b>\ufffd\u2400');
  expect(found.element.querySelector('b')).toBeNull();
  expect(found.element.querySelector('.gd-t-string')).not.toBeNull();
});

test('of 20,000 rows only the chunks near to what is seen are in the page', () => {
  vi.stubGlobal('IntersectionObserver', Watcher);
  const rows = Array.from({ length: 20_000 }, (_, at) => row('changed', at + 1, at + 1));
  const found = body(rows, { beside: true });
  expect(texts(found)).toHaveLength(50);
  const chunks = found.element.querySelectorAll('.gd-chunk');
  expect(chunks).toHaveLength(400);
  Watcher.last.near(chunks[300]!);
  expect(texts(found)).toHaveLength(100);
  expect(chunks[300]?.firstElementChild?.getAttribute('aria-rowindex')).toBe('15002');
}, 60_000);

test('going to a change makes its lines and puts the focus there', () => {
  vi.stubGlobal('IntersectionObserver', Watcher);
  const rows = Array.from({ length: 900 }, (_, at) =>
    row(at % 300 ? 'same' : 'added', at, at + 1)
  );
  const found = body(rows);
  expect(found.stops()).toBe(3);
  found.go(2);
  expect(document.activeElement?.textContent).toContain('new 601');
}, 60_000);

test('a fold opens whole, or its first or last lines', async () => {
  const asked: unknown[] = [];
  const more: More = wanted => {
    const [old, , count] = wanted['fold'] as [number, number, number];
    asked.push(wanted['fold']);
    return Promise.resolve(
      lines(
        'a',
        Array.from({ length: count }, (_, at) => row('same', old + at, old + at))
      )
    );
  };
  const found = body([row('changed', 1, 1), fold(2, 100)], { more });
  const press = async (label: string): Promise<void> => {
    found.element.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click();
    await settled();
  };
  await press('show the first 20 of them');
  await press('show the last 20 of them');
  expect(asked).toEqual([
    [2, 2, 20],
    [82, 82, 20]
  ]);
  expect(found.element.textContent).toContain('60 same lines');
  await press('show 60 same lines');
  expect(texts(found)).toHaveLength(102);
  expect(texts(found).at(-1)).toContain('new 101');
});

test('what was left out is asked for from where the lines end', async () => {
  const asked: unknown[] = [];
  const more: More = wanted => {
    asked.push(wanted['start']);
    return Promise.resolve(lines('a', [row('added', null, 2)]));
  };
  const found = body([row('added', null, 1)], { more, left: 1 });
  found.element.querySelector('button')?.click();
  await settled();
  expect(asked).toEqual([1]);
  expect(texts(found)).toHaveLength(2);
  expect(found.element.querySelector('button')).toBeNull();
});

test('what was left out comes by itself when its place is near, once, and lines that are there stay', async () => {
  vi.stubGlobal('IntersectionObserver', Watcher);
  const asked: unknown[] = [];
  const more: More = wanted => {
    asked.push(wanted['start']);
    return Promise.resolve(lines('a', [row('same', 101, 101)], 7));
  };
  const rows = Array.from({ length: 100 }, (_, at) => row('same', at + 1, at + 1));
  const found = body(rows, { more, left: 8 });
  const first = found.element.querySelector('.gd-row');
  const end = found.element.querySelector('.gd-fold')!;
  expect(end.textContent).toBe('8 more rows');
  Watcher.last.near(end);
  Watcher.last.near(end);
  await settled();
  expect(asked).toEqual([100]);
  expect(found.element.querySelectorAll('.gd-chunk')).toHaveLength(3);
  expect(found.element.querySelector('.gd-row')).toBe(first);
  expect(found.element.lastElementChild?.textContent).toBe('7 more rows');
});

test('an answer that does not come is told, and the fold stays', async () => {
  const found = body([fold(1, 5)]);
  found.element.querySelector('button')?.click();
  await settled();
  expect(said).toHaveBeenCalledWith('nobody is there');
  expect(found.element.textContent).toContain('5 same lines');
});

test('a line is copied from the side that is asked for', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  const found = body([row('changed', 1, 1)], { beside: true });
  const line = found.element.querySelector('.gd-row')!;
  found.copy(line);
  found.copy(line, 'old');
  found.element.querySelector<HTMLElement>('.gd-no')?.click();
  expect(writeText.mock.calls).toEqual([['new 1'], ['old 1'], ['old 1']]);
  await settled();
  expect(said).toHaveBeenLastCalledWith('copied line 1 of the old side');
});
