/** The menu of a heading. */

import type { TableColumn } from '../../../wire/table';
import { isMetric, isNumeric, titleOf } from '../model/cell';
import { isShown, withMove } from '../model/columns';
import type { Goal } from '../model/metrics';
import { openMenu } from './menu';
import type { Anchor, Entries } from './menu';
import { reduceAs } from './reducing';
import type { Stage } from './stage';

const REDUCERS = ['last', 'first', 'min', 'max', 'mean', 'total', 'count'];
const GOALS: readonly (readonly [Goal, string])[] = [
  ['min', '\u2193 less is better'],
  ['max', '\u2191 more is better'],
  ['', 'neither']
];

/** Open the menu of a column. */
export function openColumnMenu(stage: Stage, anchor: Anchor, column: TableColumn): void {
  const { state } = stage;
  const { key, kind } = column;
  const { sorts } = state;
  const sorted = sorts.find(sort => sort.key === key);
  const others = sorts.filter(sort => sort !== sorted);
  const isGrouped = state.choices.group === key;
  const sort = (label: string, isDown: boolean, before: typeof sorts = []) => ({
    label,
    take: () => (state.sorts = [...before, { key, isDown }])
  });
  const entries: Entries = [
    { ...sort('Sort up', false), isOn: sorted?.isDown === false, key: 's' },
    { ...sort('Sort down', true), isOn: sorted?.isDown === true, key: 'S' },
    !sorted && others.length > 0 && sort('Then by this column', false, others),
    sorted !== undefined && { label: 'Do not sort by it', take: () => (state.sorts = others) },
    ...goals(stage, column),
    ...reducers(stage, column),
    null,
    !['id', 'spark'].includes(kind) && {
      label: isGrouped ? 'Do not group' : 'Group by this column',
      take: () => state.choose({ group: isGrouped ? '' : key })
    },
    { label: 'Fit the width', take: () => fit(stage, column), key: 'C' },
    { label: 'Hide', take: () => show(stage, column, false), isOff: kind === 'id' }
  ];
  openMenu(stage.root, anchor, `menu of ${titleOf(column)}`, entries, stage.focus);
}

function goals({ state }: Stage, column: TableColumn): Entries {
  return isMetric(column)
    ? [
        null,
        { label: 'Goal' },
        ...GOALS.map(([goal, label]) => ({
          label,
          isOn: state.goal(column) === goal,
          take: () => state.choose({ goals: { ...state.choices.goals, [column.key]: goal } })
        }))
      ]
    : [];
}

function reducers(stage: Stage, column: TableColumn): Entries {
  const { series } = column;
  return series && isNumeric(column)
    ? [
        null,
        { label: `Of all steps of ${series.slice(0, 40)}` },
        ...REDUCERS.map(reducer => ({
          label: reducer,
          isOn: column.reducer === reducer,
          take: () => reduceAs(stage, column.key, reducer)
        }))
      ]
    : [];
}

/** Move a column past its neighbour. */
export function move(stage: Stage, column: TableColumn, step: number): void {
  const { columns } = stage.state.shown;
  const to = columns.indexOf(column) + step;
  if (to > 0 && to < columns.length) {
    moveBefore(stage, column, columns[step < 0 ? to : to + 1]);
  }
}

/** Move a column before another; behind all where there is no other. */
export function moveBefore({ state }: Stage, column: TableColumn, other?: TableColumn): void {
  if (column !== other) {
    state.choose({ moves: withMove(state.choices.moves, column.key, other?.key ?? null) });
  }
}

/** Show or hide a column. */
export function show({ state }: Stage, column: TableColumn, isWanted: boolean): void {
  const { key, constant } = column;
  const isAsAtFirst = isWanted === isShown(column) && constant === null;
  state.choose({
    shown: { ...state.choices.shown, [key]: isAsAtFirst ? undefined : isWanted }
  });
}

/** Give a column a width. */
export function resize({ state }: Stage, column: TableColumn, width: number): void {
  state.choose({ widths: { ...state.choices.widths, [column.key]: Math.round(width) } });
}

/** Give a column the width that its texts need. */
export function fit(stage: Stage, column: TableColumn): void {
  resize(stage, column, stage.state.fitAll(column));
}
