import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { HelloAnswer } from '../../../src/wire/api_hello';
import type { RunRow } from '../../../src/wire/api_runs';
import { Handshake } from '../../../src/panel/api/handshake';
import { Stream } from '../../../src/panel/api/stream';
import { Running } from '../../../src/panel/around/running';
import { FakeServer } from '../api/sockets';

const SAME: HelloAnswer = { version: 'test', api: 1, is_same: true, said: '' };
let server: FakeServer;
let running: Running;
let ended: string[][];
let leave: () => void;

const row = (id: string): RunRow => ({ id, operation: 'train' }) as RunRow;
const settled = (): Promise<unknown> => new Promise(done => setTimeout(done, 0));

beforeEach(async () => {
  server = new FakeServer();
  const handshake = new Handshake(() => Promise.resolve(SAME));
  running = new Running({ handshake, stream: new Stream(server.connect) });
  ended = [];
  running.ended.connect((_, rows) => void ended.push(rows.map(({ id }) => id)));
  leave = running.watch();
  await settled();
  server.last.accept();
  await settled();
});
afterEach(() => {
  leave();
  vi.restoreAllMocks();
});

/** The page is seen, or it is not. */
function show(isSeen: boolean): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(isSeen ? 'visible' : 'hidden');
  document.dispatchEvent(new Event('visibilitychange'));
}
/** The server tells the view that was opened last. */
function say(content: { [name: string]: unknown }): void {
  const opened = server.last.heard.filter(said => 'open' in said);
  server.last.say({ push: 'runs', view: opened[opened.length - 1]!['view'], ...content });
}

describe('what goes on', () => {
  it('is watched by one view of the stream, of such runs alone', () => {
    expect(server.sockets).toHaveLength(1);
    const [opened] = server.last.heard;
    const { kind, status } = opened!['open'] as { kind: string; status: string[] };
    expect(kind).toBe('runs');
    expect(status).toContain('running');
    expect(status).not.toContain('completed');
  });

  it('is counted, and told when it has ended', () => {
    say({ runs: [row('a'), row('b')], total: 2 });
    expect(running.count).toBe(2);
    say({ changed: [row('c')], gone: ['a'], total: 2 });
    expect(running.count).toBe(2);
    say({ changed: [], gone: ['b', 'c'], total: 0 });
    expect(running.count).toBe(0);
    expect(ended).toEqual([['a'], ['b', 'c']]);
  });

  it('that was never seen to go on is not told to have ended', () => {
    say({ runs: [], total: 0 });
    say({ changed: [], gone: ['x'], total: 0 });
    expect(ended).toEqual([]);
  });

  it('is not watched while the page is out of sight; its end is told afterwards', async () => {
    say({ runs: [row('a'), row('b')], total: 2 });
    show(false);
    expect(server.last.heard.at(-1)).toMatchObject({ close: true });
    show(true);
    await settled();
    say({ runs: [row('b')], total: 1 });
    expect(ended).toEqual([['a']]);
  });

  it('of which too many are there to be listed tells of no end that is none', () => {
    say({ runs: [row('a'), row('b')], total: 2 });
    say({ runs: [row('c')], total: 900 });
    expect(running.count).toBe(900);
    expect(ended).toEqual([]);
  });
});
