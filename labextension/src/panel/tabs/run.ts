/** The tab of one run. */

import { clean } from '../../components/shared/dom';
import type { Message } from '../../components/shared/host';
import type { Card } from '../../wire/card';
import { guildIcon } from '../icons';
import { ViewTab } from './tab';
import type { TabOptions } from './tab';

export class RunTab extends ViewTab {
  /**
   * `run` is the id of the run, `home` the name of its home, empty for the one in use; `title`
   * stands until more is known.
   */
  constructor(
    readonly run: string,
    readonly home: string,
    title: string,
    options: Omit<TabOptions, 'open' | 'mount'>
  ) {
    super({
      ...options,
      open: { kind: 'card', run, ...(home ? { home } : {}) },
      mount: async () => (await import('../../components/card/card')).mountCard
    });
    this.id = ['guild-run', run, home].filter(Boolean).join('-');
    this.title.icon = guildIcon;
    this.title.label = clean(title || run.slice(0, 8));
    this.title.closable = true;
    const tell = ({ content }: Message): void => {
      const { run: told, label } = content as Partial<Card>;
      if (told) {
        this.title.label = clean(`${told.operation} ${told.short_id}`);
      }
      if (label !== undefined) {
        this.title.caption = clean([run, label].filter(Boolean).join('\n'));
      }
    };
    this.host.onPush('card', tell);
    // What a question was answered with is not told once more.
    this.host.ask('hello').then(tell, () => undefined);
  }
}
