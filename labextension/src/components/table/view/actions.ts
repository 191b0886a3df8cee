/** What is done to runs: asked for, told, and taken back. */

import type { Json } from '../../shared/host';
import { copied } from './clipboard';
import type { Stage } from './stage';

export type Action = 'stop' | 'label' | 'tag' | 'comment' | 'mark' | 'delete' | 'restore';

interface Undo {
  readonly action: Action;
  readonly runs: string[];
  readonly value?: Json;
}

/** Do something to runs; says how it went, and offers to take it back. Rejects when refused. */
export async function act(
  stage: Stage,
  action: Action,
  runs: readonly string[],
  value?: Json
): Promise<void> {
  const { state, selection, host } = stage;
  const { removed } = state;
  const { content } = await host.ask('act', {
    action,
    runs: [...runs],
    ...(value !== undefined && { value })
  });
  if (action === 'delete') {
    runs.forEach(id => removed.add(id));
    selection.choose([...selection.chosen].filter(id => !removed.has(id)));
    state.changed();
  } else if (action === 'restore') {
    runs.forEach(id => removed.delete(id));
    state.changed();
  }
  const said = String(content['said'] ?? '');
  const undo = content['undo'] as Undo | undefined;
  if (said) {
    stage.say(
      said,
      undo && 'Undo',
      () => undo && attempt(stage, undo.action, undo.runs, undo.value)
    );
  }
}

/** The same, with a failure told. */
export function attempt(
  stage: Stage,
  action: Action,
  runs: readonly string[],
  value?: Json
): void {
  act(stage, action, runs, value).catch(stage.fail);
}

/** Show what differs between two runs, or a run and the working tree (`next` is null). */
export function showDiff(stage: Stage, old: string, next: string | null): void {
  const { host, panels } = stage;
  const one = old.slice(0, 8);
  const other = next?.slice(0, 8);
  host
    .ask('diff', { old, new: next })
    .then(answer =>
      stage.below(`${one} against ${other ?? 'the working tree'}`, place => {
        if (panels.diff) {
          return panels.diff(place, host, answer);
        }
        place.textContent = `%guild diff ${one} ${other ?? ''}`;
        return undefined;
      })
    )
    .catch(stage.fail);
}

/** Show the files of a run. */
export function showFiles(stage: Stage, run: string): void {
  stage.below(`files of ${run.slice(0, 8)}`, place =>
    stage.panels.files?.(place, stage.host, run, stage.unbelow)
  );
}

/** Put a text into the clipboard, and say so. */
export function copy(stage: Stage, text: string, what: string): void {
  copied(text).then(
    () => stage.say(`${what} copied`),
    () => stage.say(`${what} could not be copied: the browser does not allow it`)
  );
}
