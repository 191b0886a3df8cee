/** A tab of the main area with one view of the server: live while it is seen. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { clean, fill, h } from '../../components/shared/dom';
import type { Mount } from '../../components/shared/host';
import { useSheet } from '../../components/shared/sheets';
import base from '../../components/shared/style.css';
import { Choices } from '../api/choices';
import type { Kept } from '../api/choices';
import { StreamHost } from '../api/host';
import type { View } from '../api/stream';
import { Seen } from '../seen';
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

  constructor(options: TabOptions) {
    super();
    this.#options = options;
    this.choices = new Choices(options.kept, () => this.#chose.emit());
    const { server, open, insertCell } = options;
    this.host = new StreamHost(server.stream, open, this.choices, insertCell);
    this.addClass('jp-GuildTab');
    this.#view = h('div.guild-view', null, this.#notice, this.#body);
    this.node.append(this.#view);
    this.host.onCondition(() => this.#tell());
    this.host.onFault(({ message, hint }) => {
      this.#say(message, hint);
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
      this.#say(this.#options.trans.__('The view could not be loaded'), 'Reload the page.');
    }
  }

  #tell(): void {
    const { trans, server } = this.#options;
    const { state } = server.handshake;
    if (state.kind === 'missing' || state.kind === 'other') {
      this.#say(trans.__('The Guild extension of the Jupyter server is missing'), '');
    } else if (this.host.condition === 'gone') {
      this.#say(trans.__('The Jupyter server does not answer'), trans.__('It is tried again.'));
    } else if (this.host.condition === 'live') {
      this.#notice.hidden = true;
    }
  }

  #say(message: string, hint: string): void {
    this.#notice.hidden = false;
    fill(this.#notice, clean(hint ? `${message}. ${hint}` : `${message}.`));
  }
}
