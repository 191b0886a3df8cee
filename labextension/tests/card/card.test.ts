import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mountCard } from '../../src/components/card/card';
import { HostError } from '../../src/components/shared/host';
import type { Card } from '../../src/wire/card';
import { card, Page, settled } from './page';

let root: HTMLElement;
let unmount: (() => void) | undefined;

beforeEach(() => {
  root = document.createElement('div');
  document.body.append(root);
});

afterEach(() => {
  unmount?.();
  unmount = undefined;
  root.remove();
  vi.useRealTimers();
});

async function shown(more: Partial<Card> = {}, page = new Page()): Promise<Page> {
  page.answers['hello'] ??= () => ({ push: 'card', ...card(more) });
  page.answers['ended'] ??= () => ({});
  unmount = mountCard(root, page);
  await settled();
  return page;
}

const button = (name: string): HTMLButtonElement => {
  const found = [...root.querySelectorAll('button')].find(one =>
    one.textContent?.startsWith(name)
  );
  if (!found) {
    throw new Error(`no button ${name}`);
  }
  return found;
};
const of = (page: Page, question: string): unknown[] =>
  page.asked.filter(one => one.question === question).map(one => one.wanted);

describe('what a card shows', () => {
  it('has the operation, the status in words, the flags and the end of the output', async () => {
    await shown();
    for (const text of ['train', 'abcd1234', 'running', 'lr=0.1', 'one\ntwo']) {
      expect(root.textContent).toContain(text);
    }
    expect(root.querySelector('section')?.getAttribute('aria-label')).toBe('run train abcd1234');
  });

  it('tells how far it is and how long it may take', async () => {
    await shown();
    const bar = root.querySelector('[role=progressbar]');
    expect(bar?.getAttribute('aria-valuenow')).toBe('30');
    expect(root.textContent).toContain('epoch 3 of 10 · 30 % · about 2 min left');
  });

  it('shows no bar where nothing is known of it', async () => {
    const page = await shown({ progress: null });
    expect(root.querySelector<HTMLElement>('.g-card-progress')?.hidden).toBe(true);
    page.push('card', { progress: { what: 'step', done: 7, total: null, seconds_left: null } });
    expect(root.textContent).toContain('step 7');
    expect(root.querySelector('[role=progressbar]')?.hasAttribute('aria-valuenow')).toBe(false);
  });

  it('counts the seconds while it is live, and shows the whole time at its end', async () => {
    vi.useFakeTimers();
    const page = new Page({ hello: () => ({ ...card() }), ended: () => ({}) });
    unmount = mountCard(root, page);
    await vi.advanceTimersByTimeAsync(8100);
    expect(root.querySelector('.g-card-head')?.textContent).toContain('13 s');
    page.push('card', {
      status: { word: 'completed', text: 'completed', is_live: false, is_stoppable: false },
      times: { started: 1.7e12, stopped: 1.7e12, seconds: 14.2 }
    });
    await vi.advanceTimersByTimeAsync(5000);
    expect(root.querySelector('.g-card-head')?.textContent).toContain('14 s');
  });

  it('takes what changed and keeps the rest', async () => {
    const page = await shown();
    page.push('card', { label: 'new', tags: ['t'], marked: true });
    expect(root.textContent).toContain('new');
    expect(root.textContent).toContain('★ marked');
    expect(root.textContent).toContain('lr=0.1');
  });

  it('says that a run was deleted and offers nothing that would need it', async () => {
    const page = await shown();
    const status = { word: 'deleted', text: 'deleted (it is in the trash)' };
    page.push('card', { status: { ...status, is_live: false, is_stoppable: false } });
    expect(root.textContent).toContain('it is in the trash');
    expect(button('Label').disabled).toBe(true);
    expect(root.querySelector<HTMLElement>('.g-toolbar button')?.hidden).toBe(true);
    expect(button('Re-run').disabled).toBe(false);
  });

  it('tells the kernel once that it saw the end', async () => {
    const page = await shown();
    const status = { word: 'completed', text: 'completed', is_live: false, is_stoppable: false };
    page.push('card', { status });
    page.push('card', { status, label: 'x' });
    expect(of(page, 'ended')).toHaveLength(1);
  });

  it('does not tell of the end of a run that had ended before', async () => {
    const status = { word: 'completed', text: '', is_live: false, is_stoppable: false } as const;
    expect(of(await shown({ status }), 'ended')).toHaveLength(0);
  });

  it('shows hostile texts as texts', async () => {
    const evil = '<img src=x onerror="globalThis.hit=1">\u202e\u001b]0;t\u0007';
    const page = await shown({
      run: { id: evil, short_id: evil, operation: evil, directory: evil },
      label: evil,
      tags: [evil],
      comments: [evil],
      problems: [evil],
      facts: [{ name: evil, text: evil }],
      flags: [{ name: evil, text: evil }],
      again: evil,
      output: { text: evil, size: 9, is_whole: true },
      scalars: [
        {
          key: evil,
          last: 1,
          step: 1,
          min: 1,
          max: 1,
          direction: 'min',
          count: 1,
          steps: [1],
          values: [1]
        }
      ]
    });
    page.answers['act'] = () => Promise.reject(new HostError(evil, evil));
    button('Mark').click();
    await settled();
    expect(root.querySelector('img')).toBeNull();
    expect(root.querySelectorAll('.g-problem').length).toBe(2);
    expect(root.innerHTML).not.toContain('\u001b');
    expect(root.innerHTML).not.toContain('\u202e');
  });

  it('shows a scalar that is all gaps, one that is a point, and how many are left out', async () => {
    const none = { last: null, step: 1, min: null, max: null, direction: '', count: 1 } as const;
    await shown({
      scalars: [
        { key: 'gaps', ...none, steps: [1, 2], values: [null, null] },
        { key: 'point', ...none, last: 5, min: 5, max: 5, steps: [3], values: [5] }
      ],
      more_scalars: 12
    });
    expect(root.querySelectorAll('.g-scalar')).toHaveLength(2);
    expect(root.textContent).toContain('and 12 more');
    expect(root.innerHTML).not.toContain('NaN');
  });

  it('has no room for what a run has not', async () => {
    await shown({ flags: [], progress: null });
    for (const part of ['flags', 'remarks', 'scalars', 'problems', 'progress']) {
      expect(root.querySelector<HTMLElement>(`.g-card-${part}`)?.hidden, part).toBe(true);
    }
  });

  it('folds very many flags', async () => {
    const flags = Array.from({ length: 100 }, (_, n) => ({ name: `f${n}`, text: '1' }));
    await shown({ flags });
    expect(root.querySelectorAll('.g-flag')).toHaveLength(24);
    button('76 more').click();
    expect(root.querySelectorAll('.g-flag')).toHaveLength(100);
  });
});

describe('what is done with a card', () => {
  it('stops once, however often it is clicked, and says so until it has ended', async () => {
    let release: (() => void) | undefined;
    const answered = new Promise<void>(resolve => (release = resolve));
    const page = await shown();
    page.answers['act'] = async () => {
      await answered;
      return { said: 'train abcd1234 is being stopped' };
    };
    const stop = button('Stop');
    stop.click();
    stop.click();
    expect(stop.textContent).toBe('stopping…');
    page.become('waiting');
    expect(stop.textContent).toBe('Stop: waiting for the kernel');
    stop.click();
    page.become('live');
    release?.();
    await settled();
    expect(of(page, 'act')).toEqual([{ action: 'stop', runs: ['abcd1234ef'], value: null }]);
    expect(stop.textContent).toBe('stopping…');
    expect(root.textContent).toContain('is being stopped');
  });

  it('changes the label with Enter and offers to undo it', async () => {
    const page = await shown({ label: 'before' });
    const undo = { action: 'label', runs: ['abcd1234ef'], value: { each: { a: 'before' } } };
    page.answers['act'] = ({ value }) => ({
      said: 'labeled it',
      undo,
      card: { label: typeof value === 'string' ? value : 'before' }
    });
    button('Label').click();
    const input = root.querySelector<HTMLInputElement>('form input')!;
    expect(input.value).toBe('before');
    expect(document.activeElement).toBe(input);
    input.value = ' after ';
    root.querySelector('form')!.requestSubmit();
    await settled();
    expect(root.querySelector('form')).toBeNull();
    expect(root.querySelector('.g-label')?.textContent).toBe('after');
    button('Undo').click();
    await settled();
    expect(of(page, 'act')[1]).toEqual(undo);
    expect(root.querySelector('.g-label')?.textContent).toBe('before');
  });

  it('leaves a form with Escape and gives the focus back; keys do not reach the notebook', async () => {
    const page = await shown();
    const heard = vi.fn();
    root.addEventListener('keydown', heard);
    button('Tag').click();
    const input = root.querySelector('form input')!;
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true }));
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(heard).not.toHaveBeenCalled();
    expect(root.querySelector('form')).toBeNull();
    expect(document.activeElement).toBe(button('Tag'));
    expect(of(page, 'act')).toHaveLength(0);
  });

  it('sends tags as a list, without blanks and without one twice', async () => {
    const page = await shown();
    page.answers['act'] = () => ({ said: 'done' });
    button('Tag').click();
    root.querySelector<HTMLInputElement>('form input')!.value = ' a, b,, a ';
    root.querySelector('form')!.requestSubmit();
    await settled();
    expect(of(page, 'act')).toEqual([{ action: 'tag', runs: ['abcd1234ef'], value: ['a', 'b'] }]);
  });

  it('marks, and takes the mark away where there is one', async () => {
    const page = await shown({ marked: true });
    page.answers['act'] = () => ({ said: 'unmarked', card: { marked: false } });
    expect(button('Unmark').getAttribute('aria-pressed')).toBe('true');
    button('Unmark').click();
    await settled();
    expect(of(page, 'act')).toEqual([{ action: 'mark', runs: ['abcd1234ef'], value: false }]);
    expect(button('Mark').getAttribute('aria-pressed')).toBe('false');
  });

  it('says why something was not done, with what to do', async () => {
    const page = await shown();
    page.answers['act'] = () => Promise.reject(new HostError('no room on the disk', 'Make some.'));
    button('Mark').click();
    await settled();
    expect(root.querySelector('.g-problem')?.textContent).toBe('no room on the disk Make some.');
    expect(button('Mark').getAttribute('aria-busy')).toBe('false');
  });

  it('puts the lines to compare and to run again into a cell', async () => {
    const page = await shown();
    button('Re-run').click();
    root.querySelector<HTMLInputElement>('form input')!.value += ' epochs=9';
    button('Insert cell').click();
    button('Compare').click();
    button('Insert cell').click();
    expect(page.inserted).toEqual([
      '%guild run train lr=0.1 epochs=9',
      '%guild compare abcd1234 '
    ]);
  });

  it('copies a line, and opens and closes with the same button', async () => {
    const copied: string[] = [];
    vi.stubGlobal('navigator', {
      clipboard: { writeText: async (text: string) => void copied.push(text) }
    });
    await shown();
    button('Re-run').click();
    root.querySelector('form')!.requestSubmit();
    await settled();
    expect(copied).toEqual(['%guild run train lr=0.1']);
    button('Re-run').click();
    expect(root.querySelector('form')).toBeNull();
    vi.unstubAllGlobals();
  });

  it('rests when the kernel is gone', async () => {
    const page = await shown();
    page.become('gone');
    expect(button('Stop').disabled && button('Label').disabled).toBe(true);
  });
});
