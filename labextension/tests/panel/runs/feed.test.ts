import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { RunRow, RunsAnswer } from '../../../src/wire/api_runs';
import { unreachable } from '../../../src/panel/api/fault';
import { Handshake } from '../../../src/panel/api/handshake';
import type { Rest } from '../../../src/panel/api/rest';
import { Stream } from '../../../src/panel/api/stream';
import { RunFeed } from '../../../src/panel/runs/feed';
import { RunStore } from '../../../src/panel/runs/store';
import { FakeServer } from '../api/sockets';
import { row } from './rows';

let runs: RunRow[];
let asked: { offset: number; limit: number }[];
let isThere: boolean;
let sockets: FakeServer;
let store: RunStore;
let feed: RunFeed;

beforeEach(() => {
  vi.useFakeTimers();
  runs = Array.from({ length: 1200 }, (_, index) => row(1200 - index));
  asked = [];
  isThere = true;
  sockets = new FakeServer();
  store = new RunStore();
  const get = (
    _: string,
    { offset, limit }: { offset: number; limit: number }
  ): Promise<RunsAnswer> => {
    asked.push({ offset, limit });
    return isThere
      ? Promise.resolve({
          total: runs.length,
          offset,
          notes: [],
          runs: runs.slice(offset, offset + limit)
        })
      : Promise.reject(unreachable());
  };
  const rest = { get } as unknown as Rest;
  const handshake = new Handshake(() => Promise.reject(unreachable()));
  feed = new RunFeed({ rest, handshake, stream: new Stream(sockets.connect) }, store);
});
afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});
const later = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(1000 * seconds);

describe('the feed of runs', () => {
  it('has the newest first, and then all others', async () => {
    const sizes: number[] = [];
    store.changed.connect(() => sizes.push(store.rows.size));
    feed.start();
    await later(0);
    expect(asked.map(one => one.offset)).toEqual([0, 100, 600, 1100]);
    expect(sizes[0]).toBe(100);
    expect(store.rows.size).toBe(1200);
    expect(store.total).toBe(1200);
  });

  it('looks at the newest again and again, at all when their number is another', async () => {
    feed.start();
    await later(0);
    asked.length = 0;
    runs[3] = { ...runs[3]!, label: 'new' };
    await later(3);
    expect(asked).toEqual([{ offset: 0, limit: 100 }]);
    expect(store.rows.get(runs[3].id)?.label).toBe('new');
    const [gone] = runs.splice(700, 1);
    await later(3);
    expect(store.rows.has(gone!.id)).toBe(false);
    expect(store.rows.size).toBe(1199);
  });

  it('asks nothing once it is stopped, and has what changed when it goes on', async () => {
    feed.start();
    await later(0);
    feed.stop();
    asked.length = 0;
    runs = runs.slice(1);
    await later(600);
    expect(asked).toEqual([]);
    feed.start();
    await later(0);
    expect(store.rows.size).toBe(1199);
  });

  it('asks no more while the stream tells, and again when that is lost', async () => {
    feed.start();
    await later(0);
    sockets.last.accept();
    const changed = [{ ...runs[900]!, label: 'told' }];
    sockets.last.say({ view: 1, push: 'runs', changed, gone: [runs[5]!.id], total: 1199 });
    asked.length = 0;
    await later(60);
    expect(asked).toEqual([]);
    expect(store.rows.get(runs[900]!.id)?.label).toBe('told');
    expect(store.rows.size).toBe(1199);
    runs = runs.filter((_, index) => index !== 5);
    sockets.last.lose();
    await later(0);
    expect(asked.length).toBeGreaterThan(0);
  });

  it('keeps what it has while the server is away, and goes on by itself', async () => {
    const faults: unknown[] = [];
    feed.onFault = fault => faults.push(fault);
    feed.start();
    await later(0);
    isThere = false;
    await later(9);
    expect(store.rows.size).toBe(1200);
    expect(faults.at(-1)).toMatchObject({ kind: 'unreachable' });
    isThere = true;
    await later(3);
    expect(faults.at(-1)).toBeNull();
  });

  /** The stream tells of all anew, as it does first and after many changes. */
  function tellAnew(view = 1): void {
    const push = { push: 'runs', total: runs.length, offset: 0, runs: runs.slice(0, 500) };
    sockets.last.say({ view, ...push, notes: [], is_anew: true });
  }

  it('reads the others again when the stream tells all anew', async () => {
    feed.start();
    await later(0);
    sockets.last.accept();
    tellAnew();
    await later(60);
    runs[300] = { ...runs[300]!, label: 'told' };
    runs[900] = { ...runs[900]!, label: 'read' };
    const [gone] = runs.splice(1000, 1, row(5000));
    asked.length = 0;
    tellAnew();
    await later(60);
    expect(asked.map(one => one.offset)).toEqual([500, 1000]);
    expect(store.rows.get(runs[300].id)?.label).toBe('told');
    expect(store.rows.get(runs[900].id)?.label).toBe('read');
    expect(store.rows.has(gone!.id)).toBe(false);
    expect(store.rows.size).toBe(1200);
  });

  it('reads them until it succeeds, and has them again after it was stopped', async () => {
    feed.start();
    await later(0);
    feed.stop();
    runs[900] = { ...runs[900]!, label: 'other' };
    isThere = false;
    feed.start();
    sockets.last.accept();
    tellAnew(2);
    await later(1);
    isThere = true;
    await later(6);
    expect(store.rows.get(runs[900].id)?.label).toBe('other');
    asked.length = 0;
    await later(60);
    expect(asked).toEqual([]);
  });

  it('believes what it was told, not a page that was asked for before', async () => {
    feed.start();
    sockets.last.accept();
    const [started, told] = [row(5000), { ...runs[900]!, label: 'told' }];
    tellAnew();
    const gone = [runs[901]!.id];
    sockets.last.say({ view: 1, push: 'runs', changed: [started, told], gone, total: 1200 });
    await later(60);
    expect(store.rows.has(started.id)).toBe(true);
    expect(store.rows.get(told.id)?.label).toBe('told');
    expect(store.rows.has(gone[0]!)).toBe(false);
    expect(store.total).toBe(1200);
  });
});
