/**
 * What a table shows: the columns and lines that follow from the runs and the reader's choices.
 *
 * It knows no element; whoever draws it is told when it changed.
 */

import type { TableColumn } from '../../../wire/table';
import type { Json } from '../../shared/host';
import type { Rows } from '../../shared/rows';
import type { Selection } from '../../shared/selection';
import { isMetric, shown } from './cell';
import { readChoices, smallest } from './choices';
import type { Choices } from './choices';
import { MOST_COMPARED, chosenColumns, fitting } from './columns';
import type { ChosenColumns } from './columns';
import { isSearched, matching, pattern } from './filter';
import { grouped, plain, unfolded } from './lines';
import type { Group, Line } from './lines';
import { best, summary } from './metrics';
import type { Goal, Summary } from './metrics';
import { ordered } from './order';
import type { Sort } from './order';

/** Where choices are kept. */
export interface Keep {
  get(): Json | undefined;
  set(value: Json | undefined): void;
}

/** Everything that is drawn; made anew when something changed. */
export interface Picture extends ChosenColumns {
  readonly lines: readonly Line[];
  readonly pinned: readonly number[];
  /** Rows that are shown, in their order; those of closed groups too. */
  readonly rows: Int32Array;
  readonly rowFault: string;
}

export interface TableState {
  readonly choices: Choices;
  /** A byte a row that an expression of Guild matches; null without one. */
  matches: Uint8Array | null;
  /** Runs that were just deleted, until the kernel sends a table without them. */
  readonly removed: Set<string>;
  readonly closed: Set<string>;
  /** The keys that the kernel first sent for columns, by those they have now. */
  readonly origins: Map<string, string>;
  sorts: readonly Sort[];
  /** The column that runs are grouped by. */
  readonly group: TableColumn | undefined;
  /** The row of the baseline; -1 where there is none. */
  readonly baseline: number;
  readonly shown: Picture;
  /** Columns that are there whatever is in view. */
  readonly needed: readonly string[];
  /** Change choices, keep them, and have the table drawn. */
  choose(some: { readonly [K in keyof Choices]: Choices[K] | undefined }): void;
  /** Take choices that were changed elsewhere. */
  reread(): void;
  /** Cells of some columns came or changed; null for another table. */
  arrived(keys: readonly string[] | null): void;
  /** What is shown is out of date. */
  changed(): void;
  goal(column: TableColumn): Goal;
  /** Whether a cell has the best value of what is shown. */
  isBest(column: TableColumn, row: number): boolean;
  summary(column: TableColumn, group: Group): Summary | null;
  /** Show another width while an edge is pulled; null ends it. */
  pull(pulled: Pulled | null): void;
  width(column: TableColumn): number;
  /** The width at which no text of the rows that are shown is cut. */
  fitAll(column: TableColumn): number;
}

interface Pulled {
  readonly key: string;
  readonly width: number;
}

const NARROWEST = 36;

/** What a number that did not come yet is taken for. */
const TYPICAL = '0.12345';

/** Make what a table shows; `told` says what has to be drawn: some columns, or everything. */
export function makeState(
  rows: Rows,
  selection: Selection,
  keep: Keep,
  told: (keys?: readonly string[]) => void
): TableState {
  let choices = readChoices(keep.get());
  let pulled: Pulled | null = null;
  let picture: Picture | null = null;
  const bests = new Map<string, number | null>();
  const summaries = new Map<string, Summary | null>();
  const fitted = new Map<string, number>();

  function forget(): void {
    bests.clear();
    summaries.clear();
  }

  function changed(): void {
    picture = null;
    forget();
    told();
  }

  /** Columns whose cells decide which rows and columns are shown, and in which order. */
  function deciding(): string[] {
    const { sorts = [], group, rows: wanted, differing } = choices;
    return [
      'id',
      ...sorts.map(([key]) => key),
      ...(group ? [group] : []),
      ...rows.columns
        .filter(
          (column, index) => (wanted && isSearched(column)) || (differing && index < MOST_COMPARED)
        )
        .map(column => column.key)
    ];
  }

  function texts(column: TableColumn, of: Iterable<number>): string[] {
    return Array.from(of, row => shown(rows, column, row));
  }

  function fittingWidth(column: TableColumn): number {
    const { key, kind } = column;
    const isThere = rows.has(key);
    let width = fitted.get(key);
    if (!width) {
      const some = texts(column, Array(Math.min(rows.count, 60)).keys());
      width = fitting(column, kind === 'number' && !isThere ? [...some, TYPICAL] : some);
      if (isThere) {
        fitted.set(key, width);
      }
    }
    return width;
  }

  function draw(): Picture {
    const wanted = pattern(choices.rows ?? '');
    const found = wanted.test && matching(rows, rows.columns.filter(isSearched), wanted.test);
    const isThere = (row: number): boolean => !state.removed.has(rows.id(row));
    const pins = [choices.baseline, ...(choices.pins ?? [])].map(id => (id ? rows.row(id) : -1));
    const pinned = new Set(pins.filter(row => row >= 0 && isThere(row)));
    const chosen = choices.chosen && selection.chosen;
    const left = new Int32Array(rows.count)
      .map((_, row) => row)
      .filter(
        row =>
          !pinned.has(row) &&
          isThere(row) &&
          (!found || found[row]) &&
          (!state.matches || state.matches[row]) &&
          (!chosen || chosen.has(rows.id(row)))
      );
    const { sorts, group: by } = state;
    const sorted = ordered(rows, left, sorts);
    const groups = by && grouped(rows, sorted, by, sorts[0]);
    const order = groups ? Int32Array.from(groups.flatMap(group => group.rows)) : sorted;
    return {
      ...chosenColumns(rows, choices, [...pinned, ...order]),
      lines: groups ? unfolded(groups, name => state.closed.has(name)) : plain(sorted),
      pinned: [...pinned],
      rows: order,
      rowFault: wanted.fault
    };
  }

  const state: TableState = {
    matches: null,
    removed: new Set(),
    closed: new Set(),
    origins: new Map(),
    changed,
    get choices() {
      return choices;
    },
    get sorts() {
      return (choices.sorts ?? []).map(([key, way]) => {
        return { key, isDown: way < 0, isNumeric: Math.abs(way) === 2 };
      });
    },
    set sorts(sorts) {
      state.choose({
        sorts: sorts.map(sort => [sort.key, (sort.isNumeric ? 2 : 1) * (sort.isDown ? -1 : 1)])
      });
    },
    get group() {
      return rows.column(choices.group ?? '');
    },
    get baseline() {
      return rows.row(choices.baseline ?? '');
    },
    get shown() {
      return (picture ??= draw());
    },
    get needed() {
      return ['status', 'marked', ...deciding()];
    },
    choose(some) {
      const kept = smallest({ ...choices, ...some } as Choices);
      choices = kept ?? {};
      keep.set(kept as Json | undefined);
      changed();
    },
    reread() {
      choices = readChoices(keep.get());
      changed();
    },
    arrived(keys) {
      const deciders = new Set(deciding());
      if (!keys || keys.some(key => deciders.has(key))) {
        changed();
      } else {
        forget();
        told(keys);
      }
    },
    goal(column) {
      return isMetric(column) ? (choices.goals?.[column.key] ?? column.direction) : '';
    },
    isBest(column, row) {
      const { key } = column;
      const goal = state.goal(column);
      const value = goal ? rows.number(key, row) : null;
      if (value === null) {
        return false;
      }
      let found = bests.get(key);
      if (found === undefined) {
        const of = [...state.shown.rows, ...state.shown.pinned];
        found = of.length > 1 ? best(rows, key, of, goal) : null;
        bests.set(key, found);
      }
      return found === value;
    },
    summary(column, { name, rows: of }) {
      const key = `${column.key}\u0000${name}`;
      let found = summaries.get(key);
      if (found === undefined) {
        found = summary(rows, column.key, of, state.goal(column));
        summaries.set(key, found);
      }
      return found;
    },
    pull(to) {
      pulled = to;
      told();
    },
    width(column) {
      const { key, kind } = column;
      const wanted = pulled?.key === key ? pulled.width : choices.widths?.[key];
      if (wanted !== undefined) {
        return Math.max(NARROWEST, Math.min(wanted, 1_200));
      }
      const isMeasured = isMetric(column);
      // Room for deltas and the sign of the baseline, and for what is told of groups.
      const more = !choices.baseline ? 0 : isMeasured ? 58 : kind === 'id' ? 52 : 0;
      const least = state.group && (isMeasured || kind === 'duration') ? 128 : 0;
      return Math.max(fittingWidth(column) + more, least);
    },
    fitAll(column) {
      return fitting(column, texts(column, state.shown.rows.subarray(0, 2_000)), 900);
    }
  };
  return state;
}
