/** The view 'diff': what differs between two runs, or a run and a folder. */

import type { Diff } from '../../wire/diff';
import { h } from '../shared/dom';
import type { Message, Mount } from '../shared/host';
import { mountDiffOf } from './view';

export { mountDiffOf };

export const mountDiff: Mount = (root, host) => {
  let unmount = (): void => undefined;
  let shown = '';
  const place = h('div');
  root.append(place);
  const again = async (): Promise<void> => take(await host.ask('hello', { again: true }));
  const take = (message: Message): void => {
    const diff = message.content['diff'] as Diff;
    const text = JSON.stringify(diff);
    // The first picture may come more than once.
    if (text !== shown) {
      shown = text;
      unmount();
      unmount = mountDiffOf(place, host, diff, again);
    }
  };
  const off = host.onPush('diff', take);
  host.ask('hello').then(take, () => undefined);
  return () => {
    off();
    unmount();
    place.remove();
  };
};
