import { afterEach, describe, expect, it } from 'vitest';
import { logViewer } from '../../src/components/log/viewer';
import { PART } from '../../src/components/log/windowing';
import { Page, settled } from '../card/page';

const LINES = Array.from({ length: 40_000 }, (_, n) => `line ${n}\n`);
const LOG = LINES.join('');

/** Answers as the kernel does: whole lines around the bytes that were asked for. */
function log({ offset, length }: { [name: string]: unknown }): { [name: string]: unknown } {
  const start = LOG.lastIndexOf('\n', Number(offset) - 1) + 1;
  const end = LOG.indexOf('\n', Number(offset) + Number(length) - 1) + 1 || LOG.length;
  return { text: LOG.slice(start, end), offset: start, next: end, size: LOG.length };
}

let viewer: ReturnType<typeof logViewer> | undefined;
afterEach(() => viewer?.close());

async function open(page: Page): Promise<HTMLElement> {
  viewer = logViewer(page, 'a', LOG.length, () => undefined);
  document.body.append(viewer.element);
  await settled();
  return viewer.element;
}
const press = async (element: HTMLElement, key: string): Promise<void> => {
  element
    .querySelector('.g-log-scroll')!
    .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  await settled();
};

describe('the whole log', () => {
  it('begins at the end and asks for no more than is seen', async () => {
    const page = new Page({ log });
    const element = await open(page);
    expect(element.textContent).toContain('line 39999');
    expect(page.asked.length).toBeLessThan(Math.ceil(LOG.length / PART) / 2);
    const offsets = page.asked.map(one => Number(one.wanted['offset']));
    expect(offsets).toContain(PART * (Math.ceil(LOG.length / PART) - 1));
  });

  it('goes to the first line with Home and back with End', async () => {
    const element = await open(new Page({ log }));
    await press(element, 'Home');
    expect(element.querySelector('.g-output')?.textContent?.startsWith('line 0\nline 1\n')).toBe(
      true
    );
    await press(element, 'End');
    expect(element.textContent).toContain('line 39999');
  });

  it('has every line once where parts meet', async () => {
    const element = await open(new Page({ log }));
    await press(element, 'Home');
    const scroll = element.querySelector<HTMLElement>('.g-log-scroll')!;
    Object.defineProperty(scroll, 'clientHeight', { value: 1e6 });
    Object.defineProperty(scroll, 'scrollHeight', { value: 1e9 });
    scroll.dispatchEvent(new Event('scroll'));
    await settled();
    await settled();
    const blocks = [...element.querySelectorAll<HTMLElement>('.g-output')];
    blocks.sort((one, other) => parseFloat(one.style.top) - parseFloat(other.style.top));
    const text = blocks.map(one => one.textContent).join('');
    expect(blocks.length).toBeGreaterThan(2);
    expect(LOG.startsWith(text)).toBe(true);
  });

  it('says why a part is not there', async () => {
    const page = new Page({ log: () => Promise.reject(new Error('the run is gone')) });
    expect((await open(page)).textContent).toContain('the run is gone');
  });

  it('asks again for the last part when the log grew', async () => {
    const page = new Page({ log });
    await open(page);
    const before = page.asked.length;
    viewer?.grow(LOG.length);
    expect(page.asked).toHaveLength(before);
    viewer?.grow(LOG.length + 10);
    await settled();
    expect(page.asked.length).toBeGreaterThan(before);
  });

  it('colours a part as the one before it ended, whichever came first', async () => {
    const parts = ['\u001b[31mfirst\n', 'second\n', 'third\u001b[0m\n'];
    const page = new Page({
      log: ({ offset }) => ({ text: parts[Number(offset) / PART], offset })
    });
    viewer = logViewer(page, 'a', 3 * PART, () => undefined);
    document.body.append(viewer.element);
    await settled();
    await press(viewer.element, 'Home');
    const scroll = viewer.element.querySelector<HTMLElement>('.g-log-scroll')!;
    scroll.dispatchEvent(new Event('scroll'));
    await settled();
    const red = [...viewer.element.querySelectorAll('span[style*=color]')];
    expect(red.map(one => one.textContent?.trim())).toEqual(['first', 'second', 'third']);
  });
});
