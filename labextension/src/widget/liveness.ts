/**
 * Whether the kernel of a view is still the one that made it.
 *
 * JupyterLab and Notebook 7 tell the status of the kernel. Other front ends do not: there, signs
 * of life come from the kernel every few seconds while a page shows a view.
 */

import type { Kernel, Model } from './model';

/** A kernel in one of these states has lost what a view asks for, or is about to. */
const ENDED = new Set(['starting', 'restarting', 'autorestarting', 'terminating', 'dead']);
const SILENT_AFTER = 20_000;

export class Liveness {
  readonly #model: Model;
  readonly #told: () => void;
  readonly #known: Kernel | undefined;
  #isOver = false;
  #heard = Date.now();

  /** `told` is called when the front end says something of the kernel. */
  constructor(model: Model, told: () => void) {
    this.#model = model;
    this.#told = told;
    this.#known = this.#kernel();
    this.#known?.statusChanged.connect(this.#look);
    this.#known?.connectionStatusChanged.connect(this.#look);
    model.on('comm:close', this.#close);
  }

  /** The kernel said something. */
  hear(): void {
    this.#heard = Date.now();
  }

  /** Tell whether nobody answers any more; once a kernel has ended, that stays so. */
  isGone(): boolean {
    const now = this.#kernel();
    if (this.#known && (!now || now.id !== this.#known.id || hasEnded(now))) {
      this.#isOver = true;
    }
    const connection = this.#known && now?.connectionStatus;
    if (connection === 'connected') {
      this.hear(); // it may be silent for long: it computes
    }
    // The front end has given up to reach it; should it reach it after all, the view goes on.
    const isLost = connection === 'disconnected';
    return this.#isOver || isLost || Date.now() - this.#heard > SILENT_AFTER;
  }

  /** Listen no longer. */
  dispose(): void {
    this.#model.off('comm:close', this.#close);
    this.#known?.statusChanged.disconnect(this.#look);
    this.#known?.connectionStatusChanged.disconnect(this.#look);
  }

  readonly #close = (): void => {
    this.#isOver = true;
    this.#told();
  };

  readonly #look = (): void => {
    this.isGone(); // a restart is over sooner than somebody else asks
    this.#told();
  };

  #kernel(): Kernel | undefined {
    return this.#model.widget_manager?.kernel ?? undefined;
  }
}

const hasEnded = (kernel: Kernel): boolean => kernel.isDisposed || ENDED.has(kernel.status);
