import { expect, test } from 'vitest';

import { filtered, lastOf, treeOf } from '../../src/components/diff/tree';
import type { Folder } from '../../src/components/diff/tree';
import { file } from './made';

function drawn(folder: Folder): unknown {
  return [
    ...folder.folders.map(one => [one.name, drawn(one)]),
    ...folder.files.map(one => lastOf(one.name))
  ];
}

test('files are put into folders, and a chain of folders is one', () => {
  const tree = treeOf(['a/b/c/x', 'a/b/d/y', 'e/f/g', 'top'].map(name => file(name)));
  expect(drawn(tree)).toEqual([
    [
      'a/b',
      [
        ['c', ['x']],
        ['d', ['y']]
      ]
    ],
    ['e/f', ['g']],
    'top'
  ]);
});

test('a folder counts the files and lines below it, as far as they are known', () => {
  const [folder] = treeOf([file('a/x'), file('a/b/y'), file('a/z', { added: null })]).folders;
  expect([folder?.count, folder?.added, folder?.removed]).toEqual([3, 2, 6]);
});

test('slashes that name no folder are part of a name', () => {
  const tree = treeOf([file('/a'), file('b/'), file('c//d')]);
  expect(tree.files.map(one => one.name)).toEqual(['/a', 'b/']);
  expect(tree.folders.map(one => [one.name, one.files[0]?.name])).toEqual([['c', 'c//d']]);
});

test('no files are an empty folder', () => {
  expect(treeOf([])).toMatchObject({ folders: [], files: [], count: 0 });
});

test('names are filtered by a pattern, and what is none is told', () => {
  const files = [file('a.py'), file('B.PY'), file('c.txt')];
  expect(filtered(files, 'py$')?.map(one => one.name)).toEqual(['a.py', 'B.PY']);
  expect(filtered(files, '')).toHaveLength(3);
  expect(filtered(files, '(')).toBeNull();
});
