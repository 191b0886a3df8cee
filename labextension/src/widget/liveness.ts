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
  private readonly known: Kernel | undefined;
  private readonly listener = (): void => this.look();
  private isOver = false;
  private heard = Date.now();

  /** `told` is called when the front end says something of the kernel. */
  constructor(
    private readonly model: Model,
    private readonly told: () => void
  ) {
    this.known = this.kernel();
    this.known?.statusChanged.connect(this.listener);
    model.on('comm:close', this.close);
  }

  /** The kernel said something. */
  hear(): void {
    this.heard = Date.now();
  }

  /** Tell whether nobody answers any more; once a kernel has ended, that stays so. */
  isGone(): boolean {
    const now = this.kernel();
    if (this.known && (!now || now.id !== this.known.id || hasEnded(now))) {
      this.isOver = true;
    }
    if (this.isOver || (this.known && now?.connectionStatus === 'connected')) {
      return this.isOver; // a connected kernel may be silent for long: it computes
    }
    return Date.now() - this.heard > SILENT_AFTER;
  }

  /** Listen no longer. */
  dispose(): void {
    this.model.off('comm:close', this.close);
    this.known?.statusChanged.disconnect(this.listener);
  }

  private readonly close = (): void => {
    this.isOver = true;
    this.told();
  };

  private look(): void {
    this.isGone(); // a restart is over sooner than somebody else asks
    this.told();
  }

  private kernel(): Kernel | undefined {
    return this.model.widget_manager?.kernel ?? undefined;
  }
}

function hasEnded(kernel: Kernel): boolean {
  return kernel.isDisposed || ENDED.has(kernel.status);
}
