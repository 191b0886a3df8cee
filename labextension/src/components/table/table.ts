/** The view 'table'. */

import type { Mount } from '../shared/host';
import { h } from '../shared/dom';

export const mountTable: Mount = (root, host) => {
  const place = h('pre');
  root.append(place);
  const off = host.onPush('table', push => {
    place.textContent = JSON.stringify(push.content, null, 1);
  });
  void host.ask('hello').catch(() => undefined);
  return off;
};
