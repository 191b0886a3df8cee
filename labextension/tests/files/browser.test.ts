import { afterEach, describe, expect, it, vi } from 'vitest';
import { fileBrowser } from '../../src/components/files/browser';
import { HostError } from '../../src/components/shared/host';
import { Page, settled } from '../card/page';

const FOLDERS: { [path: string]: unknown[] } = {
  '': [
    { name: 'sub', kind: 'folder', size: 0 },
    { name: '<img src=x>\u202e.txt', kind: 'file', size: 2048 },
    { name: 'pipe', kind: 'other', size: 0 }
  ],
  sub: []
};
let browser: ReturnType<typeof fileBrowser> | undefined;

async function open(page: Page): Promise<HTMLElement> {
  page.answers['files'] = ({ path }) => ({ entries: FOLDERS[String(path)], more: 0 });
  browser = fileBrowser(page, 'a', () => undefined);
  document.body.append(browser.element);
  await settled();
  return browser.element;
}
const click = async (element: HTMLElement, at: number): Promise<void> => {
  element.querySelectorAll<HTMLElement>('.g-file')[at]?.click();
  await settled();
};

afterEach(() => {
  browser?.close();
  vi.restoreAllMocks();
});

describe('the files of a run', () => {
  it('are listed with their sizes, and names are texts', async () => {
    const element = await open(new Page());
    expect(element.textContent).toContain('<img src=x>\ufffd.txt');
    expect(element.textContent).toContain('2 KiB');
    expect(element.querySelector('img')).toBeNull();
  });

  it('are walked through by folders and back by their path', async () => {
    const element = await open(new Page());
    await click(element, 0);
    expect(element.textContent).toContain('no files');
    element.querySelector<HTMLElement>('.g-crumbs button')?.click();
    await settled();
    expect(element.textContent).toContain('pipe');
  });

  it('show texts as texts and say where they are cut', async () => {
    const page = new Page({
      file: () => ({
        type: 'text',
        mime: 'text/plain',
        text: '<b>x</b>',
        size: 9e6,
        is_whole: false
      })
    });
    const element = await open(page);
    await click(element, 1);
    expect(page.asked.at(-1)?.wanted).toEqual({ run: 'a', path: '<img src=x>\u202e.txt' });
    expect(element.querySelector('.g-preview')?.textContent).toContain('<b>x</b>');
    expect(element.querySelector('.g-preview')?.textContent).toContain('the beginning of 8.6 MiB');
    expect(element.querySelectorAll('[aria-current]')).toHaveLength(1);
  });

  it('show pictures by bytes that were asked for, and let them go', async () => {
    const made = vi.fn(() => 'blob:1');
    const gone = vi.fn();
    Object.assign(URL, { createObjectURL: made, revokeObjectURL: gone });
    const buffers = [new DataView(new Uint8Array([1, 2, 3]).buffer)];
    const page = new Page({
      file: () => ({
        type: 'picture',
        mime: 'image/png',
        size: 3,
        is_whole: true,
        buffer: 0,
        buffers
      })
    });
    const element = await open(page);
    await click(element, 1);
    expect(element.querySelector('img')?.getAttribute('src')).toBe('blob:1');
    await click(element, 0);
    expect(gone).toHaveBeenCalledWith('blob:1');
  });

  it('say why one is not shown, and offer none that cannot be', async () => {
    const page = new Page({ file: () => Promise.reject(new HostError('a link', 'Open it.')) });
    const element = await open(page);
    await click(element, 1);
    expect(element.querySelector('.g-problem')?.textContent).toBe('a link');
    expect(element.textContent).toContain('Open it.');
    expect(element.querySelectorAll<HTMLButtonElement>('.g-file')[2]?.disabled).toBe(true);
  });
});
