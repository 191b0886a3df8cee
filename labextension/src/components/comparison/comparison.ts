/** The view 'comparison': table, curves, parallel coordinates and scatter over one selection. */

import { choice, counted } from '../plot/controls';
import { followDrag } from '../plot/dragging';
import { keptBy } from '../plot/keeping';
import { Colours } from '../shared/colours';
import { clean, give, h } from '../shared/dom';
import { HostError } from '../shared/host';
import type { Message, Mount } from '../shared/host';
import { Rows } from '../shared/rows';
import { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { calmed } from './calm';
import css from './comparison.css';
import { USUAL, WAYS, partsOf, shown, sound, within } from './layout';
import type { Chart, Way } from './layout';
import { paneOf } from './pane';
import { MOUNTS } from './parts';

/** So much of the width a key gives to the left one of two. */
const STEP = 0.03;

export const mountComparison: Mount = (root, host) => {
  useSheet(root, css);
  const rows = new Rows(host);
  const selection = new Selection();
  const colours = new Colours();
  const calm = calmed(host);
  const kept = keptBy(host, 'layout', USUAL, arrange);
  const places = new Map<string, HTMLElement>();
  const unmounts: (() => void)[] = [];

  const title = h('h3');
  const count = h('span.g-muted', { role: 'status' });
  const notes = h('p');
  const ways = choice('', 'Layout', way => kept.set({ way: way as Way }));
  const table = h('div.g-above');
  const charts = (['first', 'second'] as const).map(name => ({
    name,
    ...paneOf(name, chart => kept.set(shown(sound(kept.now), name, chart)))
  }));
  const [first, second] = charts.map(one => one.element);
  const bar = h('div.g-splitter', {
    role: 'separator',
    tabindex: 0,
    'aria-orientation': 'vertical',
    'aria-label': 'Share of the width',
    'aria-valuemin': 20,
    'aria-valuemax': 80,
    onpointerdown: drag,
    onkeydown: (event: KeyboardEvent) => {
      const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
      if (by) {
        event.preventDefault();
        kept.set({ share: within(kept.now.share + by) });
      }
    }
  });
  const panes = h('div.g-panes', null, table, first, bar, second);

  function arrange(): void {
    const layout = sound(kept.now);
    const { way, share } = layout;
    const seen = partsOf(way);
    ways.offer(Object.entries(WAYS), way);
    give(panes, { 'data-way': way, style: `--g-share:${share}fr;--g-rest:${1 - share}fr` });
    give(bar, { 'aria-valuenow': Math.round(share * 100) });
    table.hidden = !seen.table;
    tell();
    if (seen.table) {
      table.append(place('table'));
    }
    for (const { name, element, show } of charts) {
      element.hidden = !seen[name];
      if (seen[name]) {
        show(layout[name], place(layout[name]));
      }
    }
  }

  /** The element of a part, which is made when it is first seen. */
  function place(part: Chart | 'table'): HTMLElement {
    let made = places.get(part);
    if (!made) {
      made = h(`div.g-part-${part}`);
      places.set(part, made);
      // In the tree first: parts measure themselves and bring their sheets with them.
      root.append(made);
      unmounts.push(MOUNTS[part](made, host, rows, selection, colours));
    }
    return made;
  }

  function drag(event: PointerEvent): void {
    event.preventDefault();
    const box = panes.getBoundingClientRect();
    const move = ({ clientX }: PointerEvent): void =>
      kept.set({ share: within((clientX - box.left) / box.width) });
    followDrag(event, move, () => undefined);
  }

  function tell(): void {
    const { table: of } = rows;
    const chosen = selection.chosen.size;
    const runs = counted(of.count, 'run');
    title.textContent = clean(of.title) || 'Comparison';
    const isTold = title.textContent.startsWith(runs);
    const some = [!isTold && runs, chosen && `${chosen} chosen`];
    count.textContent = some.filter(Boolean).join(', ');
    // Where the table is seen, it says these itself.
    const left = table.hidden && [
      ...of.notes,
      of.more_rows && `${of.more_rows} runs left out`,
      of.more_columns && `${of.more_columns} columns left out`
    ];
    notes.textContent = clean((left || []).filter(Boolean).join('; '));
  }

  function take(message: Message): void {
    const { table, data } = message.content;
    if (table !== undefined || data !== undefined) {
      rows.take(message);
    }
  }

  root.classList.add('g-comparison');
  root.append(h('header.g-top', null, title, count, ways.element), notes, panes);
  const offs = [
    rows.onChange(tell),
    host.onPush('table', take),
    host.onPush('rows', push => rows.patch(push.content)),
    selection.share(calm.host),
    selection.onChange(tell),
    calm.flush,
    kept.close
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
