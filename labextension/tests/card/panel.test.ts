import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mountCard } from '../../src/components/card/card';
import { HostError } from '../../src/components/shared/host';
import { card, message, Page, settled } from './page';

const DIRECTORY = '/runs/abcd';

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
});

/** A card in a page whose panel, where there is one, opens tabs or does not. */
async function shown(opens: boolean | null, more: { open?: boolean } = {}): Promise<Page> {
  const page = new Page({
    hello: () => ({ push: 'card', ...card(), ...more }),
    files: () => ({ entries: [], more: 0 }),
    act: () => ({ said: 'by the kernel' })
  });
  if (opens !== null) {
    page.panel = { open: vi.fn(async () => opens), act: vi.fn(async () => null) };
  }
  unmount = mountCard(root, page);
  await settled();
  return page;
}

const id = (): HTMLButtonElement => root.querySelector('.g-id')!;
const button = (name: string): HTMLButtonElement =>
  [...root.querySelectorAll('button')].find(one => one.textContent === name)!;

describe('the id of the run', () => {
  it('opens its tab where there is a panel', async () => {
    const page = await shown(true);
    expect(id().title).toBe('open the run in a tab');
    id().click();
    await settled();
    expect(page.panel!.open).toHaveBeenCalledWith(DIRECTORY);
    expect(root.querySelector('[role=status]')?.textContent).toBe('');
  });

  it('is copied where there is none, or where it does not know the run', async () => {
    Object.assign(navigator, { clipboard: { writeText: async () => undefined } });
    for (const opens of [null, false]) {
      await shown(opens);
      id().click();
      await settled();
      await settled();
      expect(root.textContent).toContain('copied the id of the run');
      unmount?.();
    }
  });
});

describe('a run that is viewed', () => {
  it('opens its tab by itself, and nothing in the cell', async () => {
    const page = await shown(true, { open: true });
    expect(page.panel!.open).toHaveBeenCalledWith(DIRECTORY);
    expect(root.querySelector('.g-files')).toBeNull();
  });

  it('has its files open in the cell where no tab can be opened', async () => {
    await shown(null, { open: true });
    expect(root.querySelector('.g-files')).not.toBeNull();
    unmount?.();
    await shown(false, { open: true });
    expect(root.querySelector('.g-files')).not.toBeNull();
  });

  it('is not opened by a card that only shows it', async () => {
    const page = await shown(true);
    expect(page.panel!.open).not.toHaveBeenCalled();
    expect(root.querySelector('.g-files')).toBeNull();
  });
});

describe('an action', () => {
  it('is done by the server of the panel, and not asked of the kernel', async () => {
    const page = await shown(true);
    page.panel!.act = vi.fn(async () => message({ said: 'by the server' }));
    button('Mark').click();
    await settled();
    const wanted = { action: 'mark', runs: ['abcd1234ef'], value: true };
    expect(page.panel!.act).toHaveBeenCalledWith(DIRECTORY, wanted);
    expect(page.asked.map(one => one.question)).not.toContain('act');
    expect(root.textContent).toContain('by the server');
  });

  it('is asked of the kernel where the server does not have the run', async () => {
    await shown(true);
    button('Mark').click();
    await settled();
    await settled();
    expect(root.textContent).toContain('by the kernel');
  });

  it('that the server refuses is not tried again by the kernel', async () => {
    const page = await shown(true);
    page.panel!.act = async () => {
      throw new HostError('the run has ended', 'Nothing is to be stopped.');
    };
    button('Stop').click();
    await settled();
    expect(root.textContent).toContain('the run has ended');
    expect(page.asked.map(one => one.question)).not.toContain('act');
  });
});
