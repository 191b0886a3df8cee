/** What the columns of scalars tell of all steps: their last value, their least, their mean. */

import type { TableColumn } from '../../../wire/table';
import type { Stage } from './stage';

/** Have another reducer for a column, and keep it. */
export function reduceAs(stage: Stage, key: string, reducer: string): void {
  const { state, fail } = stage;
  const origin = state.origins.get(key) ?? key;
  reduce(stage, key, reducer)
    .then(() => state.choose({ reducers: { ...state.choices.reducers, [origin]: reducer } }))
    .catch(fail);
}

/** Ask again for the reducers that the reader chose before. */
export function reduceAgain(stage: Stage): void {
  for (const [key, reducer] of Object.entries(stage.state.choices.reducers ?? {})) {
    const column = stage.rows.column(key);
    if (column && column.reducer !== reducer) {
      reduce(stage, key, reducer).catch(stage.fail);
    }
  }
}

/** Put the column of another reducer in the place of one; choices that name it go with it. */
async function reduce(stage: Stage, key: string, reducer: string): Promise<void> {
  const { rows, state, host } = stage;
  const answer = await host.ask('reducer', { key, reducer });
  const column = answer.content['column'] as TableColumn | undefined;
  if (column && rows.column(key)) {
    state.origins.set(column.key, state.origins.get(key) ?? key);
    rows.exchange(key, column, answer);
    state.sorts = state.sorts.map(sort =>
      sort.key === key ? { ...sort, key: column.key } : sort
    );
  }
}
