/** Which runs the reader picks in the table: chosen ones, spans of them, another one to compare. */

import { showDiff } from './actions';
import { showDetails } from './details';
import { edit } from './editing';
import type { Grid } from './grid';
import type { RowActions } from './row_menu';
import type { Stage } from './stage';

export interface Picking {
  /** What the menu of a run does in the table. */
  readonly actions: RowActions;
  /** Choose a run too, or no longer. */
  toggle(id: string): void;
  /** Choose all runs between where choosing began and the cursor. */
  extend(): void;
  chooseAll(): void;
  /** Fold the group of a name, or unfold it. */
  fold(name: string): void;
  /** Take a click on a run as the answer to a question; returns whether there is one. */
  picked(id: string): boolean;
}

/** Make it for a table. */
export function makePicking(stage: Stage, grid: Grid): Picking {
  const { rows, selection, state, root } = stage;
  let anchor = '';
  let wanted: ((id: string) => void) | null = null;
  const idAt = (at: number): string => {
    const row = grid.line(at)?.row ?? -1;
    return row < 0 ? '' : rows.id(row);
  };
  const places = (): number[] => Array.from({ length: grid.count() }, (_, at) => at);
  const pick = (take: typeof wanted): void => {
    wanted = take;
    root.classList.toggle('t-picking', Boolean(take));
  };

  function editCell(run: string, key: string): void {
    if (!state.shown.columns.some(one => one.key === key)) {
      state.choose({ shown: { ...state.choices.shown, [key]: true } });
      grid.update();
    }
    const column = state.shown.columns.findIndex(one => one.key === key);
    const at = places().find(one => idAt(one) === run);
    if (column >= 0 && at !== undefined) {
      grid.go(at, column);
      const cell = grid.cell();
      if (cell) {
        edit(stage, cell, state.shown.columns[column]!, rows.row(run));
      }
    }
  }

  return {
    actions: {
      details: run => showDetails(stage, run),
      edit: editCell,
      pickOther(run) {
        pick(other => showDiff(stage, run, other));
        stage.say(`Click the run to compare ${run.slice(0, 8)} with`, {
          label: 'Cancel',
          take: () => pick(null)
        });
      }
    },
    toggle(id) {
      anchor = id;
      selection.toggle(id);
    },
    extend() {
      const to = grid.cursor().at;
      const ids = places().map(idAt);
      anchor ||= ids[to] ?? '';
      const from = ids.includes(anchor) ? ids.indexOf(anchor) : to;
      const span = ids.slice(Math.min(from, to), Math.max(from, to) + 1).filter(Boolean);
      selection.choose([...selection.chosen, ...span]);
    },
    chooseAll() {
      const ids = [...state.shown.pinned, ...state.shown.rows].map(row => rows.id(row));
      selection.choose(ids.every(id => selection.chosen.has(id)) ? [] : ids);
    },
    fold(name) {
      if (!state.closed.delete(name)) {
        state.closed.add(name);
      }
      state.changed();
    },
    picked(id) {
      const take = wanted;
      if (take) {
        pick(null);
        stage.say('');
        take(id);
      }
      return Boolean(take);
    }
  };
}
