/** Which lines the list of runs has: filtered, newest first, and grouped where that is wanted. */

import type { RunRow } from '../../wire/api_runs';

/** A line: a run, or the heading of those of one operation. */
export type Line =
  | { readonly kind: 'run'; readonly row: RunRow; readonly level: 1 | 2 }
  | {
      readonly kind: 'group';
      readonly operation: string;
      readonly count: number;
      readonly live: number;
      readonly isOpen: boolean;
    };

/** What the reader wants to see. */
export interface Wanted {
  /** Words, each of which a run must have somewhere. */
  readonly filter: string;
  readonly isGrouped: boolean;
  /** The operations whose runs are folded away. */
  readonly folded: ReadonlySet<string>;
}

/** The runs that have all words of a filter, the newest first. */
export function chosen(rows: Iterable<RunRow>, filter: string): RunRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found: RunRow[] = [];
  for (const row of rows) {
    if (!words.length || has(row, words)) {
      found.push(row);
    }
  }
  // A run that waits to be started comes first.
  const when = (row: RunRow): number => row.started ?? Infinity;
  return found.sort((one, other) => {
    const [first, second] = [when(one), when(other)];
    return first === second ? (one.id < other.id ? -1 : 1) : second > first ? 1 : -1;
  });
}

/** The lines of runs that are sorted already. */
export function linesOf(rows: readonly RunRow[], wanted: Wanted): Line[] {
  if (!wanted.isGrouped) {
    return rows.map(row => ({ kind: 'run', row, level: 1 }));
  }
  const groups = new Map<string, RunRow[]>();
  for (const row of rows) {
    const of = groups.get(row.operation);
    if (of) {
      of.push(row);
    } else {
      groups.set(row.operation, [row]);
    }
  }
  const lines: Line[] = [];
  for (const [operation, of] of groups) {
    const isOpen = !wanted.folded.has(operation);
    const live = of.filter(row => row.status.is_live).length;
    lines.push({ kind: 'group', operation, count: of.length, live, isOpen });
    if (isOpen) {
      of.forEach(row => lines.push({ kind: 'run', row, level: 2 }));
    }
  }
  return lines;
}

/** What tells a line from the others, whatever is shown around it. */
export function keyOf(line: Line): string {
  return line.kind === 'run' ? line.row.id : `operation ${line.operation}`;
}

/** The flags of runs without those that all of them have: what tells them apart. */
export function telling(rows: readonly RunRow[]): (row: RunRow) => string {
  const [first, ...others] = rows;
  if (!first || !others.length) {
    return row => row.flags;
  }
  const same = new Set(flagsOf(first));
  for (const row of others) {
    const own = new Set(flagsOf(row));
    same.forEach(flag => own.has(flag) || same.delete(flag));
    if (!same.size) {
      break;
    }
  }
  return row =>
    flagsOf(row)
      .filter(flag => !same.has(flag))
      .join(' ');
}

/** The flags of a run one by one; values may have spaces. */
function flagsOf(row: RunRow): string[] {
  return row.flags.split(/\s+(?=[^\s=]+=)/).filter(Boolean);
}

function has(row: RunRow, words: readonly string[]): boolean {
  const { id, operation, label, tags, status, flags, project } = row;
  const mark = row.marked ? 'marked' : '';
  const text = [operation, label, tags.join(' '), status.word, flags, project, mark]
    .join('\n')
    .toLowerCase();
  return words.every(word => text.includes(word) || id.startsWith(word));
}
