/** A tab of the main area with one view of the server: live while it is seen. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { clean, fill, h } from '../../components/shared/dom';
import type { Condition, HostError, Mount } from '../../components/shared/host';
import { useSheet } from '../../components/shared/sheets';
import base from '../../components/shared/style.css';
import { Choices } from '../api/choices';
import type { Kept } from '../api/choices';
import { sentenceOf } from '../api/fault';
import { StreamHost } from '../api/host';
import type { View } from '../api/stream';
import { Seen } from '../seen';
import { wordsOf } from '../state_words';
import type { IGuildServer } from '../tokens';

/** What a tab shows, and of what it is made. */
export interface TabOptions {
  readonly server: IGuildServer;
  readonly trans: TranslationBundle;
  /** The view that the server opens. */
  readonly open: View['open'];
  /** Loads what shows it. */
  readonly mount: () => Promise<Mount>;
  /** What the reader chose before. */
  readonly kept?: Kept;
  /** Puts code into a notebook. */
  readonly insertCell?: (code: string) => void;
}

export class ViewTab extends Seen {
  /** What the reader chose. */
  readonly choices: Choices;
  /** The view of the server; others may listen, too. */
  readonly host: StreamHost;
  readonly #options: TabOptions;
  readonly #notice = h('div.guild-notice', { role: 'status', hidden: true });
  readonly #body = h('div');
  readonly #view: HTMLElement;
  readonly #chose = new Signal<this, void>(this);
  #leave = (): void => undefined;
  #unmount: (() => void) | null = null;
  #isBegun = false;
  /** Why there is nothing to show, since the view was opened the last time. */
  #fault: HostError | null = null;
  #isAway = false;

  constructor(options: TabOptions) {
    super();
    this.#options = options;
    this.choices = new Choices(options.kept, () => this.#chose.emit());
    const { server, open, insertCell } = options;
    this.host = new StreamHost(server.stream, open, this.choices, insertCell);
    this.addClass('jp-GuildTab');
    this.#view = h('div.guild-view', null, this.#notice, this.#body);
    this.node.append(this.#view);
    this.host.onCondition(now => this.#become(now));
    this.host.onFault(fault => {
      this.#fault = fault;
      this.#tell();
    });
    server.handshake.changed.connect(this.#tell, this);
  }

  /** The reader chose something that is to be kept. */
  get chose(): ISignal<this, void> {
    return this.#chose;
  }

  override dispose(): void {
    this.#options.server.handshake.changed.disconnect(this.#tell, this);
    this.#unmount?.();
    super.dispose();
    this.host.close();
  }

  protected onSeen(): void {
    useSheet(this.node, base);
    this.#leave = this.#options.server.handshake.look();
    this.host.resume();
    if (!this.#isBegun) {
      this.#isBegun = true;
      void this.#begin();
    }
  }

  protected onUnseen(): void {
    this.#leave();
    this.host.pause();
  }

  async #begin(): Promise<void> {
    try {
      const mount = await this.#options.mount();
      if (!this.isDisposed) {
        this.#unmount = mount(this.#body, this.host);
      }
    } catch {
      const { trans } = this.#options;
      const message = trans.__('The view could not be loaded');
      this.#say(sentenceOf({ message, hint: trans.__('Reload the page.') }));
    }
  }

  #become(condition: Condition): void {
    if (condition === 'live' && this.#isAway) {
      this.#fault = null; // it is opened anew: what is wrong still is told again
    }
    this.#isAway = condition !== 'live' && condition !== 'waiting';
    this.#tell();
  }

  #tell(): void {
    const { trans, server } = this.#options;
    const { state } = server.handshake;
    const said = ['missing', 'other', 'refused'].includes(state.kind)
      ? wordsOf(state, trans)
      : null;
    if (said) {
      this.#say(said.text, said.commands);
    } else if (this.#fault) {
      this.#say(sentenceOf(this.#fault));
    } else if (this.host.condition === 'gone') {
      this.#say(trans.__('The Jupyter server does not answer. It is tried again.'));
    } else if (this.host.condition === 'live') {
      this.#notice.hidden = true;
    }
  }

  #say(text: string, commands: readonly string[] = []): void {
    this.#notice.hidden = false;
    const code = commands.flatMap(command => [' ', h('code', null, command)]);
    fill(this.#notice, clean(text), ...code);
  }
}
