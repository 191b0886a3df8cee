import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Condition, Message } from '../../../src/components/shared/host';
import { Choices } from '../../../src/panel/api/choices';
import { StreamHost } from '../../../src/panel/api/host';
import { Stream } from '../../../src/panel/api/stream';
import { FakeServer } from './sockets';

let server: FakeServer;
let stream: Stream;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  stream = new Stream(server.connect);
});
afterEach(() => {
  vi.useRealTimers();
});

function hostOf(kind = 'card', choices = new Choices()): StreamHost {
  const host = new StreamHost(stream, { kind, run: 'abc' }, choices);
  host.resume();
  return host;
}
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('a stream', () => {
  it('connects when the first view opens, and takes all views over one connection', async () => {
    expect(server.sockets).toHaveLength(0);
    hostOf('card');
    hostOf('table');
    expect(server.sockets).toHaveLength(1);
    server.last.accept();
    hostOf('diff');
    expect(server.sockets).toHaveLength(1);
    expect(server.last.binaryType).toBe('arraybuffer');
    expect(server.last.heard).toEqual([
      { view: 1, open: { kind: 'card', run: 'abc' } },
      { view: 2, open: { kind: 'table', run: 'abc' } },
      { view: 3, open: { kind: 'diff', run: 'abc' } }
    ]);
    await settle();
  });

  it('opens its views again when a lost connection is back, ever more rarely tried', () => {
    hostOf();
    server.last.accept().lose();
    expect(server.sockets).toHaveLength(1);
    vi.advanceTimersByTime(500);
    expect(server.sockets).toHaveLength(2);
    server.last.lose();
    vi.advanceTimersByTime(999);
    expect(server.sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(server.sockets).toHaveLength(3);
    server.last.accept();
    expect(server.last.heard).toEqual([{ view: 1, open: { kind: 'card', run: 'abc' } }]);
  });

  it('waits half a minute at most, and not longer after hearing something', () => {
    hostOf();
    for (let count = 0; count < 11; count += 1) {
      server.last.lose();
      vi.advanceTimersToNextTimer();
    }
    server.last.lose();
    vi.advanceTimersByTime(29_999);
    expect(server.sockets).toHaveLength(12);
    vi.advanceTimersByTime(1);
    expect(server.sockets).toHaveLength(13);
    server.last.accept().say({ view: 1, push: 'alive' });
    server.last.lose();
    vi.advanceTimersByTime(500);
    expect(server.sockets).toHaveLength(14);
  });

  it('ends when it has had no view for a while, and not before', () => {
    const host = hostOf();
    const socket = server.last.accept();
    host.close();
    expect(socket.heard.at(-1)).toEqual({ view: 1, close: true });
    vi.advanceTimersByTime(4_000);
    const other = hostOf();
    vi.advanceTimersByTime(4_000);
    expect(socket.isClosed).toBe(false);
    other.close();
    vi.advanceTimersByTime(5_000);
    expect(socket.isClosed).toBe(true);
    vi.advanceTimersByTime(120_000);
    expect(server.sockets).toHaveLength(1);
  });

  it('asks a silent server for a sign of life, and connects anew where none comes', () => {
    const host = hostOf();
    const lost = vi.fn();
    stream.onLost = lost;
    const socket = server.last.accept();
    vi.advanceTimersByTime(600_000); // it answers each time
    expect(server.sockets).toHaveLength(1);
    socket.isDead = true;
    vi.advanceTimersByTime(25_000);
    expect(host.condition).toBe('gone');
    expect(socket.isClosed).toBe(true);
    expect(lost).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(500);
    expect(server.sockets).toHaveLength(2);
    expect(server.last.accept().heard).toEqual([{ view: 1, open: { kind: 'card', run: 'abc' } }]);
  });

  it('gives up a connection that never comes about', () => {
    hostOf();
    vi.advanceTimersByTime(10_500);
    expect(server.sockets.map(one => one.isClosed)).toEqual([true, false]);
  });

  it('tells all views why the server takes no more connections, and tries ever more rarely', () => {
    const told = [vi.fn(), vi.fn()];
    told.forEach(one => hostOf().onFault(one));
    for (const pause of [500, 1000, 2000]) {
      const refused = server.last.accept();
      refused.say({ error: { message: 'too many pages', hint: 'Close some.' }, re: null });
      refused.lose();
      vi.advanceTimersByTime(pause - 1);
      expect(server.last).toBe(refused);
      vi.advanceTimersByTime(1);
      expect(server.last).not.toBe(refused);
    }
    told.forEach(one => expect(one.mock.calls[0]?.[0]).toMatchObject({ hint: 'Close some.' }));
  });

  it('passes over what cannot be read', () => {
    const host = hostOf();
    const told = vi.fn();
    host.onPush('card', told);
    server.last.accept();
    server.last.onmessage?.({ data: '{' } as never);
    server.last.onmessage?.({ data: new ArrayBuffer(3) } as never);
    server.last.say({ view: 1, push: 'card', label: 'a' });
    expect(told).toHaveBeenCalledOnce();
  });
});

describe('a host over the stream', () => {
  it('has answers with their buffers, and refusals with their hint', async () => {
    const host = hostOf();
    server.last.accept();
    const asked = host.ask('series', { keys: ['loss'] });
    const refused = host.ask('act', { action: 'dance' });
    expect(server.last.heard.slice(1)).toEqual([
      { view: 1, id: 1, ask: 'series', keys: ['loss'] },
      { view: 1, id: 2, ask: 'act', action: 'dance' }
    ]);
    const buffer = new DataView(Float64Array.from([0.5]).buffer);
    server.last.say({ view: 1, re: 2, error: { message: 'no such action', hint: 'Stop.' } });
    server.last.say({ view: 1, re: 1, left_out: 0 }, [buffer]);
    const answer = await asked;
    expect(answer.content['left_out']).toBe(0);
    expect(answer.buffers[0]?.getFloat64(0, true)).toBe(0.5);
    await expect(refused).rejects.toMatchObject({ message: 'no such action', hint: 'Stop.' });
  });

  it('says what was asked too early when there is a connection, once', async () => {
    const host = hostOf();
    const asked = host.ask('hello');
    server.last.accept();
    await settle();
    expect(server.last.heard).toEqual([
      { view: 1, open: { kind: 'card', run: 'abc' } },
      { view: 1, id: 1, ask: 'hello' }
    ]);
    server.last.say({ view: 1, re: 1, ok: true });
    expect((await asked).content['ok']).toBe(true);
  });

  it('refuses what was asked before the connection was lost, and tells of its condition', async () => {
    const host = hostOf();
    const told: Condition[] = [];
    host.onCondition(one => told.push(one));
    server.last.accept();
    await settle();
    const asked = host.ask('series');
    server.last.lose();
    await expect(asked).rejects.toThrow('was lost before it answered');
    vi.advanceTimersByTime(500);
    server.last.accept();
    await settle();
    expect(told).toEqual(['live', 'gone', 'live']);
  });

  it('says that it waits while an answer is late', async () => {
    const host = hostOf();
    server.last.accept();
    await settle();
    void host.ask('hello');
    vi.advanceTimersByTime(699);
    expect(host.condition).toBe('live');
    vi.advanceTimersByTime(1);
    expect(host.condition).toBe('waiting');
    server.last.say({ view: 1, push: 'card' });
    expect(host.condition).toBe('waiting');
    server.last.say({ view: 1, re: 1 });
    expect(host.condition).toBe('live');
  });

  it('tells pushes of a kind, those of before at once, and none of other views', () => {
    const host = hostOf();
    const other = hostOf();
    const toOther = vi.fn();
    other.onPush('card', toOther);
    server.last.accept();
    server.last.say({ view: 1, push: 'card', label: 'a' });
    const told = vi.fn<(push: Message) => void>();
    const off = host.onPush('card', told);
    server.last.say({ view: 1, push: 'card', label: 'b' });
    off();
    server.last.say({ view: 1, push: 'card', label: 'c' });
    expect(told.mock.calls.map(([push]) => push.content['label'])).toEqual(['a', 'b']);
    expect(toOther).not.toHaveBeenCalled();
  });

  it('tells why there is nothing to show', () => {
    const host = hostOf();
    const told = vi.fn();
    host.onFault(told);
    server.last.accept();
    server.last.say({ view: 1, error: { message: 'there is no such run', hint: 'Look.' } });
    expect(told.mock.calls[0]?.[0]).toMatchObject({ message: 'there is no such run' });
  });

  it('has the server do nothing while it is paused, and everything anew afterwards', () => {
    const host = hostOf();
    server.last.accept();
    host.pause();
    expect(server.last.heard.at(-1)).toEqual({ view: 1, close: true });
    host.resume();
    expect(server.last.heard.at(-1)).toEqual({ view: 2, open: { kind: 'card', run: 'abc' } });
    const told = vi.fn();
    host.onPush('card', told);
    server.last.say({ view: 1, push: 'card' });
    expect(told).not.toHaveBeenCalled();
    server.last.say({ view: 2, push: 'card' });
    expect(told).toHaveBeenCalledOnce();
  });

  it('asks again what it was asked before a pause, but does nothing twice', async () => {
    const host = hostOf();
    server.last.accept();
    const asked = host.ask('series');
    const acted = host.ask('act', { action: 'stop' });
    host.pause();
    await expect(acted).rejects.toThrow('was left before');
    host.resume();
    await settle();
    expect(server.last.heard.slice(4)).toEqual([
      { view: 2, open: { kind: 'card', run: 'abc' } },
      { view: 2, id: 1, ask: 'series' }
    ]);
    server.last.say({ view: 2, re: 1, ok: true });
    expect((await asked).content['ok']).toBe(true);
  });

  it('does nothing later that was wanted while nobody answered', async () => {
    const host = hostOf();
    const early = host.ask('act', { action: 'stop' });
    const first = host.ask('hello');
    server.last.lose();
    await expect(early).rejects.toThrow('was lost');
    await expect(host.ask('act', { action: 'stop' })).rejects.toThrow('does not answer');
    vi.advanceTimersByTime(500);
    server.last.accept();
    await settle();
    server.last.lose(); // before the first question was answered, which stays
    vi.advanceTimersByTime(1000);
    server.last.accept();
    await settle();
    expect(server.last.heard.slice(1)).toEqual([{ view: 1, id: 2, ask: 'hello' }]);
    server.last.say({ view: 1, re: 2, ok: true });
    expect((await first).content['ok']).toBe(true);
  });

  it('has all anew when it is opened again, where the server tells changes alone', async () => {
    const host = hostOf('comparison');
    host.renew('table');
    const told = vi.fn<(push: Message) => void>();
    host.onPush('table', told);
    server.last.accept();
    await settle();
    expect(server.last.heard).toHaveLength(1);
    for (const [view, id] of [
      [1, 1],
      [2, 2]
    ] as const) {
      if (view === 1) {
        server.last.lose();
        vi.advanceTimersByTime(500);
        server.last.accept();
      } else {
        host.pause();
        host.resume();
      }
      await settle();
      expect(server.last.heard.at(-1)).toEqual({ view, id, ask: 'hello' });
      server.last.say({ view, re: id, table: id });
      await settle();
    }
    expect(told.mock.calls.map(([push]) => push.content['table'])).toEqual([1, 2]);
  });

  it('keeps choices, and tells of those that changed elsewhere', () => {
    const keep = vi.fn();
    const choices = new Choices({ way: 'table' }, keep);
    const host = hostOf('card', choices);
    const told = vi.fn();
    host.onChoice('way', told);
    expect(host.get('way')).toBe('table');
    host.set('other', 1);
    choices.set('way', undefined);
    expect(told).toHaveBeenCalledExactlyOnceWith(undefined);
    expect(keep).toHaveBeenLastCalledWith({ other: 1 });
  });

  it('answers nothing once it is closed', async () => {
    const host = hostOf();
    server.last.accept();
    const asked = host.ask('hello');
    host.close();
    await expect(asked).rejects.toThrow('was closed');
    await expect(host.ask('hello')).rejects.toThrow('was closed');
    host.resume();
    expect(server.last.heard.at(-1)).toEqual({ view: 1, close: true });
  });
});
