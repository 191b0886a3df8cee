/** The item of the status bar: how many runs are going on. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import { h } from '../../components/shared/dom';
import { guildIcon } from '../icons';
import type { Running } from './running';

export class RunningStatus extends Widget {
  readonly #running: Running;
  readonly #trans: TranslationBundle;
  readonly #text = h('span');
  readonly #button: HTMLButtonElement;

  /** `show` shows the runs. */
  constructor(running: Running, show: () => void, trans: TranslationBundle) {
    super();
    this.#running = running;
    this.#trans = trans;
    this.addClass('jp-GuildStatus');
    const look =
      'display:flex;align-items:center;gap:4px;height:100%;padding:0;border:0;' +
      'background:none;color:inherit;font:inherit;cursor:pointer';
    const icon = guildIcon.element({
      tag: 'span',
      height: '16px',
      width: '16px',
      display: 'flex'
    });
    this.#button = h('button', { style: look, onclick: show }, icon, this.#text);
    this.node.append(this.#button);
    running.changed.connect(this.#draw, this);
    this.#draw();
  }

  override dispose(): void {
    this.#running.changed.disconnect(this.#draw, this);
    super.dispose();
  }

  #draw(): void {
    const { count } = this.#running;
    this.#text.textContent = this.#trans.__('%1 running', String(count));
    const said = this.#trans._n(
      '%1 run is going on: show the Guild panel',
      '%1 runs are going on: show the Guild panel',
      count
    );
    this.#button.title = said;
    this.#button.setAttribute('aria-label', said);
  }
}
