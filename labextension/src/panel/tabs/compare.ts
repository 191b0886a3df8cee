/** The tab that compares runs. */

import { guildIcon } from '../icons';
import { ViewTab } from './tab';
import type { TabOptions } from './tab';

export class CompareTab extends ViewTab {
  /** `runs` are the ids of the runs, in their order. */
  constructor(
    readonly runs: readonly string[],
    options: Omit<TabOptions, 'open' | 'mount'>
  ) {
    super({
      ...options,
      open: { kind: 'comparison', runs: [...runs] },
      mount: async () => (await import('../../components/comparison/comparison')).mountComparison
    });
    // Of a table the server tells changes alone.
    this.host.renew('table');
    this.id = `guild-compare-${runs.join('-')}`;
    this.title.icon = guildIcon;
    this.title.label = options.trans._n('Compare %1 run', 'Compare %1 runs', runs.length);
    this.title.closable = true;
  }
}
