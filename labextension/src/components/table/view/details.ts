/** Shows everything that is known of one run, below the table. */

import { clean, h } from '../../shared/dom';
import { shown, whole } from '../model/cell';
import type { Stage } from './stage';

const MOST = 400;
const LONGEST = 4_000;

/** Names and what is told of each. */
export function pairs(of: readonly (readonly [string, string])[]): HTMLElement {
  return h(
    'dl.t-pairs',
    null,
    ...of.flatMap(([name, text]) => [h('dt', null, name), h('dd', null, text)])
  );
}

/** Show the values of a run in all columns, hidden and folded ones too. */
export function showDetails(stage: Stage, run: string): void {
  const { rows } = stage;
  const columns = rows.columns.filter(column => column.kind !== 'spark').slice(0, MOST);
  rows
    .need(columns.map(column => column.key))
    .then(() => {
      const row = rows.row(run);
      const told = columns.map(column => {
        const text =
          column.kind === 'id' ? whole(rows, column, row) : shown(rows, column, row, LONGEST);
        return [clean(column.heading.slice(0, 120)), clean(text)] as const;
      });
      stage.below(`run ${run.slice(0, 8)}`, place => {
        place.append(pairs(told.filter(([, text]) => text)));
        return undefined;
      });
    })
    .catch(stage.fail);
}
