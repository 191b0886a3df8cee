/** The view 'comparison': table, curves, parallel coordinates and scatter over one selection. */

import { Colours } from '../shared/colours';
import { clean, fill, h } from '../shared/dom';
import { HostError } from '../shared/host';
import type { Host, Message, Mount } from '../shared/host';
import { Rows } from '../shared/rows';
import { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { calmed } from './calm';
import css from './comparison.css';
import { keptOf, layoutOf, shared, shown, split } from './layout';
import type { Layout, Part } from './layout';
import { MOUNTS } from './parts';
import { Pane } from './pane';

const KEPT = 'layout';

export const mountComparison: Mount = (root, host) => {
  const view = new Comparison(root, host);
  return () => view.close();
};

class Comparison {
  private readonly rows: Rows;
  private readonly selection = new Selection();
  private readonly colours = new Colours();
  private readonly title = h('h3');
  private readonly count = h('span', { class: 'g-muted', role: 'status' });
  private readonly notes = h('p', { class: 'g-said' });
  private readonly splitting: HTMLButtonElement;
  private readonly bar: HTMLElement;
  private readonly panes: HTMLElement;
  private readonly first: Pane;
  private readonly second: Pane;
  private readonly places = new Map<Part, HTMLElement>();
  private readonly unmounts: (() => void)[] = [];
  private readonly undo: (() => void)[] = [];
  private layout: Layout;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host
  ) {
    useSheet(root, css);
    this.rows = new Rows(host);
    this.layout = layoutOf(host.get(KEPT));
    this.splitting = h('button', { type: 'button', class: 'g-split' }, 'Split');
    this.splitting.addEventListener('click', () => this.change(split(this.layout)));
    this.first = new Pane('first', part => this.change(shown(this.layout, 'first', part)));
    this.second = new Pane('second', part => this.change(shown(this.layout, 'second', part)));
    this.bar = h('div', {
      class: 'g-splitter',
      role: 'separator',
      tabindex: 0,
      'aria-orientation': 'vertical',
      'aria-label': 'Share of the width',
      'aria-valuemin': 20,
      'aria-valuemax': 80
    });
    this.bar.addEventListener('pointerdown', event => this.drag(event));
    this.bar.addEventListener('keydown', event => {
      const by = event.key === 'ArrowLeft' ? -0.03 : event.key === 'ArrowRight' ? 0.03 : 0;
      if (by) {
        event.preventDefault();
        this.change(shared(this.layout, this.layout.share + by));
      }
    });
    this.panes = h('div', { class: 'g-panes' }, this.first.element, this.bar, this.second.element);
    root.classList.add('g-comparison');
    root.append(
      h('header', { class: 'g-top' }, this.title, this.count, this.splitting),
      this.notes,
      this.panes
    );
    const calm = calmed(host);
    const take = (message: Message): void => {
      if (message.content['table'] !== undefined || message.content['data'] !== undefined) {
        this.rows.take(message);
      }
    };
    this.undo.push(
      this.rows.onChange(() => this.tell()),
      host.onPush('table', take),
      host.onPush('rows', push => this.patch(push)),
      this.selection.share(calm.host),
      this.selection.onChange(() => this.tell()),
      () => calm.flush()
    );
    this.arrange();
    host.ask('hello').then(take, (error: unknown) => {
      if (!this.rows.count) {
        const said = error instanceof HostError ? error.message : 'the runs could not be read';
        fill(this.notes, clean(said));
      }
    });
  }

  close(): void {
    this.undo.forEach(off => off());
    this.unmounts.forEach(off => off());
    this.root.replaceChildren();
  }

  private change(layout: Layout): void {
    this.layout = layout;
    this.host.set(KEPT, keptOf(layout));
    this.arrange();
  }

  private patch(push: Message): void {
    this.rows.patch(push.content);
  }

  private arrange(): void {
    const { first, second, share } = this.layout;
    this.splitting.setAttribute('aria-pressed', String(second !== null));
    this.splitting.textContent = second ? 'One pane' : 'Split';
    this.panes.classList.toggle('g-two', second !== null);
    this.panes.style.setProperty('--g-share', `${share}fr`);
    this.panes.style.setProperty('--g-rest', `${1 - share}fr`);
    this.bar.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    this.first.show(first, this.place(first));
    if (second) {
      this.second.show(second, this.place(second));
    }
  }

  /** The element of a part, which is made when it is first seen. */
  private place(part: Part): HTMLElement {
    let place = this.places.get(part);
    if (!place) {
      place = h('div', { class: `g-part g-part-${part}` });
      this.places.set(part, place);
      // In the tree first: parts measure themselves and bring their sheets with them.
      this.root.append(place);
      const { host, rows, selection, colours } = this;
      this.unmounts.push(MOUNTS[part](place, host, rows, selection, colours));
    }
    return place;
  }

  private tell(): void {
    const { table } = this.rows;
    const chosen = this.selection.chosen.size;
    this.title.textContent = clean(table.title) || 'Comparison';
    this.count.textContent =
      `${table.count} ${table.count === 1 ? 'run' : 'runs'}` +
      (chosen ? `, ${chosen} chosen` : '');
    const notes = [...table.notes];
    if (table.more_rows) {
      notes.push(`${table.more_rows} runs left out`);
    }
    if (table.more_columns) {
      notes.push(`${table.more_columns} columns left out`);
    }
    this.notes.textContent = notes.map(clean).join('; ');
  }

  private drag(event: PointerEvent): void {
    event.preventDefault();
    const box = this.panes.getBoundingClientRect();
    const move = (moving: PointerEvent): void => {
      this.layout = shared(this.layout, (moving.clientX - box.left) / box.width);
      this.arrange();
    };
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      this.change(this.layout);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
  }
}
