/** The tab of one run. */

import { clean } from '../../components/shared/dom';
import type { Card } from '../../wire/card';
import { guildIcon } from '../icons';
import { ViewTab } from './tab';
import type { TabOptions } from './tab';

export class RunTab extends ViewTab {
  /** `run` is the id of the run; `title` stands until more is known. */
  constructor(
    readonly run: string,
    title: string,
    options: Omit<TabOptions, 'open' | 'mount'>
  ) {
    super({
      ...options,
      open: { kind: 'card', run },
      mount: async () => (await import('../../components/card/card')).mountCard
    });
    this.id = `guild-run-${run}`;
    this.title.icon = guildIcon;
    this.title.label = title || run.slice(0, 8);
    this.title.closable = true;
    this.host.onPush('card', ({ content }) => {
      const { run: told, label } = content as Partial<Card>;
      if (told) {
        this.title.label = clean(`${told.operation} ${told.short_id}`);
      }
      if (label !== undefined) {
        this.title.caption = clean([run, label].filter(Boolean).join('\n'));
      }
    });
  }
}
