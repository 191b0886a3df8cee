/** The menu of a run. */

import { MOST_PINNED } from '../model/choices';
import { attempt, copy, showDiff, showFiles } from './actions';
import { showDetails } from './details';
import { isEditable } from './editing';
import { openMenu } from './menu';
import type { Anchor } from './menu';
import type { Picking } from './picking';
import type { Stage } from './stage';

/** Runs that an action is for: all that are chosen where the run is one of them. */
export function meant(stage: Stage, run: string): string[] {
  const { chosen } = stage.selection;
  return chosen.has(run) ? [...chosen] : [run];
}

/** Pin a run above the others, or no longer. */
export function pin(stage: Stage, run: string): void {
  const { state } = stage;
  const pins = state.choices.pins ?? [];
  if (pins.includes(run)) {
    state.choose({ pins: pins.filter(id => id !== run) });
  } else if (pins.length < MOST_PINNED) {
    state.choose({ pins: [...pins, run] });
  } else {
    stage.say(`${MOST_PINNED} runs are pinned, and more would leave no room: unpin one first`);
  }
}

/** Compare all others with a run, or no longer. */
export function base(stage: Stage, run: string): void {
  const { state } = stage;
  state.choose({ baseline: state.choices.baseline === run ? '' : run });
}

/** Open the menu of a run. */
export function openRowMenu(stage: Stage, anchor: Anchor, run: string, picking: Picking): void {
  const { rows, state, selection } = stage;
  const { baseline, pins } = state.choices;
  const runs = meant(stage, run);
  const many = runs.length > 1 ? ` ${runs.length} runs` : '';
  const [other, ...more] = [...selection.chosen].filter(id => id !== run);
  const isRunning = runs.some(id =>
    ['running', 'pending', 'staged'].includes(rows.text('status', rows.row(id)) ?? '')
  );
  const isMarked = Boolean(rows.number('marked', rows.row(run)));
  const diff = (label: string, old: string, next: string | null) => ({
    label,
    take: () => showDiff(stage, old, next)
  });
  openMenu(
    stage.root,
    anchor,
    `actions of ${run.slice(0, 8)}`,
    [
      { label: 'Details', take: () => showDetails(stage, run), key: 'Enter' },
      stage.panels.files ? { label: 'Files', take: () => showFiles(stage, run) } : false,
      null,
      {
        label: pins?.includes(run) ? 'Unpin' : 'Pin above the others',
        take: () => pin(stage, run),
        key: 'P'
      },
      {
        label: baseline === run ? 'No baseline' : 'Make it the baseline',
        take: () => base(stage, run),
        key: 'b'
      },
      {
        label: (isMarked ? 'Unmark' : 'Mark') + many,
        take: () => attempt(stage, 'mark', runs, !isMarked),
        key: isMarked ? 'u' : 'm'
      },
      ...rows.columns.filter(isEditable).map(({ key, kind, heading }) => ({
        label: kind === 'comments' ? 'Comment\u2026' : `Edit ${heading}\u2026`,
        take: () => picking.edit(run, key)
      })),
      null,
      { label: 'Diff with' },
      baseline && baseline !== run
        ? diff(`the baseline ${baseline.slice(0, 8)}`, baseline, run)
        : false,
      other && !more.length ? diff(`the chosen run ${other.slice(0, 8)}`, other, run) : false,
      { label: 'another run\u2026', take: () => picking.pickOther(run) },
      diff('the working tree', run, null),
      null,
      { label: 'Copy the run id', take: () => copy(stage, run, 'the run id') },
      { label: `Stop${many}`, take: () => attempt(stage, 'stop', runs), isOff: !isRunning },
      { label: `Delete${many}`, take: () => attempt(stage, 'delete', runs) }
    ],
    stage.focus
  );
}
