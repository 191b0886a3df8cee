/** The view 'comparison'. */

import type { Mount } from '../shared/host';
import { h } from '../shared/dom';

export const mountComparison: Mount = (root, host) => {
  const place = h('pre');
  root.append(place);
  const off = host.onPush('comparison', push => {
    place.textContent = JSON.stringify(push.content, null, 1);
  });
  void host.ask('hello').catch(() => undefined);
  return off;
};
