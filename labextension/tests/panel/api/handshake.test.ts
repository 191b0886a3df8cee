import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { HelloAnswer } from '../../../src/wire/api_hello';
import { ServerFault, faultOf } from '../../../src/panel/api/fault';
import { Handshake } from '../../../src/panel/api/handshake';

const SAME: HelloAnswer = { version: 'test', api: 1, is_same: true, said: '' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the handshake', () => {
  it('asks nothing until somebody looks, and then once while all is well', async () => {
    const ask = vi.fn(() => Promise.resolve(SAME));
    const handshake = new Handshake(ask);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).not.toHaveBeenCalled();
    handshake.look();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(ask).toHaveBeenCalledOnce();
    expect(handshake.isReady).toBe(true);
  });

  it('asks ever more rarely while something is wrong, and recovers by itself', async () => {
    const ask = vi.fn<() => Promise<HelloAnswer>>(() => Promise.reject(faultOf(404, '')));
    const handshake = new Handshake(ask);
    const told: string[] = [];
    handshake.changed.connect((_, { kind }) => told.push(kind));
    handshake.look();
    await vi.advanceTimersByTimeAsync(7_000);
    expect(ask).toHaveBeenCalledTimes(4); // at 0, 1, 3 and 7 seconds
    await vi.advanceTimersByTimeAsync(3_600_000);
    const count = ask.mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(count + 1);
    ask.mockImplementation(() => Promise.resolve(SAME));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual(['missing', 'ready']);
  });

  it('asks more often for a server that is away for a moment', async () => {
    const ask = vi.fn(() => Promise.reject(new ServerFault('unreachable', 'no answer')));
    const handshake = new Handshake(ask);
    handshake.look();
    await vi.advanceTimersByTimeAsync(600_000);
    const count = ask.mock.calls.length;
    await vi.advanceTimersByTimeAsync(8_000);
    expect(ask).toHaveBeenCalledTimes(count + 1);
  });

  it('asks nothing while nobody looks, and at once when somebody does again', async () => {
    const ask = vi.fn(() => Promise.reject(new ServerFault('unreachable', 'no answer')));
    const handshake = new Handshake(ask);
    const leave = handshake.look();
    await vi.advanceTimersByTimeAsync(0);
    leave();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(ask).toHaveBeenCalledOnce();
    handshake.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('goes on with another version of the same interface, and says so', async () => {
    const said = 'The panel is older: reload the page.';
    const handshake = new Handshake(() => Promise.resolve({ ...SAME, is_same: false, said }));
    handshake.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(handshake.state).toMatchObject({ kind: 'ready', said });
  });

  it('does not go on with another interface', async () => {
    const handshake = new Handshake(() => Promise.resolve({ ...SAME, api: 2, version: '9.0' }));
    handshake.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(handshake.isReady).toBe(false);
    expect(handshake.state).toMatchObject({ kind: 'other', version: '9.0' });
  });

  it('asks again when another question found nobody, not when that was refused', async () => {
    const ask = vi.fn(() => Promise.resolve(SAME));
    const handshake = new Handshake(ask);
    handshake.look();
    await vi.advanceTimersByTimeAsync(0);
    handshake.doubt(new ServerFault('failed', 'no such run'));
    handshake.doubt(new Error('a defect'));
    expect(ask).toHaveBeenCalledOnce();
    handshake.doubt(new ServerFault('unreachable', 'no answer'));
    expect(ask).toHaveBeenCalledTimes(2);
  });
});

describe('a fault', () => {
  const own = '{"error": {"message": "there is no run x", "hint": "Look again."}}';

  it('has the words of the server extension where it said some', () => {
    expect(faultOf(404, own)).toMatchObject({
      kind: 'failed',
      message: 'there is no run x',
      hint: 'Look again.'
    });
    expect(faultOf(403, own)).toMatchObject({ kind: 'refused', message: 'there is no run x' });
    expect(faultOf(503, own)).toMatchObject({ kind: 'failed' });
  });

  it('tells a server without the extension from one that does not answer', () => {
    expect(faultOf(404, '<html>Not Found</html>').kind).toBe('missing');
    expect(faultOf(404, '{"message": "Not Found"}').kind).toBe('missing');
    expect(faultOf(502, 'Bad Gateway').kind).toBe('unreachable');
    expect(faultOf(403, 'Forbidden').kind).toBe('refused');
    expect(faultOf(500, 'null').kind).toBe('failed');
  });
});
