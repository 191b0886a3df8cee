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
import { fitting, isFolded, isShown, moved, varies } from './columns';
import { isSearched, matching, pattern } from './filter';
import { grouped, plain, unfolded } from './lines';
import type { Line } from './lines';
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
export interface Picture {
  readonly columns: readonly TableColumn[];
  readonly folded: readonly TableColumn[];
  readonly lines: readonly Line[];
  readonly pinned: readonly number[];
  /** Rows that are shown, in their order; those of closed groups too. */
  readonly rows: Int32Array;
  readonly rowFault: string;
  readonly columnFault: string;
  /** How many columns are hidden by the reader's choice or a filter. */
  readonly hidden: number;
}

/** More columns than this are not compared to find those that differ. */
const MOST_COMPARED = 2_000;

/** What a number that did not come yet is taken for. */
const TYPICAL = '0.12345';

export class TableState {
  choices: Choices;
  /** A byte a row that an expression of Guild matches; null without one. */
  matches: Uint8Array | null = null;
  /** Runs that were just deleted, until the kernel sends a table without them. */
  readonly removed = new Set<string>();
  readonly closed = new Set<string>();
  #pulled: { readonly key: string; readonly width: number } | null = null;
  #picture: Picture | null = null;
  readonly #bests = new Map<string, number | null>();
  readonly #summaries = new Map<string, Summary | null>();
  readonly #fitted = new Map<string, number>();

  readonly #keep: Keep;
  readonly #told: (keys?: readonly string[]) => void;

  constructor(
    readonly rows: Rows,
    readonly selection: Selection,
    keep: Keep,
    told: (keys?: readonly string[]) => void
  ) {
    this.#keep = keep;
    this.#told = told;
    this.choices = readChoices(keep.get());
  }

  /** Change choices, keep them, and have the table drawn. */
  choose(some: { readonly [K in keyof Choices]: Choices[K] | undefined }): void {
    this.choices = smallest({ ...this.choices, ...some } as Choices) ?? {};
    this.#keep.set(smallest(this.choices) as Json | undefined);
    this.changed();
  }

  /** Take choices that were changed elsewhere. */
  reread(): void {
    this.choices = readChoices(this.#keep.get());
    this.changed();
  }

  /** Cells of some columns came or changed; null for another table. */
  arrived(keys: readonly string[] | null): void {
    const deciding = new Set(this.#deciding());
    if (!keys || keys.some(key => deciding.has(key))) {
      this.changed();
      return;
    }
    keys.forEach(key => this.#bests.delete(key));
    this.#summaries.clear();
    this.#told(keys);
  }

  /** What is shown is out of date. */
  changed(): void {
    this.#picture = null;
    this.#bests.clear();
    this.#summaries.clear();
    this.#told();
  }

  get sorts(): readonly Sort[] {
    return (this.choices.sorts ?? []).map(([key, way]) => {
      return { key, isDown: way < 0, isNumeric: Math.abs(way) === 2 };
    });
  }

  set sorts(sorts: readonly Sort[]) {
    const ways = sorts.map(
      sort => [sort.key, (sort.isNumeric ? 2 : 1) * (sort.isDown ? -1 : 1)] as const
    );
    this.choose({ sorts: ways });
  }

  get group(): TableColumn | undefined {
    return this.choices.group === undefined ? undefined : this.rows.column(this.choices.group);
  }

  /** The row of the baseline; -1 where there is none. */
  get baseline(): number {
    return this.choices.baseline === undefined ? -1 : this.rows.row(this.choices.baseline);
  }

  get shown(): Picture {
    this.#picture ??= this.#draw();
    return this.#picture;
  }

  /** Columns that are there whatever is in view. */
  get needed(): readonly string[] {
    return ['status', 'marked', ...this.#deciding()];
  }

  /** Columns whose cells decide which rows and columns are shown, and in which order. */
  #deciding(): readonly string[] {
    const { sorts = [], group, rows, differing } = this.choices;
    const all = this.rows.columns;
    return [
      'id',
      ...sorts.map(([key]) => key),
      ...(group === undefined ? [] : [group]),
      ...(rows ? all.filter(isSearched) : []).map(column => column.key),
      ...(differing ? all.slice(0, MOST_COMPARED) : []).map(column => column.key)
    ];
  }

  goal(column: TableColumn): Goal {
    return isMetric(column) ? (this.choices.goals?.[column.key] ?? column.direction) : '';
  }

  /** Whether a cell has the best value of what is shown. */
  isBest(column: TableColumn, row: number): boolean {
    const goal = this.goal(column);
    const value = goal ? this.rows.number(column.key, row) : null;
    if (value === null) {
      return false;
    }
    let found = this.#bests.get(column.key);
    if (found === undefined) {
      const { rows, pinned } = this.shown;
      const of = new Set([...rows, ...pinned]);
      found = of.size > 1 ? best(this.rows, column.key, of, goal) : null;
      this.#bests.set(column.key, found);
    }
    return found === value;
  }

  summary(column: TableColumn, name: string, of: readonly number[]): Summary | null {
    const key = `${column.key}\u0000${name}`;
    let found = this.#summaries.get(key);
    if (found === undefined) {
      found = summary(this.rows, column.key, of, this.goal(column));
      this.#summaries.set(key, found);
    }
    return found;
  }

  /** Show another width while an edge is pulled; null ends it. */
  pull(pulled: { readonly key: string; readonly width: number } | null): void {
    this.#pulled = pulled;
    this.#told();
  }

  width(column: TableColumn): number {
    if (this.#pulled?.key === column.key) {
      return Math.max(36, this.#pulled.width);
    }
    const pulled = this.choices.widths?.[column.key];
    if (pulled !== undefined) {
      return Math.max(36, Math.min(pulled, 1_200));
    }
    const width = this.#fittingWidth(column);
    if (!isMetric(column)) {
      return width;
    }
    // Room for deltas, and for what is told of groups.
    const more = this.choices.baseline ? 58 : 0;
    return Math.max(width + more, this.group ? 128 : 0);
  }

  #fittingWidth(column: TableColumn): number {
    const found = this.#fitted.get(column.key);
    if (found !== undefined) {
      return found;
    }
    const texts: string[] = column.kind === 'number' ? [TYPICAL] : [];
    const isThere = this.rows.has(column.key);
    if (isThere) {
      texts.length = 0;
    }
    for (let row = 0; row < Math.min(this.rows.count, 60); row += 1) {
      texts.push(shown(this.rows, column, row));
    }
    const width = fitting(column, texts);
    if (isThere) {
      this.#fitted.set(column.key, width);
    }
    return width;
  }

  /** The width at which no text of the rows that are shown is cut. */
  fitAll(column: TableColumn): number {
    const texts: string[] = [];
    for (const row of this.shown.rows.subarray(0, 2_000)) {
      texts.push(shown(this.rows, column, row));
    }
    return fitting(column, texts, 900);
  }

  #draw(): Picture {
    const { rows, choices } = this;
    const wanted = pattern(choices.rows ?? '');
    const found = wanted.test
      ? matching(rows, rows.columns.filter(isSearched), wanted.test)
      : null;
    const isOut = (row: number): boolean =>
      this.removed.size > 0 && this.removed.has(rows.id(row));
    const pins = [choices.baseline, ...(choices.pins ?? [])];
    const pinned = [...new Set(pins.map(id => (id === undefined ? -1 : rows.row(id))))].filter(
      row => row >= 0 && !isOut(row)
    );
    const isPinned = new Set(pinned);
    const chosen = choices.chosen ? this.selection.chosen : null;
    const left: number[] = [];
    for (let row = 0; row < rows.count; row += 1) {
      if (
        !isPinned.has(row) &&
        !isOut(row) &&
        (!found || found[row]) &&
        (!this.matches || this.matches[row]) &&
        (!chosen || chosen.has(rows.id(row)))
      ) {
        left.push(row);
      }
    }
    const sorted = ordered(rows, Int32Array.from(left), this.sorts);
    const by = this.group;
    const groups = by ? grouped(rows, sorted, by, this.sorts[0]) : [];
    const lines = by ? unfolded(groups, name => this.closed.has(name)) : plain(sorted);
    const order = by ? Int32Array.from(groups.flatMap(group => group.rows)) : sorted;
    return {
      ...this.#columns([...pinned, ...order]),
      lines,
      pinned,
      rows: order,
      rowFault: wanted.fault
    };
  }

  #columns(of: readonly number[]): Pick<Picture, 'columns' | 'folded' | 'hidden' | 'columnFault'> {
    const { rows, choices } = this;
    const wanted = pattern(choices.columns ?? '');
    const isFolding = !choices.unfolded && rows.count > 1;
    const folded: TableColumn[] = [];
    const columns: TableColumn[] = [];
    let hidden = 0;
    moved(rows.columns, choices.moves).forEach((column, index) => {
      const isAsked = choices.shown?.[column.key] === true;
      if (column.kind === 'id') {
        columns.push(column);
      } else if (!isShown(column, choices)) {
        hidden += choices.shown?.[column.key] === false ? 1 : 0;
      } else if (isFolding && !isAsked && isFolded(column)) {
        folded.push(column);
      } else if (wanted.test && !wanted.test(column.heading)) {
        hidden += 1;
      } else if (
        choices.differing &&
        index < MOST_COMPARED &&
        rows.has(column.key) &&
        of.length > 1 &&
        !varies(rows, column.key, of)
      ) {
        hidden += 1;
      } else {
        columns.push(column);
      }
    });
    columns.sort((one, other) => Number(other.kind === 'id') - Number(one.kind === 'id'));
    return { columns, folded, hidden, columnFault: wanted.fault };
  }
}
