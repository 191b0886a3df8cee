import { afterEach, beforeEach, expect, test } from 'vitest';

import { mountDiff, mountDiffOf } from '../../src/components/diff/diff';
import { HostError } from '../../src/components/shared/host';
import type { Diff } from '../../src/wire/diff';
import { diff, FakeHost, file, lines, part, row, settled } from './made';

let root: HTMLElement;
let off: () => void = () => undefined;

beforeEach(() => {
  root = document.createElement('div');
  document.body.append(root);
});
afterEach(() => {
  off();
  root.remove();
});

const HOSTILE = '<img src=x onerror=alert(1)>\n\u202e';
const SOURCE = part('source', { files: [file('a/x.py'), file('a/y.py'), file('z.txt')] });
const OPENED = [lines('a/x.py', [row('changed', 1, 1), row('same', 2, 2), row('added', null, 3)])];

function shown(
  of: Diff,
  host = new FakeHost(() => lines('f', [row('added', null, 7)]))
): FakeHost {
  off = mountDiffOf(root, host, of);
  return host;
}
const button = (text: string): HTMLElement =>
  [...root.querySelectorAll('button')].find(one => one.textContent?.includes(text))!;
const press = (key: string, on: Element = root.querySelector('.gd')!): boolean =>
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

test('values are a table with headings, changed words and what is another in every run', () => {
  const value = { change: 'changed' as const, old: [{ text: '1', changed: true }], new: [] };
  const values = [
    { ...value, name: 'lr', step: '+1' },
    { ...value, name: 'id', change: 'own' as const }
  ];
  shown(diff([part('flags', { values, more_values: 3, remarks: ['not recorded: x'] })]));
  expect([...root.querySelectorAll('th[scope=row]')].map(one => one.textContent)).toEqual(['lr']);
  expect(root.querySelector('tbody')?.textContent).toBe('lr1empty+1');
  expect(root.textContent).toContain('and 3 more, not shown');
  expect(root.textContent).toContain('not recorded: x');
  button('different in every run').click();
  expect(root.querySelectorAll('th[scope=row]')).toHaveLength(2);
});

test('values that were not recorded are one line that opens', () => {
  const secret = { change: 'added' as const, old: [], new: [{ text: '***' }] };
  const values = [
    { ...secret, name: 'TOKEN' },
    { ...secret, name: 'MODE', new: [{ text: 'fast' }] }
  ];
  shown(diff([part('environment', { values })]));
  const names = (): (string | null)[] =>
    [...root.querySelectorAll('th[scope=row]')].map(one => one.textContent);
  expect(names()).toEqual(['MODE']);
  button('value not recorded: 1').click();
  expect(names()).toEqual(['MODE', 'TOKEN']);
});

test('folders and files fold, and the lines of a file are asked for once', async () => {
  const host = shown(diff([SOURCE], { opened: OPENED }));
  expect(root.querySelectorAll('[aria-expanded=true]')).toHaveLength(3);
  button('z.txt').click();
  await settled();
  expect(host.asked).toEqual([
    { question: 'lines', part: 'source', file: 'z.txt', old: 'a', new: 'b' }
  ]);
  expect(button('z.txt').parentElement?.textContent).toContain('new 7');
  button('z.txt').click();
  button('z.txt').click();
  expect(host.asked).toHaveLength(1);
  button('a/').click();
  expect(button('a/').getAttribute('aria-expanded')).toBe('false');
});

test('a refused question is told in place, and asked again by the next click', async () => {
  const answers = [
    new HostError('it is gone', 'Look elsewhere.'),
    lines('z', [row('added', null, 7)])
  ];
  shown(diff([SOURCE]), new FakeHost(() => answers.shift()));
  button('z.txt').click();
  await settled();
  expect(root.querySelector('[role=alert]')?.textContent).toBe('it is gone. Look elsewhere.');
  button('z.txt').click();
  button('z.txt').click();
  await settled();
  expect(root.querySelector('[role=alert]')).toBeNull();
  expect(root.textContent).toContain('new 7');
});

test('keys go from change to change, over files that are folded', () => {
  shown(diff([SOURCE], { opened: OPENED }));
  const at = (): string => document.activeElement?.textContent ?? '';
  const seen = ['n', 'j', ']', 'n'].map(key => (press(key), at()));
  expect(seen).toEqual(['1−old 1', '3+new 3', 'y.py+1 −2', 'z.txt+1 −2']);
  press('n');
  expect(root.querySelector('[role=status]')?.textContent).toBe('this was the last change');
  expect(['p', 'k', '['].map(key => (press(key), at()))).toEqual([
    'y.py+1 −2',
    '3+new 3',
    '1−old 1'
  ]);
});

test('keys that mean something here do not reach the page; others and typed ones do or stay', () => {
  shown(diff([SOURCE]));
  const heard: string[] = [];
  const hear = (event: KeyboardEvent): number => heard.push(event.key);
  document.body.addEventListener('keydown', hear);
  ['n', 'x', 'c'].forEach(key => press(key));
  press('j', root.querySelector('input')!);
  document.body.removeEventListener('keydown', hear);
  expect(heard).toEqual(['x']);
});

test('a pattern filters files; what is no pattern is told and changes nothing', () => {
  shown(diff([SOURCE]));
  const input = root.querySelector('input')!;
  const type = (text: string): void => {
    input.value = text;
    input.dispatchEvent(new Event('input'));
  };
  type('y\\.py');
  expect(root.querySelectorAll('.gd-file:not(.gd-folder)')).toHaveLength(1);
  expect(root.textContent).toContain('2 files left out by the filter');
  type('(');
  expect(input.getAttribute('aria-invalid')).toBe('true');
  type('');
  expect(root.querySelectorAll('.gd-file:not(.gd-folder)')).toHaveLength(3);
});

test('the layout is a choice that is kept, and parts stay folded', () => {
  const host = shown(diff([SOURCE], { opened: OPENED }));
  button('unified').click();
  button('wrap').click();
  button('source').click();
  expect(host.choices['diff']).toMatchObject({ beside: true, wrap: false, folded: ['source'] });
  expect(root.querySelectorAll('.gd-two')).toHaveLength(3);
  expect(root.querySelector('.gd-wrap')).toBeNull();
  off();
  shown(diff([SOURCE]), host);
  expect(button('source').getAttribute('aria-expanded')).toBe('false');
});

test('equal sides say that nothing differs, and in what', () => {
  shown(diff([], { same: 'the same: flags (3)' }));
  expect(root.textContent).toContain('No differences');
  expect(root.textContent).toContain('the same: flags (3)');
});

test('names are text on one line, whatever they hold', () => {
  const name = HOSTILE;
  const values = [{ name, change: 'added' as const, old: [], new: [{ text: HOSTILE }] }];
  const both = [
    part('flags', { values }),
    part('files', { files: [file(name, { said: HOSTILE })] })
  ];
  shown(diff(both, { same: HOSTILE, old: { name, about: HOSTILE, run: null } }));
  expect(root.querySelector('img')).toBeNull();
  expect(root.querySelector('.gd-name')?.textContent).toContain('<img');
  expect(root.textContent).not.toMatch(/[\n\u202e]/);
});

test('the view shows what it is told once, and makes it anew when it is asked to', async () => {
  const first = diff([], { same: 'first' });
  let now = first;
  const host = new FakeHost(() => ({ diff: now }));
  off = mountDiff(root, host);
  await settled();
  const element = root.querySelector('.gd');
  host.push({ content: { diff: first }, buffers: [] });
  expect(root.querySelector('.gd')).toBe(element);
  now = diff([], { same: 'second' });
  button('again').click();
  await settled();
  expect(root.textContent).toContain('second');
  expect(host.asked.at(-1)).toEqual({ question: 'hello', again: true });
  off();
  expect(root.textContent).toBe('');
});
