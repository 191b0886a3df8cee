/**
 * Whether the kernel of a view is still the one that made it.
 *
 * JupyterLab and Notebook 7 tell the status of the kernel. Other front ends do not: there, signs
 * of life come from the kernel every few seconds while a page shows a view.
 */

import type { Kernel, Model } from './model';

/** A kernel in one of these states has lost what a view asks for, or is about to. */
const ENDED = ['starting', 'restarting', 'autorestarting', 'terminating', 'dead'];
const SILENT_AFTER = 20_000;

export interface Liveness {
  /** The kernel said something. */
  hear(): void;
  /** Tell whether nobody answers any more; once a kernel has ended, that stays so. */
  isGone(): boolean;
  /** Listen no longer. */
  dispose(): void;
}

/** Watch a kernel; `told` is called when the front end says something of it. */
export const liveness = (model: Model, told: () => void): Liveness => {
  const kernel = (): Kernel | null | undefined => model.widget_manager?.kernel;
  const known = kernel();
  const signals = known ? [known.statusChanged, known.connectionStatusChanged] : [];
  let isOver = false;
  let heard = Date.now();

  const hear = (): void => {
    heard = Date.now();
  };
  const isGone = (): boolean => {
    const now = kernel();
    if (known && (now?.id !== known.id || now.isDisposed || ENDED.includes(now.status))) {
      isOver = true;
    }
    const connection = known && now?.connectionStatus;
    if (connection === 'connected') {
      hear(); // it may be silent for long: it computes
    }
    // The front end has given up to reach it; should it reach it after all, the view goes on.
    return isOver || connection === 'disconnected' || Date.now() - heard > SILENT_AFTER;
  };
  const look = (): void => {
    isGone(); // a restart is over sooner than somebody else asks
    told();
  };
  const close = (): void => {
    isOver = true;
    told();
  };

  signals.forEach(one => one.connect(look));
  model.on('comm:close', close);
  return {
    hear,
    isGone,
    dispose() {
      model.off('comm:close', close);
      signals.forEach(one => one.disconnect(look));
    }
  };
};
