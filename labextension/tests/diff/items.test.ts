import { expect, test } from 'vitest';

import { arranged, chunked, textOf } from '../../src/components/diff/items';
import { fold, row } from './made';

const ROWS = [
  row('added', null, 1),
  row('changed', 1, 2),
  row('removed', 2, null),
  row('same', 3, 3),
  fold(4, 9),
  row('changed', 13, 13)
];

test('next to each other rows stay as they are, and each change begins once', () => {
  const items = arranged(ROWS, true);
  expect(items.map(item => item.row)).toEqual(ROWS);
  expect(items.map(item => item.isStop)).toEqual([true, false, false, false, false, true]);
});

test('below each other the old lines of a change come before the new ones', () => {
  const items = arranged(ROWS, false);
  expect(items.map(item => [item.side, item.isStop])).toEqual([
    ['old', true],
    ['old', false],
    ['new', false],
    ['new', false],
    ['both', false],
    ['both', false],
    ['old', true],
    ['new', false]
  ]);
  expect(items.slice(0, 4).map(item => item.row)).toEqual([ROWS[1], ROWS[2], ROWS[0], ROWS[1]]);
});

test('chunks are all items in order', () => {
  expect(chunked([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunked([], 2)).toEqual([]);
});

test('the text of a line is that of its pieces', () => {
  expect(textOf(ROWS[1]!, 'old')).toBe('old 1');
  expect(textOf(ROWS[3]!, 'old')).toBe('new 3');
});
