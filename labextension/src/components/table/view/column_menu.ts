/** The menu of a heading. */

import type { TableColumn } from '../../../wire/table';
import type { Message } from '../../shared/host';
import { isMetric, isNumeric } from '../model/cell';
import { withMove } from '../model/columns';
import type { Goal } from '../model/metrics';
import { openMenu } from './menu';
import type { Entries } from './menu';
import type { Stage } from './stage';

const REDUCERS = ['last', 'first', 'min', 'max', 'mean', 'total', 'count'];
const GOALS: readonly (readonly [Goal, string])[] = [
  ['min', '\u2193 less is better'],
  ['max', '\u2191 more is better'],
  ['', 'neither']
];

/** Open the menu of a column. */
export function openColumnMenu(stage: Stage, anchor: Element, column: TableColumn): void {
  const { state } = stage;
  const { columns } = state.shown;
  const { key } = column;
  const index = columns.indexOf(column);
  const isRun = column.kind === 'id';
  const sorted = state.sorts.find(sort => sort.key === key);
  const others = state.sorts.filter(sort => sort.key !== key);
  const sort = (isDown: boolean) => (): void => {
    state.sorts = [{ key, isDown }];
  };
  const entries: Entries = [
    { label: 'Sort up', take: sort(false), isOn: sorted?.isDown === false, key: 's' },
    { label: 'Sort down', take: sort(true), isOn: sorted?.isDown === true, key: 'S' },
    ...(others.length && !sorted
      ? [
          {
            label: 'Then by this column',
            take: () => {
              state.sorts = [...others, { key, isDown: false }];
            }
          }
        ]
      : []),
    ...(sorted ? [{ label: 'Do not sort by it', take: () => (state.sorts = others) }] : []),
    ...goals(stage, column),
    ...reducers(stage, column),
    null,
    ...(column.kind !== 'id' && column.kind !== 'spark'
      ? [
          {
            label: state.choices.group === key ? 'Do not group' : 'Group by this column',
            take: () => state.choose({ group: state.choices.group === key ? '' : key })
          }
        ]
      : []),
    { label: 'Fit the width', take: () => fit(stage, column), key: 'C' },
    {
      label: 'Keep in view up to here',
      take: () => state.choose({ frozen: index > 0 ? index + 1 : undefined }),
      isOn: (state.choices.frozen ?? 1) === index + 1
    },
    { label: 'Move left', take: () => move(stage, column, -1), isOff: isRun || index < 2 },
    {
      label: 'Move right',
      take: () => move(stage, column, 1),
      isOff: isRun || index === columns.length - 1
    },
    { label: 'Hide', take: () => show(stage, key, false), isOff: isRun }
  ];
  openMenu(stage.root, anchor, `menu of ${column.heading}`, entries, stage.focus);
}

function goals(stage: Stage, column: TableColumn): Entries {
  const { state } = stage;
  if (!isMetric(column)) {
    return [];
  }
  return [
    null,
    { label: 'Goal' },
    ...GOALS.map(([goal, label]) => ({
      label,
      isOn: state.goal(column) === goal,
      take: () => {
        const others = Object.entries(state.choices.goals ?? {}).filter(
          ([key]) => key !== column.key
        );
        const own: [string, Goal][] = goal === column.direction ? [] : [[column.key, goal]];
        state.choose({ goals: Object.fromEntries([...others, ...own]) });
      }
    }))
  ];
}

function reducers(stage: Stage, column: TableColumn): Entries {
  if (!column.series || !isNumeric(column)) {
    return [];
  }
  return [
    null,
    { label: `Of all steps of ${column.series.slice(0, 40)}` },
    ...REDUCERS.map(reducer => ({
      label: reducer,
      isOn: column.reducer === reducer,
      take: () => {
        const { reducers: kept } = stage.state.choices;
        const first = originOf(stage, column.key);
        reduce(stage, column.key, reducer)
          .then(() => stage.state.choose({ reducers: { ...kept, [first]: reducer } }))
          .catch(stage.fail);
      }
    }))
  ];
}

/** The key that the kernel first sent for a column, by the key it has now. */
const ORIGINS = new WeakMap<Stage, Map<string, string>>();

function originOf(stage: Stage, key: string): string {
  return ORIGINS.get(stage)?.get(key) ?? key;
}

/** Have another reducer for a column; choices that name it go with it. */
export async function reduce(stage: Stage, key: string, reducer: string): Promise<void> {
  const { rows, state } = stage;
  const answer: Message = await stage.host.ask('reducer', { key, reducer });
  const column = answer.content['column'] as TableColumn | undefined;
  if (!column || !rows.column(key)) {
    return;
  }
  const origins = ORIGINS.get(stage) ?? new Map<string, string>();
  ORIGINS.set(stage, origins.set(column.key, originOf(stage, key)));
  rows.exchange(key, column, answer);
  state.changed();
  if (state.sorts.some(sort => sort.key === key)) {
    state.sorts = state.sorts.map(sort =>
      sort.key === key ? { ...sort, key: column.key } : sort
    );
  }
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

/** Move a column past its neighbour. */
export function move(stage: Stage, column: TableColumn, step: number): void {
  const { state } = stage;
  const { columns } = state.shown;
  const to = columns.indexOf(column) + step;
  if (to > 0 && to < columns.length) {
    moveBefore(stage, column, step < 0 ? columns[to] : columns[to + 1]);
  }
}

/** Move a column before another; behind all where there is no other. */
export function moveBefore(stage: Stage, column: TableColumn, other?: TableColumn): void {
  const { state } = stage;
  if (column !== other) {
    state.choose({ moves: withMove(state.choices.moves, column.key, other?.key ?? null) });
  }
}

/** Show or hide a column. */
export function show(stage: Stage, key: string, isShown: boolean): void {
  const { state, rows } = stage;
  const kept = { ...state.choices.shown, [key]: isShown };
  const column = rows.column(key);
  if (column && isShown === !column.is_hidden && column.constant === null) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
    delete kept[key];
  }
  state.choose({ shown: kept });
}

/** Give a column the width that its texts need. */
export function fit(stage: Stage, column: TableColumn): void {
  stage.state.choose({
    widths: { ...stage.state.choices.widths, [column.key]: stage.state.fitAll(column) }
  });
}
