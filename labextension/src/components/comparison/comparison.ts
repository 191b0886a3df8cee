/** The view 'comparison': table, curves, parallel coordinates and scatter over one selection. */

import { choice } from '../plot/controls';
import { followDrag } from '../plot/dragging';
import { Colours } from '../shared/colours';
import { clean, h } from '../shared/dom';
import { HostError } from '../shared/host';
import type { Message, Mount } from '../shared/host';
import { Rows } from '../shared/rows';
import { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { calmed } from './calm';
import css from './comparison.css';
import { WAYS, keptOf, layoutOf, partsOf, shared, shown } from './layout';
import type { Chart, Layout, Way } from './layout';
import { paneOf } from './pane';
import { MOUNTS } from './parts';

const KEPT = 'layout';
/** So much of the width a key gives to the left one of two. */
const STEP = 0.03;

export const mountComparison: Mount = (root, host) => {
  useSheet(root, css);
  const rows = new Rows(host);
  const selection = new Selection();
  const colours = new Colours();
  const calm = calmed(host);
  const places = new Map<string, HTMLElement>();
  const unmounts: (() => void)[] = [];
  let layout = layoutOf(host.get(KEPT));

  const title = h('h3');
  const count = h('span', { class: 'g-muted', role: 'status' });
  const notes = h('p', { class: 'g-tell' });
  const ways = choice('', 'Layout', way => change({ ...layout, way: way as Way }));
  const table = h('div', { class: 'g-above' });
  const first = paneOf('first', chart => change(shown(layout, 'first', chart)));
  const second = paneOf('second', chart => change(shown(layout, 'second', chart)));
  const bar = h('div', {
    class: 'g-splitter',
    role: 'separator',
    tabindex: 0,
    'aria-orientation': 'vertical',
    'aria-label': 'Share of the width',
    'aria-valuemin': 20,
    'aria-valuemax': 80
  });
  const panes = h('div', { class: 'g-panes' }, table, first.element, bar, second.element);

  function change(next: Layout): void {
    layout = next;
    host.set(KEPT, keptOf(layout));
    arrange();
  }

  function arrange(): void {
    const { way, share } = layout;
    const seen = partsOf(way);
    ways.offer(Object.entries(WAYS), way);
    panes.dataset['way'] = way;
    panes.style.setProperty('--g-share', `${share}fr`);
    panes.style.setProperty('--g-rest', `${1 - share}fr`);
    bar.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    table.hidden = !seen.table;
    first.element.hidden = !seen.first;
    second.element.hidden = !seen.second;
    if (seen.table) {
      table.append(place('table'));
    }
    if (seen.first) {
      first.show(layout.first, place(layout.first));
    }
    if (seen.second) {
      second.show(layout.second, place(layout.second));
    }
  }

  /** The element of a part, which is made when it is first seen. */
  function place(part: Chart | 'table'): HTMLElement {
    let made = places.get(part);
    if (!made) {
      made = h('div', { class: `g-part-${part}` });
      places.set(part, made);
      // In the tree first: parts measure themselves and bring their sheets with them.
      root.append(made);
      unmounts.push(MOUNTS[part](made, host, rows, selection, colours));
    }
    return made;
  }

  function tell(): void {
    const { table: of } = rows;
    const chosen = selection.chosen.size;
    title.textContent = clean(of.title) || 'Comparison';
    const runs = `${of.count} ${of.count === 1 ? 'run' : 'runs'}`;
    const isTold = title.textContent.startsWith(runs);
    count.textContent = [isTold ? '' : runs, chosen ? `${chosen} chosen` : '']
      .filter(Boolean)
      .join(', ');
    notes.textContent = [
      ...of.notes,
      of.more_rows ? `${of.more_rows} runs left out` : '',
      of.more_columns ? `${of.more_columns} columns left out` : ''
    ]
      .filter(Boolean)
      .map(clean)
      .join('; ');
  }

  function take(message: Message): void {
    if (message.content['table'] !== undefined || message.content['data'] !== undefined) {
      rows.take(message);
    }
  }

  bar.addEventListener('pointerdown', event => {
    event.preventDefault();
    const box = panes.getBoundingClientRect();
    followDrag(
      event,
      moving => {
        layout = shared(layout, (moving.clientX - box.left) / box.width);
        arrange();
      },
      () => change(layout)
    );
  });
  bar.addEventListener('keydown', event => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by) {
      event.preventDefault();
      change(shared(layout, layout.share + by));
    }
  });
  root.classList.add('g-comparison');
  root.append(h('header', { class: 'g-top' }, title, count, ways.element), notes, panes);
  const offs = [
    rows.onChange(tell),
    host.onPush('table', take),
    host.onPush('rows', push => rows.patch(push.content)),
    selection.share(calm.host),
    selection.onChange(tell),
    calm.flush
  ];
  arrange();
  host.ask('hello').then(take, (error: unknown) => {
    if (!rows.count) {
      notes.textContent = clean(
        error instanceof HostError ? error.message : 'the runs could not be read'
      );
    }
  });
  return () => {
    [...offs, ...unmounts].forEach(off => off());
    root.replaceChildren();
  };
};
