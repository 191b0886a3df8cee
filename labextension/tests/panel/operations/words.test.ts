import { describe, expect, it } from 'vitest';

import { loads } from '../../../src/panel/operations/cells';
import { lineOf, quoted, requestOf, tagsOf } from '../../../src/panel/operations/words';

const DRAFT = { flags: {}, label: '', tags: '' };

describe('a line of a cell', () => {
  it('quotes what a line would take for something else', () => {
    expect(quoted('lr=1e-3')).toBe('lr=1e-3');
    expect(quoted('text=a b')).toBe(`'text=a b'`);
    expect(quoted('map={a: 1}')).toBe(`'map={a: 1}'`);
    expect(quoted('list=[1,2]')).toBe(`'list=[1,2]'`);
    expect(quoted(`it's`)).toBe(`'it'"'"'s'`);
    expect(quoted('ask=why?')).toBe(`'ask=why?'`);
    expect(quoted('')).toBe(`''`);
    expect(quoted('#no')).toBe(`'#no'`);
    expect(quoted('größe=1')).toBe(`'größe=1'`);
  });

  it('has only what was changed, the label and the tags, and no secrets', () => {
    const flags = { lr: '0.2', api_key: 'hunter2' };
    const draft = { flags, label: ' first try ', tags: 'a, b b,' };
    expect(lineOf('m:train', draft, new Set(['api_key']))).toBe(
      `%guild run m:train lr=0.2 --label 'first try' --tag a --tag 'b b'`
    );
    expect(lineOf('train', DRAFT, new Set())).toBe('%guild run train');
  });

  it('needs the magics to be loaded somewhere before', () => {
    expect(loads(['1', 'x = 1\n%load_ext guild_jupyter'])).toBe(true);
    expect(loads(['  %reload_ext  guild_jupyter'])).toBe(true);
    expect(loads(['# %load_ext guild_jupyter', '%load_ext guild_jupyters', ''])).toBe(false);
  });
});

describe('a request', () => {
  it('has nothing that was not typed or chosen', () => {
    expect(requestOf('work', 'train', DRAFT, '')).toEqual({
      path: 'work',
      operation: 'train',
      flags: {}
    });
    const draft = { flags: { lr: '1' }, label: 'x', tags: 'b,a,b' };
    expect(requestOf('work', 'train', draft, 'python3')).toEqual({
      path: 'work',
      operation: 'train',
      flags: { lr: '1' },
      label: 'x',
      tags: ['b', 'a'],
      kernelspec: 'python3'
    });
    expect(tagsOf(' , ')).toEqual([]);
  });
});
