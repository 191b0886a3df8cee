/** The frame of every view: its style, and what is said while nobody answers. */

import type { Condition, Mount } from './host';
import { h } from './dom';
import { useSheet } from './sheets';
import css from './style.css';

/** Mount a component in the frame. `line` is what a user executes to have the view again. */
export function framed(mount: Mount, line: () => string): Mount {
  return (root, host) => {
    useSheet(root, css);
    const notice = h('div.guild-notice', { role: 'status', hidden: true });
    const body = h('div');
    root.classList.add('guild-view');
    root.replaceChildren(notice, body);
    const tell = (condition: Condition): void => {
      notice.hidden = condition === 'live' || condition === 'connecting';
      notice.replaceChildren();
      if (condition === 'waiting') {
        notice.append('waiting for the kernel, which is busy');
      } else if (condition === 'gone') {
        notice.append('no longer live: the kernel is gone. Execute ');
        notice.append(h('code', null, line()), ' to have it live again.');
      }
      root.classList.toggle('guild-gone', condition === 'gone');
    };
    const off = host.onCondition(tell);
    tell(host.condition);
    const unmount = mount(body, host);
    return () => {
      off();
      unmount();
      root.replaceChildren();
    };
  };
}
