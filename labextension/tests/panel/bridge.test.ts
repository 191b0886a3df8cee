import { describe, expect, it, vi } from 'vitest';
import type { Json } from '../../src/components/shared/host';
import { ServerFault } from '../../src/panel/api/fault';
import { Bridge } from '../../src/panel/bridge';
import { bePanel, panel } from '../../src/widget/panel';

const HOMES = {
  homes: [
    { name: 'used-1', path: '/work/.guild', is_used: true },
    { name: 'other-2', path: '/else/.guild', is_used: false }
  ]
};
const HERE = '/work/.guild/runs/abcd1234';

function made(fault?: ServerFault, hasTabs = true) {
  const posted: unknown[] = [];
  const opened: unknown[] = [];
  const rest = {
    get: vi.fn(async () => HOMES) as never,
    post: (async (...said: unknown[]) => {
      posted.push(said);
      if (fault) {
        throw fault;
      }
      return { said: 'done' };
    }) as never
  };
  const open = async (place: unknown): Promise<boolean> => {
    opened.push(place);
    return hasTabs;
  };
  return { bridge: new Bridge(rest, open), posted, opened };
}

const wanted = (more: { [name: string]: Json } = {}): { [name: string]: Json } => ({
  action: 'stop',
  runs: ['abcd1234'],
  value: null,
  ...more
});

describe('a tab', () => {
  it('is opened for a run of the home in use, and of another that the server names', async () => {
    const { bridge, opened } = made();
    expect(await bridge.open(HERE)).toBe(true);
    expect(await bridge.open('/else/.guild/runs/ffff')).toBe(true);
    expect(opened).toEqual([{ run: 'abcd1234' }, { run: 'ffff', home: 'other-2' }]);
  });

  it('is said not to be opened where there are no tabs', async () => {
    const { bridge, opened } = made(undefined, false);
    expect(await bridge.open(HERE)).toBe(false);
    expect(opened).toHaveLength(1);
  });

  it('is not opened for what is no run of a home that the server names', async () => {
    const { bridge, opened } = made();
    const strangers = [
      '/tmp/.guild/runs/a',
      '/work/.guild/runs/../x',
      '/work/.guild',
      'runs/a',
      ''
    ];
    for (const directory of [...strangers, '/work/.guild/runs/a/b', '/work/.guild/runs/<b>']) {
      expect(await bridge.open(directory)).toBe(false);
    }
    expect(opened).toEqual([]);
  });
});

describe('an action', () => {
  it('is done in the home of the run', async () => {
    const { bridge, posted } = made();
    const answer = await bridge.act('/else/.guild/runs/ffff', wanted({ runs: ['ffff'] }));
    expect(answer?.content).toEqual({ said: 'done' });
    expect(posted).toEqual([['actions', { action: 'stop', runs: ['ffff'] }, { home: 'other-2' }]]);
  });

  it('keeps its value', async () => {
    const { bridge, posted } = made();
    await bridge.act(HERE, wanted({ action: 'mark', value: false }));
    expect(posted[0]).toContainEqual({ action: 'mark', runs: ['abcd1234'], value: false });
  });

  it('of another kind or on other runs is left to the kernel', async () => {
    const { bridge, posted } = made();
    for (const odd of [
      { action: 'purge' },
      { runs: ['ffff'] },
      { runs: [] },
      { runs: 'abcd1234' }
    ]) {
      expect(await bridge.act(HERE, wanted(odd))).toBeNull();
    }
    expect(await bridge.act('/tmp/runs/abcd1234', wanted())).toBeNull();
    expect(posted).toEqual([]);
  });

  it('is left to the kernel where the server is not there or does not let one', async () => {
    for (const kind of ['missing', 'unreachable', 'refused'] as const) {
      const { bridge } = made(new ServerFault(kind, 'no'));
      expect(await bridge.act(HERE, wanted())).toBeNull();
    }
  });

  it('that may have been done is not done twice, where that would be seen', async () => {
    const { bridge } = made(new ServerFault('unreachable', 'nobody answers'));
    const comment = wanted({ action: 'comment', value: 'good' });
    await expect(bridge.act(HERE, comment)).rejects.toThrow('nobody answers');
    expect(await bridge.act(HERE, wanted({ action: 'label', value: 'good' }))).toBeNull();
  });

  it('that cannot be done is said to be so', async () => {
    const { bridge } = made(new ServerFault('failed', 'it has ended'));
    await expect(bridge.act(HERE, wanted())).rejects.toThrow('it has ended');
  });
});

it('is known to views as long as it is there', () => {
  const { bridge } = made();
  const over = bePanel(bridge);
  expect(panel()).toBe(bridge);
  over();
  expect(panel()).toBeUndefined();
});
