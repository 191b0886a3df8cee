/** The files of a part as folders: pure, for the list that shows them. */

import type { DiffFile } from '../../wire/diff';

/** A folder with what is below it; one that holds a single folder is one with it. */
export interface Folder {
  readonly name: string;
  readonly path: string;
  readonly folders: readonly Folder[];
  readonly files: readonly DiffFile[];
  /** Files below, and their lines as far as they were counted. */
  readonly count: number;
  readonly added: number;
  readonly removed: number;
}

/** Put files into folders; both are in the order of their names. */
export const treeOf = (files: readonly DiffFile[], name = '', path = ''): Folder => {
  const own: DiffFile[] = [];
  const below = new Map<string, DiffFile[]>();
  for (const file of files) {
    const rest = file.name.slice(path.length);
    const slash = rest.indexOf('/');
    if (slash < 1 || slash === rest.length - 1) {
      own.push(file);
    } else {
      const folder = rest.slice(0, slash);
      below.set(folder, [...(below.get(folder) ?? []), file]);
    }
  }
  if (path && !own.length && below.size === 1) {
    const [[only, inside]] = [...below] as [[string, DiffFile[]]];
    return treeOf(inside, `${name}/${only}`, `${path}${only}/`);
  }
  const folders = [...below].map(([one, inside]) => treeOf(inside, one, `${path}${one}/`));
  return { name, path, folders, files: own, count: files.length, ...countsOf(files) };
};

/** The lines of files in all. */
export const countsOf = (files: readonly DiffFile[]): { added: number; removed: number } => {
  const sum = (of: 'added' | 'removed'): number =>
    files.reduce((total, file) => total + (file[of] ?? 0), 0);
  return { added: sum('added'), removed: sum('removed') };
};

/** The files whose name a pattern fits; null where it is no pattern. */
export const filtered = (files: readonly DiffFile[], pattern: string): DiffFile[] | null => {
  try {
    const wanted = new RegExp(pattern, 'iu');
    return files.filter(file => wanted.test(file.name));
  } catch {
    return null;
  }
};

/** The last part of a path. */
export const lastOf = (path: string): string =>
  path.slice(path.lastIndexOf('/', path.length - 2) + 1);
