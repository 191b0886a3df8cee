import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { HelloAnswer } from '../../src/wire/api_hello';
import { faultOf, unreachable } from '../../src/panel/api/fault';
import { Handshake } from '../../src/panel/api/handshake';
import { Sections } from '../../src/panel/registry';
import { Seen } from '../../src/panel/seen';
import { Sidebar } from '../../src/panel/sidebar';

const SAME: HelloAnswer = { version: 'test', api: 1, is_same: true, said: '' };
let ask: ReturnType<typeof vi.fn<() => Promise<HelloAnswer>>>;
let sections: Sections;
let sidebar: Sidebar;

class Part extends Seen {
  readonly told: string[] = [];
  protected onSeen(): void {
    this.told.push('seen');
  }
  protected onUnseen(): void {
    this.told.push('unseen');
  }
}

beforeEach(() => {
  ask = vi.fn<() => Promise<HelloAnswer>>(() => Promise.resolve(SAME));
  sections = new Sections();
  sidebar = new Sidebar(sections, new Handshake(ask), nullTranslator.load('guild_jupyter'));
});
afterEach(() => {
  sidebar.dispose();
  vi.restoreAllMocks();
});

/** Attach it as JupyterLab does: hidden until somebody opens it. */
function attach(): void {
  sidebar.hide();
  Widget.attach(sidebar, document.body);
}
const banner = (): HTMLElement => sidebar.node.querySelector<HTMLElement>('.guild-banner')!;
const settled = (): Promise<unknown> => new Promise(done => setTimeout(done, 0));

describe('the panel', () => {
  it('does nothing while it is hidden: it asks nothing, and makes no section', async () => {
    const create = vi.fn(() => new Widget());
    sections.add({ id: 'one', title: 'One', create });
    attach();
    await settled();
    expect(ask).not.toHaveBeenCalled();
    expect(create).not.toHaveBeenCalled();
    sidebar.show();
    await settled();
    expect(ask).toHaveBeenCalledOnce();
    expect(create).toHaveBeenCalledOnce();
    sidebar.hide();
    sidebar.show();
    expect(create).toHaveBeenCalledOnce();
  });

  it('has sections by rank, whenever they are added, and loses them with their extension', () => {
    attach();
    sidebar.show();
    const titles = (): string[] => sidebar.widgets.map(({ title }) => title.label);
    sections.add({ id: 'b', title: 'Runs', rank: 20, create: () => new Widget() });
    sections.add({ id: 'c', title: 'Other', create: () => new Widget() });
    const added = sections.add({ id: 'a', title: 'First', rank: 1, create: () => new Widget() });
    expect(titles()).toEqual(['First', 'Runs', 'Other']);
    added.dispose();
    expect(titles()).toEqual(['Runs', 'Other']);
    expect(() => sections.add({ id: 'b', title: 'Two', create: () => new Widget() })).toThrow(
      'there is a section b already'
    );
  });

  it('says which command enables a server extension that is missing, and takes it back', async () => {
    ask.mockImplementationOnce(() => Promise.reject(faultOf(404, '')));
    attach();
    sidebar.show();
    await settled();
    expect(banner().hidden).toBe(false);
    expect(banner().getAttribute('role')).toBe('alert');
    expect(banner().querySelector('code')?.textContent).toBe(
      'jupyter server extension enable guild_jupyter'
    );
    const copy = banner().querySelector<HTMLButtonElement>('.guild-copy')!;
    copy.click();
    await settled();
    expect(copy.textContent).toContain('refuses'); // there is no clipboard here
    [...banner().querySelectorAll('button')].at(-1)?.click();
    await settled();
    expect(banner().hidden).toBe(true);
  });

  it('says the words of a server of another version, and that one is away', async () => {
    const said = 'This page has 0.1, the server 0.2: reload the page.';
    ask.mockImplementationOnce(() => Promise.resolve({ ...SAME, is_same: false, said }));
    attach();
    sidebar.show();
    await settled();
    expect(banner().textContent).toContain(said);
    expect(banner().getAttribute('role')).toBe('status');
    sidebar.dispose();
    ask.mockImplementation(() => Promise.reject(unreachable()));
    sidebar = new Sidebar(sections, new Handshake(ask), nullTranslator.load('guild_jupyter'));
    attach();
    sidebar.show();
    await settled();
    expect(banner().textContent).toContain('does not answer');
  });
});

describe('a widget that works while it is seen', () => {
  it('is told of being shown, hidden, and of a page out of sight', () => {
    const part = new Part();
    sections.add({ id: 'part', title: 'Part', create: () => part });
    attach();
    sidebar.show();
    expect(part.told).toEqual(['seen']);
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(part.told).toEqual(['seen', 'unseen', 'seen']);
    sidebar.hide();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(part.isSeen).toBe(false);
    sidebar.show();
    sidebar.dispose();
    expect(part.told.slice(3)).toEqual(['unseen', 'seen', 'unseen']);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(part.told).toHaveLength(6);
  });
});
