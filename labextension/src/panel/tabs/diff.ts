/** The tab with what differs between two runs. */

import { guildIcon } from '../icons';
import { ViewTab } from './tab';
import type { TabOptions } from './tab';

export class DiffTab extends ViewTab {
  /** The ids of both runs, the older one first. */
  constructor(
    readonly runs: readonly [string, string],
    options: Omit<TabOptions, 'open' | 'mount'>
  ) {
    const [old, other] = runs;
    super({
      ...options,
      open: { kind: 'diff', old, new: other },
      mount: async () => (await import('../../components/diff/diff')).mountDiff
    });
    this.id = `guild-diff-${old}-${other}`;
    this.title.icon = guildIcon;
    this.title.label = options.trans.__('Diff %1 %2', old.slice(0, 8), other.slice(0, 8));
    this.title.closable = true;
  }
}
