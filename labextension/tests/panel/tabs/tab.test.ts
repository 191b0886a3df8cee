import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { faultOf } from '../../../src/panel/api/fault';
import { Handshake } from '../../../src/panel/api/handshake';
import type { Rest } from '../../../src/panel/api/rest';
import { Stream } from '../../../src/panel/api/stream';
import { ViewTab } from '../../../src/panel/tabs/tab';
import type { HelloAnswer } from '../../../src/wire/api_hello';
import { FakeServer } from '../api/sockets';

const SAME: HelloAnswer = { version: 'test', api: 1, is_same: true, said: '' };
let server: FakeServer;
let ask: () => Promise<HelloAnswer>;
let handshake: Handshake;
let tab: ViewTab;

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  ask = () => Promise.resolve(SAME);
  handshake = new Handshake(() => ask());
  tab = new ViewTab({
    server: { handshake, stream: new Stream(server.connect), rest: {} as Rest },
    trans: nullTranslator.load('guild_jupyter'),
    open: { kind: 'card', run: 'abc' },
    mount: () => Promise.resolve(() => () => undefined)
  });
  Widget.attach(tab, document.body);
  server.last.accept();
  await settle();
});
afterEach(() => {
  tab.dispose();
  vi.useRealTimers();
});
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** What the tab says above its view; null for nothing. */
function said(): string | null {
  const notice = tab.node.querySelector<HTMLElement>('.guild-notice')!;
  return notice.hidden ? null : notice.textContent;
}

describe('a tab', () => {
  it('says why there is nothing to show, until the view is opened anew', async () => {
    expect(said()).toBeNull();
    server.last.say({ view: 1, error: { message: 'there is no such run', hint: 'Look.' } });
    void tab.host.ask('hello');
    vi.advanceTimersByTime(700);
    server.last.say({ view: 1, re: 1 });
    expect(said()).toBe('there is no such run. Look.');
    tab.hide();
    tab.show();
    await settle();
    expect(said()).toBeNull();
  });

  it('says that the server is away, as long as it is', async () => {
    server.last.lose();
    expect(said()).toBe('The Jupyter server does not answer. It is tried again.');
    vi.advanceTimersByTime(500);
    server.last.accept();
    await settle();
    expect(said()).toBeNull();
  });

  it('says what the panel says of a server that lacks the extension, or has another', async () => {
    ask = () => Promise.reject(faultOf(404, ''));
    handshake.again();
    await settle();
    expect(said()).toContain('jupyter server extension enable guild_jupyter');
    ask = () => Promise.resolve({ ...SAME, api: 2, is_same: false, said: 'Reload the page.' });
    handshake.again();
    await settle();
    expect(said()).toBe('Reload the page.');
  });
});
