import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HostError } from '../../src/components/shared/host';
import { connect } from '../../src/widget/connection';
import { FakeKernel, FakeModel } from './fake';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('questions', () => {
  it('go out with a number, and each answer finds its question', async () => {
    const model = new FakeModel();
    const connection = connect(model);
    const first = connection.ask('columns', { keys: ['loss'] });
    const second = connection.ask('log');
    expect(model.sent).toMatchObject([
      { id: 1, ask: 'columns', keys: ['loss'] },
      { id: 2, ask: 'log' }
    ]);
    const buffer = new DataView(new ArrayBuffer(8));
    model.say({ re: 2, text: 'second' });
    model.say({ re: 1, text: 'first' }, [buffer]);
    expect((await second).content['text']).toBe('second');
    expect((await first).buffers).toEqual([buffer]);
  });

  it('of two pages that show a view are not mixed up, though each counts for itself', async () => {
    const model = new FakeModel();
    const [one, other] = [connect(model), connect(model)];
    const asked = one.ask('log');
    const answer = other.ask('file');
    const [first, second] = model.sent.map(({ id, page }) => ({ re: id, page }));
    expect(first).not.toEqual(second);
    model.say({ ...second, text: 'of the other' });
    model.say({ ...first, text: 'of the one' });
    expect((await asked).content['text']).toBe('of the one');
    expect((await answer).content['text']).toBe('of the other');
    one.close();
    expect(model.sent.at(-1)).toEqual({ left: true, page: first?.page });
  });

  it('that are refused fail with the message and the hint', async () => {
    const model = new FakeModel();
    const answer = connect(model).ask('act');
    model.say({ re: 1, error: { message: 'no run 17', hint: 'name one that is there' } });
    await expect(answer).rejects.toMatchObject({
      message: 'no run 17',
      hint: 'name one that is there'
    });
    await expect(answer).rejects.toBeInstanceOf(HostError);
  });

  it('may hold members called like those of the protocol without harm', () => {
    const model = new FakeModel();
    void connect(model)
      .ask('log', { ask: 'delete', id: 99 })
      .catch(() => undefined);
    expect(model.sent).toMatchObject([{ id: 1, ask: 'log' }]);
  });

  it('that nobody asked are not answered by a stray answer', () => {
    const model = new FakeModel();
    connect(model);
    expect(() => model.say({ re: 5, error: { message: '', hint: '' } })).not.toThrow();
  });

  it('of a view that is closed fail, and nobody listens any more', async () => {
    const kernel = new FakeKernel();
    const model = new FakeModel({}, { kernel });
    const connection = connect(model);
    const answer = connection.ask('log');
    connection.close();
    await expect(answer).rejects.toThrow('the view was closed');
    expect(model.listening).toBe(0);
    expect(kernel.told.size).toBe(0);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
    expect(model.sent.at(-1)).toMatchObject({ left: true });
  });
});

describe('a page that is closed or loaded anew', () => {
  const hide = (persisted: boolean): boolean =>
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }));

  it('leaves the view, unless the browser keeps it', () => {
    const model = new FakeModel();
    const connection = connect(model);
    hide(true);
    expect(model.sent).toEqual([]);
    hide(false);
    expect(model.sent).toMatchObject([{ left: true }]);
    connection.close();
    hide(false);
    expect(model.sent).toHaveLength(2);
  });
});

describe('pushes', () => {
  it('reach those who listen, and one who comes later gets the last', () => {
    const model = new FakeModel();
    const connection = connect(model);
    const early = vi.fn();
    const late = vi.fn();
    const off = connection.onPush('card', early);
    model.say({ push: 'card', value: 1 });
    model.say({ push: 'card', value: 2 });
    connection.onPush('card', late);
    expect(early).toHaveBeenCalledTimes(2);
    expect(late).toHaveBeenCalledExactlyOnceWith({
      content: { push: 'card', value: 2 },
      buffers: []
    });
    off();
    model.say({ push: 'card', value: 3 });
    expect(early).toHaveBeenCalledTimes(2);
  });

  it('make something to show, but signs of life do not', () => {
    const model = new FakeModel();
    const filled = vi.fn();
    connect(model, filled);
    model.say({ push: 'alive' });
    expect(filled).not.toHaveBeenCalled();
    model.say({ push: 'card' });
    model.say({ push: 'card' });
    expect(filled).toHaveBeenCalledTimes(1);
  });
});

describe('the condition', () => {
  it('is waiting while an answer takes long, and live when it came', () => {
    const model = new FakeModel();
    const connection = connect(model);
    const told = vi.fn();
    connection.onCondition(told);
    expect(connection.condition).toBe('connecting');
    void connection.ask('hello').catch(() => undefined);
    vi.advanceTimersByTime(600);
    expect(connection.condition).toBe('connecting');
    vi.advanceTimersByTime(200);
    expect(connection.condition).toBe('waiting');
    model.say({ re: 1 });
    expect(connection.condition).toBe('live');
    expect(told.mock.calls).toEqual([['waiting'], ['live']]);
  });

  it.each(['restarting', 'autorestarting', 'terminating', 'dead', 'starting'])(
    'is gone at once when the kernel is %s, and stays so',
    async status => {
      const kernel = new FakeKernel();
      const model = new FakeModel({}, { kernel });
      const connection = connect(model);
      model.say({ push: 'card' });
      const answer = connection.ask('log');
      kernel.become(status);
      expect(connection.condition).toBe('gone');
      await expect(answer).rejects.toThrow('gone');
      kernel.become('idle');
      vi.advanceTimersByTime(10_000);
      expect(connection.condition).toBe('gone');
      await expect(connection.ask('log')).rejects.toThrow('gone');
    }
  );

  it('is gone soon when the notebook has another kernel, or none', () => {
    for (const change of ['another', 'none']) {
      const manager: { kernel: FakeKernel | null } = { kernel: new FakeKernel() };
      const connection = connect(new FakeModel({}, manager));
      manager.kernel = change === 'none' ? null : Object.assign(new FakeKernel(), { id: 'k2' });
      vi.advanceTimersByTime(2_500);
      expect(connection.condition).toBe('gone');
    }
  });

  it('stays live while a kernel that is known computes without a word', () => {
    const kernel = new FakeKernel();
    const model = new FakeModel({}, { kernel });
    const connection = connect(model);
    model.say({ push: 'card' });
    kernel.become('busy');
    vi.advanceTimersByTime(600_000);
    expect(connection.condition).toBe('live');
  });

  it('is gone when signs of life stop, and live when they begin again', () => {
    const kernel = Object.assign(new FakeKernel(), { connectionStatus: 'connecting' });
    for (const manager of [{}, { kernel }]) {
      const model = new FakeModel({}, manager);
      const connection = connect(model);
      model.say({ push: 'card' });
      for (let time = 0; time < 60_000; time += 5_000) {
        vi.advanceTimersByTime(5_000);
        model.say({ push: 'alive' });
      }
      expect(connection.condition).toBe('live');
      vi.advanceTimersByTime(23_000);
      expect(connection.condition).toBe('gone');
      model.say({ push: 'alive' });
      expect(connection.condition).toBe('live');
    }
  });

  it('is gone at once when the front end gives up to reach the kernel, until it reaches it', () => {
    const kernel = new FakeKernel();
    const model = new FakeModel({}, { kernel });
    const connection = connect(model);
    model.say({ push: 'card' });
    vi.advanceTimersByTime(60_000); // a long computation, without a word
    kernel.connectionStatus = 'connecting';
    kernel.become('unknown');
    expect(connection.condition).toBe('live');
    kernel.connectionStatus = 'disconnected';
    kernel.become('unknown');
    expect(connection.condition).toBe('gone');
    kernel.connectionStatus = 'connected';
    kernel.become('idle');
    expect(connection.condition).toBe('live');
  });

  it('is gone when the kernel closes the view', () => {
    const model = new FakeModel();
    const connection = connect(model);
    model.trigger('comm:close');
    expect(connection.condition).toBe('gone');
    connection.close();
    expect(model.sent).toEqual([]);
  });
});

describe('choices', () => {
  it('are kept in the model, one beside the other', () => {
    const model = new FakeModel({ choices: { sort: 'loss' } });
    const connection = connect(model);
    connection.set('width', 3);
    expect(model.values['choices']).toEqual({ sort: 'loss', width: 3 });
    connection.set('sort', undefined);
    expect(model.values['choices']).toEqual({ width: 3 });
    expect(connection.get('width')).toBe(3);
    expect(model.saved).toBe(2);
  });

  it('that others change are told, those that stay are not', () => {
    const model = new FakeModel({ choices: { sort: 'loss', width: 3 } });
    const connection = connect(model);
    const told = vi.fn();
    const off = connection.onChoice('sort', told);
    model.set('choices', { sort: 'loss', width: 4 });
    expect(told).not.toHaveBeenCalled();
    model.set('choices', { sort: 'acc', width: 4 });
    expect(told).toHaveBeenCalledExactlyOnceWith('acc');
    off();
    model.set('choices', {});
    expect(told).toHaveBeenCalledTimes(1);
  });
});
