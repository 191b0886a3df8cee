/** Runs as the server tells of them. */

import type { RunRow } from '../../../src/wire/api_runs';

/** A run that was started so many seconds after the first. */
export function row(number: number, more: Partial<RunRow> = {}): RunRow {
  const id = number.toString(16).padStart(8, '0').repeat(4);
  return {
    id,
    short_id: id.slice(0, 8),
    operation: 'train',
    project: 'digits',
    label: '',
    tags: [],
    status: { word: 'completed', text: 'completed', is_live: false, is_stoppable: false },
    started: 1_000_000 + 1000 * number,
    stopped: null,
    seconds: 1,
    marked: false,
    progress: null,
    flags: `lr=${number} epochs=20`,
    ...more
  };
}

export const RUNNING: RunRow['status'] = {
  word: 'running',
  text: 'running',
  is_live: true,
  is_stoppable: true
};
