/** What readers chose in the panel, kept with the workspace of JupyterLab where there is one. */

import type { IStateDB } from '@jupyterlab/statedb';

import { Choices } from './api/choices';
import type { Kept } from './api/choices';

/** Return what was kept under a key; what is chosen later is kept, too. */
export async function remembered(state: IStateDB | null, key: string): Promise<Choices> {
  let before: unknown;
  try {
    before = await state?.fetch(key);
  } catch {
    before = undefined; // then everything is as it comes
  }
  const isKept = typeof before === 'object' && before !== null && !Array.isArray(before);
  return new Choices(isKept ? (before as Kept) : {}, all => {
    state?.save(key, all).catch(() => undefined);
  });
}
