import { nullTranslator } from '@jupyterlab/translation';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { Choosing } from '../../../src/panel/runs/choosing';
import { linesOf } from '../../../src/panel/runs/lines';
import { HEIGHT, List } from '../../../src/panel/runs/list';
import { RUNNING, row } from './rows';

const heard = { open: vi.fn(), fold: vi.fn(), menu: vi.fn(), remove: vi.fn(), chose: vi.fn() };
let choosing: Choosing;
let list: List;

function show(count: number, isGrouped = false): void {
  const rows = Array.from({ length: count }, (_, index) => row(count - index));
  const lines = linesOf(rows, { filter: '', isGrouped, folded: new Set() });
  choosing.take(lines, new Set(rows.map(one => one.id)));
  list.show(lines, one => one.flags);
}
const painted = (): Promise<unknown> =>
  new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
const items = (): HTMLElement[] => [...list.element.querySelectorAll<HTMLElement>('.guild-line')];
const press = (key: string, more: KeyboardEventInit = {}): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, ...more });
  list.element.dispatchEvent(event);
  return event;
};

beforeEach(() => {
  vi.clearAllMocks();
  choosing = new Choosing();
  list = new List(choosing, heard, nullTranslator.load('guild_jupyter'));
  document.body.replaceChildren(list.element);
  Object.defineProperty(list.element, 'clientHeight', { value: 10 * HEIGHT });
});

describe('the list of runs', () => {
  it('has elements for what is in sight alone, however many runs there are', async () => {
    show(10_000);
    await painted();
    expect(items().length).toBeLessThan(25);
    list.element.scrollTop = 5000 * HEIGHT;
    list.element.dispatchEvent(new Event('scroll'));
    await painted();
    expect(items().length).toBeLessThan(25);
    const places = items().map(one => Number(one.getAttribute('aria-posinset')));
    expect(places).toContain(5001);
    expect(places).not.toContain(1);
    expect(items()[0]?.getAttribute('aria-setsize')).toBe('10000');
  });

  it('has its elements in the order of the lines, also when a newer run comes', async () => {
    show(3);
    await painted();
    show(4);
    await painted();
    const places = items().map(one => Number(one.getAttribute('aria-posinset')));
    expect(places).toEqual([1, 2, 3, 4]);
  });

  it('goes by keys, keeps the active line in sight, and tells readers of screens', async () => {
    show(100);
    press('End');
    await painted();
    expect(list.element.scrollTop).toBe(90 * HEIGHT);
    const active = list.element.getAttribute('aria-activedescendant');
    expect(document.getElementById(active!)?.getAttribute('aria-posinset')).toBe('100');
    press('Home');
    press('ArrowDown');
    press('ArrowDown', { shiftKey: true });
    expect(choosing.chosen.size).toBe(2);
    press('PageDown');
    expect(choosing.at).toBe(11);
    press('Escape');
    expect(choosing.chosen.size).toBe(0);
  });

  it('opens, chooses, deletes and shows the menu by keys, and leaves others alone', () => {
    show(3);
    press('ArrowDown');
    expect(press('Enter').defaultPrevented).toBe(true);
    expect(heard.open).toHaveBeenCalledOnce();
    press(' ');
    expect(choosing.chosen.size).toBe(1);
    press('Delete');
    expect(heard.remove).toHaveBeenCalledOnce();
    press('F10', { shiftKey: true });
    expect(heard.menu).toHaveBeenCalledOnce();
    press('a', { ctrlKey: true });
    expect(choosing.chosen.size).toBe(3);
    expect(press('s', { ctrlKey: true }).defaultPrevented).toBe(false);
    expect(press('Tab').defaultPrevented).toBe(false);
  });

  it('folds an operation by a click, and by keys', async () => {
    show(3, true);
    await painted();
    items()[0]?.click();
    expect(heard.fold).toHaveBeenLastCalledWith('train', false);
    press('ArrowLeft');
    expect(heard.fold).toHaveBeenCalledTimes(2);
    press('ArrowRight');
    expect(heard.fold).toHaveBeenCalledTimes(2);
  });

  it('chooses by clicks alone, together and as a range', async () => {
    show(5);
    await painted();
    const click = (index: number, more: MouseEventInit = {}): void => {
      items()[index]?.dispatchEvent(new MouseEvent('click', { bubbles: true, ...more }));
    };
    click(0);
    click(3, { ctrlKey: true });
    expect(choosing.chosen.size).toBe(2);
    click(1);
    click(4, { shiftKey: true });
    expect(choosing.chosen.size).toBe(4);
  });

  it('shows texts of runs as texts, with status and progress', async () => {
    const one = row(1, {
      label: '<b>bold</b>\u202e',
      status: RUNNING,
      progress: { what: 'epoch', done: 3, total: 10 }
    });
    list.show([{ kind: 'run', row: one, level: 1 }], () => '');
    await painted();
    const [item] = items();
    expect(item?.querySelector('b')).toBeNull();
    expect(item?.querySelector('.guild-label')?.textContent).toBe('<b>bold</b>\ufffd');
    expect(item?.dataset['status']).toBe('running');
    expect(item?.querySelector('.guild-progress')?.textContent).toBe('epoch 3/10');
    expect(item?.querySelector('[role=img]')?.getAttribute('aria-label')).toBe('running');
  });
});
