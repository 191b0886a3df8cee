/** Which runs the reader picks in the table: chosen ones, spans of them, another one to compare. */

import { showDiff } from './actions';
import { edit } from './editing';
import type { Grid } from './grid';
import type { Stage } from './stage';

export interface Picking {
  /** Edit the cell of a run in a column, which is shown then. */
  edit(run: string, key: string): void;
  /** Have the reader pick another run, for a difference. */
  pickOther(run: string): void;
  /** Take a click on a run as the answer to a question; returns whether there is one. */
  picked(id: string): boolean;
  /** Choose a run too, or no longer. */
  toggle(id: string): void;
  /** Choose all runs between where choosing began and the cursor. */
  extend(): void;
  chooseAll(): void;
  /** Fold the group of a name, or unfold it. */
  fold(name: string): void;
}

/** Make it for a table. */
export function makePicking(stage: Stage, grid: Grid): Picking {
  const { rows, selection, state, root } = stage;
  let anchor = '';
  let first = '';
  const runs = (): string[] =>
    Array.from({ length: grid.count() }, (_, at) => grid.spot({ at, column: 0 }).run);
  const pick = (run: string): void => {
    first = run;
    root.classList.toggle('t-picking', Boolean(run));
  };
  return {
    edit(run, key) {
      const find = (): number => state.shown.columns.findIndex(one => one.key === key);
      if (find() < 0) {
        state.choose({ shown: { ...state.choices.shown, [key]: true } });
        grid.update();
      }
      grid.go(runs().indexOf(run), find());
      edit(stage, grid.spot());
    },
    pickOther(run) {
      pick(run);
      stage.say(`Click the run to compare ${run.slice(0, 8)} with`, 'Cancel', () => pick(''));
    },
    picked(id) {
      const run = first;
      if (run) {
        pick('');
        stage.say('');
        showDiff(stage, run, id);
      }
      return Boolean(run);
    },
    toggle(id) {
      anchor = id;
      selection.toggle(id);
    },
    extend() {
      const to = grid.spot().at;
      const ids = runs();
      const found = ids.indexOf((anchor ||= ids[to]!));
      const from = found < 0 ? to : found;
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
    }
  };
}
