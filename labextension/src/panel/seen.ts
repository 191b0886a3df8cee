/** A widget that works only while somebody can see it: it is shown, and so is its page. */

import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

export abstract class Seen extends Widget {
  #isSeen = false;
  readonly #look = (): void => this.#become();

  /** Whether it is seen now. */
  get isSeen(): boolean {
    return this.#isSeen;
  }

  /** It has come into view: begin to work. */
  protected abstract onSeen(): void;

  /** It is out of view: nothing may go on. */
  protected abstract onUnseen(): void;

  override dispose(): void {
    document.removeEventListener('visibilitychange', this.#look);
    if (this.#isSeen) {
      this.#isSeen = false;
      this.onUnseen();
    }
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    document.addEventListener('visibilitychange', this.#look);
    this.#become();
  }

  protected override onBeforeDetach(message: Message): void {
    document.removeEventListener('visibilitychange', this.#look);
    this.#become(false);
    super.onBeforeDetach(message);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.#become();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.#become();
  }

  #become(isSeen = this.isVisible && document.visibilityState === 'visible'): void {
    if (isSeen !== this.#isSeen) {
      this.#isSeen = isSeen;
      if (isSeen) {
        this.onSeen();
      } else {
        this.onUnseen();
      }
    }
  }
}
