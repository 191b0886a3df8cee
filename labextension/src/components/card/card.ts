/** The view 'card'. */

import type { Mount } from '../shared/host';
import { h } from '../shared/dom';

export const mountCard: Mount = (root, host) => {
  const place = h('pre');
  root.append(place);
  const off = host.onPush('card', push => {
    place.textContent = JSON.stringify(push.content, null, 1);
  });
  void host.ask('hello').catch(() => undefined);
  return off;
};
