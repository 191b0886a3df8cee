/** The commands of the panel, by their names. */

export const Command = {
  showPanel: 'guild:show-panel',
  chooseRun: 'guild:choose-run',
  openRun: 'guild:open-run',
  openChosen: 'guild:open-chosen-runs',
  stop: 'guild:stop-runs',
  label: 'guild:label-runs',
  mark: 'guild:mark-runs',
  compare: 'guild:compare-runs',
  compareThese: 'guild:open-comparison',
  diff: 'guild:diff-runs',
  diffThese: 'guild:open-diff',
  remove: 'guild:delete-runs',
  insert: 'guild:insert-reference',
  refresh: 'guild:refresh-runs'
} as const;
