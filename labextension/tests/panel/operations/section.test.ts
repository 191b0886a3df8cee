import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ServerFault, unreachable } from '../../../src/panel/api/fault';
import { Drafts } from '../../../src/panel/operations/drafts';
import type { Place } from '../../../src/panel/operations/place';
import { OperationsSection } from '../../../src/panel/sections/operations';
import type { IGuildServer } from '../../../src/panel/tokens';
import type { ProjectAnswer } from '../../../src/wire/api_project';
import { flag, operation, project } from './made';

const LR = flag('lr', { default: '0.1' });
const EPOCHS = flag('epochs', { type: 'int', default: '2', max: 9 });

let answers: { [path: string]: ProjectAnswer };
let place: Place;
let section: OperationsSection;
let posted: [string, Record<string, unknown>][];
let post: (path: string, body: Record<string, unknown>) => Promise<unknown>;
const get = vi.fn((_: string, query: { path: string }) => Promise.resolve(answers[query.path]));
const moved = new Signal<object, void>({});
const saved = new Signal<object, void>({});
const ready = new Signal<object, unknown>({});
const handshake = { isReady: true, changed: ready, doubt: vi.fn() };
const unsaved = {
  paths: [] as string[],
  changed: saved,
  watch: vi.fn(),
  look: vi.fn(),
  save: vi.fn()
};
const works = { started: vi.fn(), openRun: vi.fn(), openFile: vi.fn(), insert: vi.fn(() => true) };

beforeEach(async () => {
  vi.clearAllMocks();
  handshake.isReady = true;
  unsaved.paths = [];
  posted = [];
  post = path =>
    Promise.resolve(
      path === 'runs'
        ? { run: { id: 'abc', short_id: 'ab' }, notes: [] }
        : { preview: 'P', problem: '' }
    );
  answers = { 'a.ipynb': project([operation('train', [LR, EPOCHS]), operation('test')]) };
  place = { path: 'a.ipynb', kernelspec: 'other', isNotebook: true };
  const rest = {
    get,
    post: (path: string, body: Record<string, unknown>) => {
      posted.push([path, body]);
      return post(path, body);
    }
  };
  section = new OperationsSection(
    {
      ...works,
      server: { rest, handshake } as unknown as IGuildServer,
      here: {
        changed: moved,
        get place() {
          return place;
        }
      },
      unsaved,
      drafts: new Drafts()
    },
    nullTranslator.load('guild_jupyter')
  );
  Widget.attach(section, document.body);
  await settled();
});
afterEach(() => {
  section.dispose();
});

const settled = (): Promise<unknown> => new Promise(done => setTimeout(done, 0));
const find = <T extends HTMLElement>(of: string): T => section.node.querySelector<T>(of)!;
const heads = (): HTMLElement[] => [...section.node.querySelectorAll<HTMLElement>('.guild-head')];
const input = (name: string): HTMLInputElement => find(`[name=${name}]`);
const button = (text: string): HTMLButtonElement =>
  [...section.node.querySelectorAll('button')].find(one => one.textContent === text)!;
async function open(index = 0): Promise<void> {
  heads()[index]!.click();
  await settled();
}
function type(name: string, text: string): void {
  input(name).value = text;
  input(name).dispatchEvent(new Event('input'));
}
async function look(): Promise<void> {
  window.dispatchEvent(new Event('focus'));
  await settled();
}

describe('the section of operations', () => {
  it('lists operations, and starts one with what was changed', async () => {
    expect(heads().map(one => one.querySelector('.guild-name')!.textContent)).toEqual([
      ...['train', 'test']
    ]);
    await open();
    expect(heads()[0]!.getAttribute('aria-expanded')).toBe('true');
    type('lr', '0.5');
    button('Run').click();
    await settled();
    expect(posted).toEqual([
      ['runs', { path: 'work', operation: 'train', flags: { lr: '0.5' }, kernelspec: 'other' }]
    ]);
    expect(works.started).toHaveBeenCalledWith('abc');
    expect(find('.guild-said').textContent).toContain('ab');
    button('Open').click();
    expect(works.openRun).toHaveBeenCalledWith('abc');
  });

  it('starts with Ctrl and Enter, once, and never with Enter alone', async () => {
    await open();
    const press = (more: object): boolean =>
      input('lr').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more })
      );
    press({});
    find<HTMLFormElement>('form').requestSubmit();
    press({ ctrlKey: true });
    press({ ctrlKey: true });
    await settled();
    expect(posted).toHaveLength(1);
    press({ metaKey: true });
    await settled();
    expect(posted).toHaveLength(2);
  });

  it('says errors at the fields that they are about, and others above the buttons', async () => {
    await open();
    post = () =>
      Promise.reject(new ServerFault('failed', 'out of range', 'At most 9.', ['epochs']));
    button('Run').click();
    await settled();
    expect(find(`[id="${input('epochs').id}-problem"]`).textContent).toBe(
      'out of range. At most 9.'
    );
    expect(document.activeElement).toBe(input('epochs'));
    expect(find('.guild-foot .guild-fault').hidden).toBe(true);
    post = () => Promise.reject(unreachable());
    type('epochs', '4');
    button('Run').click();
    await settled();
    expect(input('epochs').hasAttribute('aria-invalid')).toBe(false);
    expect(find('.guild-foot .guild-fault').textContent).toContain('What you typed is kept');
    expect(handshake.doubt).toHaveBeenCalled();
    expect(input('epochs').value).toBe('4');
  });

  it('keeps what is typed while it looks again, and in other places, and when flags change', async () => {
    await open();
    type('lr', '0.5');
    input('lr').focus();
    const before = input('lr');
    await look();
    expect(input('lr')).toBe(before);
    answers['b.ipynb'] = project([operation('other')], {
      project: { name: 'b', path: 'b', file: 'b/guild.yml' }
    });
    place = { ...place, path: 'b.ipynb' };
    moved.emit();
    await settled();
    expect(heads()).toHaveLength(1);
    place = { ...place, path: 'a.ipynb' };
    moved.emit();
    await settled();
    expect(input('lr').value).toBe('0.5');
    input('lr').focus();
    answers['a.ipynb'] = project([operation('train', [LR, flag('new'), EPOCHS])]);
    await look();
    expect(input('lr').value).toBe('0.5');
    expect(document.activeElement).toBe(input('lr'));
    expect(input('new')).not.toBeNull();
  });

  it('keeps everything while the server is away, and looks when it is back', async () => {
    await open();
    type('lr', '0.5');
    handshake.isReady = false;
    get.mockClear();
    await look();
    expect(get).not.toHaveBeenCalled();
    expect(input('lr').value).toBe('0.5');
    handshake.isReady = true;
    ready.emit(undefined);
    await settled();
    expect(get).toHaveBeenCalledOnce();
    expect(input('lr').value).toBe('0.5');
  });

  it('asks nothing while it is hidden', async () => {
    section.hide();
    get.mockClear();
    moved.emit();
    section.written('work/guild.yml');
    await look();
    expect(get).not.toHaveBeenCalled();
    section.show();
    await settled();
    expect(get).toHaveBeenCalledOnce();
  });

  it('looks again when the Guild file or a program was saved, and for no other file', async () => {
    answers['a.ipynb'] = project([operation('train', [], { source: 'work/train.py' })]);
    await look();
    get.mockClear();
    section.written('work/readme.md');
    expect(get).not.toHaveBeenCalled();
    section.written('work/guild.yml');
    section.written('work/train.py');
    expect(get).toHaveBeenCalledTimes(2);
  });

  it('takes the Python of the notebook until the reader chooses another', async () => {
    await open();
    const select = find<HTMLSelectElement>('select');
    expect(select.value).toBe('other');
    place = { ...place, kernelspec: 'python3' };
    moved.emit();
    expect(select.value).toBe('python3');
    select.value = '';
    select.dispatchEvent(new Event('change'));
    place = { ...place, kernelspec: 'other' };
    moved.emit();
    button('Preview').click();
    await settled();
    expect(posted[0]![1]).not.toHaveProperty('kernelspec');
    expect(find('.guild-preview pre').textContent).toBe('P');
  });

  it('puts a line into the notebook, and cannot where there is none', async () => {
    await open();
    type('lr', '[0.1, 0.2]');
    button('Insert as cell').click();
    expect(works.insert).toHaveBeenCalledWith(`%guild run train 'lr=[0.1, 0.2]'`);
    place = { path: 'a.ipynb', kernelspec: '', isNotebook: false };
    moved.emit();
    expect(button('Insert as cell').disabled).toBe(true);
  });

  it('warns of files with changes that are not saved', async () => {
    answers['a.ipynb'] = project([operation('train', [], { source: 'work/train.py' })]);
    await look();
    await open();
    expect(unsaved.watch).toHaveBeenLastCalledWith(['work/guild.yml', 'work/train.py']);
    expect(find('.guild-unsaved').hidden).toBe(true);
    unsaved.paths = ['work/train.py'];
    saved.emit();
    expect(find('.guild-unsaved').textContent).toContain('train.py');
    button('Save').click();
    expect(unsaved.save).toHaveBeenCalledWith('work/train.py');
  });

  it('shows faults with their place beside the good operations', async () => {
    const fault = { message: 'odd', hint: 'mend it', file: 'work/guild.yml', line: 7 };
    answers['a.ipynb'] = project([operation('train')], {
      faults: [
        { ...fault, is_remark: false },
        { ...fault, is_remark: true }
      ]
    });
    await look();
    button('work/guild.yml:7').click();
    expect(works.openFile).toHaveBeenCalledWith('work/guild.yml', 7);
    expect(find('.guild-faults > .guild-fault').textContent).toContain('mend it');
    expect(find('details summary').textContent).toContain('1 remark');
    expect(heads()).toHaveLength(1);
  });

  it('says how to make a project, and makes one', async () => {
    answers['a.ipynb'] = project([], { project: null });
    await look();
    expect(find('.guild-beginning').hidden).toBe(false);
    expect(find('.guild-beginning').textContent).toContain('work');
    post = () => Promise.reject(new ServerFault('failed', 'there is something'));
    button('Make a project').click();
    await settled();
    expect(find('.guild-beginning [role=alert]').textContent).toContain('there is something');
    const made = project([operation('train')]);
    post = () => {
      answers['a.ipynb'] = made;
      return Promise.resolve(made);
    };
    button('Make a project').click();
    await settled();
    expect(posted.at(-1)).toEqual(['project', { path: 'work' }]);
    expect(works.openFile).toHaveBeenCalledWith('work/guild.yml', null);
    expect(find('.guild-beginning').hidden).toBe(true);
    expect(heads()).toHaveLength(1);
  });

  it('goes back to the defaults', async () => {
    await open();
    expect(button('Reset').hidden).toBe(true);
    type('lr', '3');
    button('Reset').click();
    expect([input('lr').value, button('Reset').hidden]).toEqual(['0.1', true]);
  });
});
