/** What is told of runs that have ended: one notice for each, and one for many at once. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean } from '../../components/shared/dom';
import type { RunAnswer } from '../../wire/api_run';
import type { RunRow } from '../../wire/api_runs';
import type { Rest } from '../api/rest';

/** A notice: its words, how it looks, and the run that it is about, if it is one. */
export interface Notice {
  readonly said: string;
  readonly type: 'success' | 'error' | 'info';
  readonly run?: string;
}

/** So many at once have a notice each. */
const EACH = 3;
/** Of so many it is asked how they ended. */
const ASKED = 50;

/** Return what is to be said of runs that were seen going on and have ended. */
export async function noticesOf(
  ended: readonly RunRow[],
  rest: Pick<Rest, 'get'>,
  trans: TranslationBundle
): Promise<Notice[]> {
  const asked = ended.slice(0, ASKED).map(async ({ id }) => {
    try {
      return (await rest.get<RunAnswer>(`runs/${encodeURIComponent(id)}`)).run;
    } catch {
      return null; // it was deleted, or nobody answers: nothing is known of its end
    }
  });
  const known = (await Promise.all(asked)).filter(run => run !== null);
  const over = known.filter(({ status }) => !status.is_live && status.word !== 'deleted');
  if (over.length <= EACH) {
    return over.map(run => ({ said: sentence(run), type: typeOf(run), run: run.id }));
  }
  const words = new Map<string, number>();
  over.forEach(({ status }) => words.set(status.word, (words.get(status.word) ?? 0) + 1));
  const counts = [...words].map(([word, count]) => `${count} ${word}`).join(', ');
  const count = ended.length > ASKED ? ended.length : over.length;
  const isBad = over.some(run => typeOf(run) === 'error');
  const said = trans.__('%1 runs have ended: %2', String(count), counts);
  return [{ said, type: isBad ? 'error' : 'success' }];
}

function sentence({ operation, short_id, label, status }: RunAnswer['run']): string {
  const named = [operation, short_id, label && `(${label.slice(0, 60)})`].filter(Boolean);
  return clean(`${named.join(' ')}: ${status.text}`);
}

function typeOf({ status }: RunAnswer['run']): Notice['type'] {
  const { word } = status;
  return word === 'completed' ? 'success' : word === 'terminated' ? 'info' : 'error';
}
