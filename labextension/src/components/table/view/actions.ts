/** What is done to runs: asked for, told, and taken back. */

import type { Json, Message } from '../../shared/host';
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
): Promise<Message> {
  const wanted: { [name: string]: Json } = { action, runs: [...runs] };
  if (value !== undefined) {
    wanted['value'] = value;
  }
  const answer = await stage.host.ask('act', wanted);
  const { removed } = stage.state;
  if (action === 'delete') {
    runs.forEach(id => removed.add(id));
    stage.selection.choose([...stage.selection.chosen].filter(id => !removed.has(id)));
    stage.state.changed();
  } else if (action === 'restore') {
    runs.forEach(id => removed.delete(id));
    stage.state.changed();
  }
  const said = String(answer.content['said'] ?? '');
  const undo = answer.content['undo'] as Undo | undefined;
  if (said) {
    stage.say(
      said,
      undo && {
        label: 'Undo',
        take: () => {
          act(stage, undo.action, undo.runs, undo.value).catch(stage.fail);
        }
      }
    );
  }
  return answer;
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
  host
    .ask('diff', { old, new: next })
    .then(answer => {
      const name = next === null ? 'the working tree' : next.slice(0, 8);
      stage.below(`${old.slice(0, 8)} against ${name}`, place => {
        if (panels.diff) {
          return panels.diff(place, host, answer);
        }
        place.textContent = `%guild diff ${old.slice(0, 8)}${next ? ` ${next.slice(0, 8)}` : ''}`;
        return undefined;
      });
    })
    .catch(stage.fail);
}

/** Show the files of a run. */
export function showFiles(stage: Stage, run: string): void {
  const { files } = stage.panels;
  if (files) {
    stage.below(`files of ${run.slice(0, 8)}`, place =>
      files(place, stage.host, run, () => stage.unbelow())
    );
  }
}

/** Put a text into the clipboard, and say so. */
export function copy(stage: Stage, text: string, what: string): void {
  copied(text).then(
    () => stage.say(`${what} copied`),
    () => stage.say(`${what} could not be copied: the browser does not allow it`)
  );
}
