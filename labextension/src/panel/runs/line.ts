/** One line of the list of runs as elements. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../../components/shared/dom';
import { duration } from '../../components/shared/quantities';
import type { RunRow, RunRowProgress } from '../../wire/api_runs';
import type { Line } from './lines';

/** How a line is shown in this moment. */
export interface Look {
  readonly index: number;
  readonly count: number;
  readonly isChosen: boolean;
  readonly isActive: boolean;
  /** The flags that tell a run from the others. */
  readonly flags: (row: RunRow) => string;
}

/** Fill the element of a line. */
export function drawLine(
  element: HTMLElement,
  line: Line,
  look: Look,
  trans: TranslationBundle
): void {
  element.className = `guild-line guild-${line.kind}`;
  element.classList.toggle('guild-active', look.isActive);
  element.setAttribute('role', 'treeitem');
  element.setAttribute('aria-setsize', String(look.count));
  element.setAttribute('aria-posinset', String(look.index + 1));
  if (line.kind === 'group') {
    element.setAttribute('aria-level', '1');
    element.setAttribute('aria-expanded', String(line.isOpen));
    element.removeAttribute('aria-selected');
    delete element.dataset['status'];
    const live = line.live ? trans.__('%1 running', String(line.live)) : '';
    fill(
      element,
      h('span.guild-caret', { 'aria-hidden': 'true' }),
      h('span.guild-operation', null, clean(line.operation)),
      h('span.guild-count', null, [String(line.count), live].filter(Boolean).join(' · '))
    );
    return;
  }
  const { row } = line;
  element.setAttribute('aria-level', String(line.level));
  element.removeAttribute('aria-expanded');
  element.setAttribute('aria-selected', String(look.isChosen));
  element.dataset['status'] = row.status.word;
  element.title = [row.status.text, row.flags].filter(Boolean).map(clean).join('\n');
  const flags = look.flags(row);
  const what = [line.level === 1 ? row.operation : '', row.label].filter(Boolean).join('  ');
  fill(
    element,
    h('span.guild-dot', { role: 'img', 'aria-label': clean(row.status.text) }),
    h(
      'span.guild-what',
      null,
      row.marked ? h('span.guild-mark', { title: trans.__('marked') }, '★') : null,
      line.level === 1 ? h('span.guild-operation', null, clean(row.operation)) : null,
      row.label ? h('span.guild-label', null, clean(row.label)) : null,
      what ? null : h('span.guild-label', null, clean(flags))
    ),
    h('span.guild-when', null, when(row, trans)),
    h(
      'span.guild-more',
      null,
      h('code', null, row.short_id),
      ' ',
      clean([...row.tags.map(tag => `#${tag}`), what ? flags : ''].join(' '))
    ),
    row.progress ? progress(row.progress) : null
  );
}

function progress({ what, done, total }: RunRowProgress): HTMLElement {
  const said =
    what === '%' ? `${Math.round(done)} %` : `${clean(what)} ${done}${total ? `/${total}` : ''}`;
  const share = total ? Math.min(1, Math.max(0, done / total)) : null;
  return h(
    'span.guild-progress',
    null,
    share === null ? null : h('span.guild-bar', { style: `--share: ${share}` }),
    h('span', null, said)
  );
}

/** How long ago it was started, in the largest unit that fits. */
export function when(row: RunRow, trans: TranslationBundle, now = Date.now()): string {
  if (row.started === null) {
    return '';
  }
  const seconds = Math.max(0, (now - row.started) / 1000);
  if (row.status.is_live) {
    return duration(Math.round(seconds));
  }
  if (seconds < 60) {
    return trans.__('now');
  }
  if (seconds < 3600) {
    return trans.__('%1 min ago', String(Math.floor(seconds / 60)));
  }
  if (seconds < 86_400) {
    return trans.__('%1 h ago', String(Math.floor(seconds / 3600)));
  }
  if (seconds < 30 * 86_400) {
    return trans.__('%1 d ago', String(Math.floor(seconds / 86_400)));
  }
  return new Date(row.started).toLocaleDateString();
}
