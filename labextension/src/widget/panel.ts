/** Where the panel of JupyterLab says that it is there; the only thing that both halves share. */

import type { Panel } from '../components/shared/host';

const NAME = Symbol.for('guild-jupyter:panel');
const page = globalThis as { [name: symbol]: unknown };

/** The panel of this page; undefined where there is none. */
export function panel(): Panel | undefined {
  return page[NAME] as Panel | undefined;
}

/** Be the panel of this page; returns what ends it. */
export function bePanel(made: Panel): () => void {
  page[NAME] = made;
  return () => {
    if (page[NAME] === made) {
      page[NAME] = undefined;
    }
  };
}
