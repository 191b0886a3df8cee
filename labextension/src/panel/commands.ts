/** The commands of the panel, by their names. */

export const Command = {
  showPanel: 'guild:show-panel',
  openRun: 'guild:open-run',
  compareRuns: 'guild:compare-runs'
} as const;
