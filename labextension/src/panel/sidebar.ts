/** The panel at the side: what is said of the server above, sections below. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { SidePanel } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import type { AccordionPanel } from '@lumino/widgets';

import { useSheet } from '../components/shared/sheets';
import type { Choices } from './api/choices';
import type { Handshake } from './api/handshake';
import { Banner } from './banner';
import { Folding } from './folding';
import { guildIcon } from './icons';
import css from './panel.css';
import type { Sections } from './registry';
import { Seen } from './seen';
import type { IGuildSection } from './tokens';

/** The id of the panel, in layouts that are kept. */
export const PANEL_ID = 'guild-jupyter-panel';

/** Above the sections: asks for the server while it is seen. */
class Top extends Seen {
  readonly #handshake: Handshake;
  readonly #banner: Banner;
  #leave = (): void => undefined;

  constructor(handshake: Handshake, trans: TranslationBundle) {
    super();
    this.#handshake = handshake;
    this.#banner = new Banner(trans, () => handshake.again());
    this.node.append(this.#banner.element);
    handshake.changed.connect(this.#draw, this);
  }

  override dispose(): void {
    this.#handshake.changed.disconnect(this.#draw, this);
    super.dispose();
  }

  protected onSeen(): void {
    this.#leave = this.#handshake.look();
    this.#draw();
  }

  protected onUnseen(): void {
    this.#leave();
  }

  #draw(): void {
    this.#banner.draw(this.#handshake.state);
    // The sections have more room now, or less.
    if (this.parent?.parent) {
      MessageLoop.postMessage(this.parent.parent, Widget.ResizeMessage.UnknownSize);
    }
  }
}

export class Sidebar extends SidePanel {
  readonly #sections: Sections;
  readonly #shown = new Map<IGuildSection, Widget>();
  #wasSeen = false;
  #folding: Folding | null = null;

  constructor(sections: Sections, handshake: Handshake, trans: TranslationBundle) {
    super();
    this.#sections = sections;
    useSheet(document.body, css);
    this.id = PANEL_ID;
    this.addClass('jp-GuildPanel');
    this.title.icon = guildIcon;
    this.title.caption = trans.__('Guild: runs and operations');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Guild'));
    const top = new Top(handshake, trans);
    top.addClass('jp-GuildTop');
    this.header.addWidget(top);
    sections.changed.connect(this.#arrange, this);
  }

  override dispose(): void {
    this.#sections.changed.disconnect(this.#arrange, this);
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.#begin();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.#begin();
  }

  /** Have sections folded as they were left, and keep how they are left. */
  remember(kept: Choices): void {
    this.#folding = new Folding(this.content as AccordionPanel, kept);
  }

  /** Sections are made when the panel is first looked at. */
  #begin(): void {
    if (this.isVisible && !this.#wasSeen) {
      this.#wasSeen = true;
      this.#arrange();
    }
  }

  #arrange(): void {
    if (!this.#wasSeen) {
      return;
    }
    const { all } = this.#sections;
    for (const [section, widget] of this.#shown) {
      if (!all.includes(section)) {
        this.#shown.delete(section);
        widget.dispose();
      }
    }
    all.forEach((section, index) => {
      if (!this.#shown.has(section)) {
        const widget = section.create();
        widget.id = section.id;
        widget.title.label = section.title;
        widget.addClass('jp-GuildSection');
        this.#shown.set(section, widget);
        this.insertWidget(index, widget);
      }
    });
    this.#folding?.apply();
  }
}
