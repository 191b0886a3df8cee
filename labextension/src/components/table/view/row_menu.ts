/** The menu of a run. */

import { attempt, copy, showDiff, showFiles } from './actions';
import { MOST_PINNED } from '../model/choices';
import { isEditable } from './editing';
import { openMenu } from './menu';
import type { Entries } from './menu';
import type { Stage } from './stage';

/** Runs that an action is for: all that are chosen where the run is one of them. */
export function meant(stage: Stage, run: string): string[] {
  const { chosen } = stage.selection;
  return chosen.has(run) && chosen.size > 1 ? [...chosen] : [run];
}

/** Pin a run above the others, or no longer. */
export function pin(stage: Stage, run: string): void {
  const { state } = stage;
  const pins = state.choices.pins ?? [];
  if (pins.includes(run)) {
    state.choose({ pins: pins.filter(id => id !== run) });
  } else if (pins.length >= MOST_PINNED) {
    stage.say(`${MOST_PINNED} runs are pinned, and more would leave no room: unpin one first`);
  } else {
    state.choose({ pins: [...pins, run] });
  }
}

/** Compare all others with a run, or no longer. */
export function base(stage: Stage, run: string): void {
  const { state } = stage;
  state.choose({ baseline: state.choices.baseline === run ? '' : run });
}

/** What the menu needs of the table it is in. */
export interface RowActions {
  readonly details: (run: string) => void;
  readonly edit: (run: string, key: string) => void;
  /** Have the reader pick another run, for a difference. */
  readonly pickOther: (run: string) => void;
}

/** Open the menu of a run. */
export function openRowMenu(
  stage: Stage,
  anchor: Element | DOMRect,
  run: string,
  actions: RowActions
): void {
  const { rows, state, selection } = stage;
  const row = rows.row(run);
  const runs = meant(stage, run);
  const many = runs.length > 1 ? ` ${runs.length} runs` : '';
  const { baseline } = state.choices;
  const others = [...selection.chosen].filter(id => id !== run);
  const isRunning = runs.some(id =>
    ['running', 'pending', 'staged'].includes(rows.text('status', rows.row(id)) ?? '')
  );
  const isMarked = Boolean(rows.number('marked', row));
  const editable = rows.columns.filter(isEditable);
  const entries: Entries = [
    { label: 'Details', take: () => actions.details(run), key: 'Enter' },
    ...(stage.panels.files ? [{ label: 'Files', take: () => showFiles(stage, run) }] : []),
    null,
    {
      label: state.choices.pins?.includes(run) ? 'Unpin' : 'Pin above the others',
      take: () => pin(stage, run),
      key: 'P'
    },
    {
      label: baseline === run ? 'No baseline' : 'Make it the baseline',
      take: () => base(stage, run),
      key: 'b'
    },
    {
      label: isMarked ? `Unmark${many}` : `Mark${many}`,
      take: () => attempt(stage, 'mark', runs, !isMarked),
      key: isMarked ? 'u' : 'm'
    },
    ...editable.map(column => ({
      label: `${column.kind === 'comments' ? 'Comment' : `Edit ${column.heading}`}\u2026`,
      take: () => actions.edit(run, column.key)
    })),
    null,
    { label: 'Diff with' },
    ...(baseline && baseline !== run
      ? [
          {
            label: `the baseline ${baseline.slice(0, 8)}`,
            take: () => showDiff(stage, baseline, run)
          }
        ]
      : []),
    ...(others.length === 1
      ? [
          {
            label: `the chosen run ${others[0]!.slice(0, 8)}`,
            take: () => showDiff(stage, others[0]!, run)
          }
        ]
      : []),
    { label: 'another run\u2026', take: () => actions.pickOther(run) },
    { label: 'the working tree', take: () => showDiff(stage, run, null) },
    null,
    { label: 'Copy the run id', take: () => copy(stage, run, 'the run id') },
    { label: `Stop${many}`, take: () => attempt(stage, 'stop', runs), isOff: !isRunning },
    { label: `Delete${many}`, take: () => attempt(stage, 'delete', runs) }
  ];
  openMenu(stage.root, anchor, `actions of ${run.slice(0, 8)}`, entries, stage.focus);
}
