import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import type { RunRow } from '../../../src/wire/api_runs';
import { noticesOf } from '../../../src/panel/around/notices';
import type { Notice } from '../../../src/panel/around/notices';

const trans = nullTranslator.load('guild_jupyter');

/** The notices of runs that ended so; those without a word are gone. */
function told(words: readonly (string | null)[], label = ''): Promise<Notice[]> {
  const ended = words.map((_, index) => ({ id: `run${index}` }) as RunRow);
  const get = async (path: string): Promise<unknown> => {
    const word = words[Number(path.slice('runs/run'.length))];
    if (!word) {
      throw new Error('there is no such run');
    }
    const status = { word, text: `${word}, and so on`, is_live: word === 'running' };
    return { run: { id: path.slice(5), short_id: 'abcd', operation: 'train', label, status } };
  };
  return noticesOf(ended, { get: get as never }, trans);
}

describe('notices', () => {
  it('tell of each run how it ended', async () => {
    expect(await told(['completed', 'error', 'terminated'])).toEqual([
      { said: 'train abcd: completed, and so on', type: 'success', run: 'run0' },
      { said: 'train abcd: error, and so on', type: 'error', run: 'run1' },
      { said: 'train abcd: terminated, and so on', type: 'info', run: 'run2' }
    ]);
  });

  it('name the label, without what deceives', async () => {
    const [notice] = await told(['completed'], 'a\u202eb');
    expect(notice!.said).toContain('(a');
    expect(notice!.said).not.toContain('\u202e');
  });

  it('sum many up, and look like the worst of them', async () => {
    const words = ['completed', 'completed', 'error', 'completed'];
    expect(await told(words)).toEqual([
      { said: '4 runs have ended: 3 completed, 1 error', type: 'error' }
    ]);
  });

  it('say nothing of what was deleted or goes on', async () => {
    expect(await told([null, 'deleted', 'running'])).toEqual([]);
  });
});
