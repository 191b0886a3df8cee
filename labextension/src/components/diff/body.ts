/** The lines of one file: rows in chunks that are made when they are near to what is seen. */

import type { DiffLines, DiffRow } from '../../wire/diff';
import { fill, h } from '../shared/dom';
import type { Json } from '../shared/host';
import { arranged, CHUNK, chunked, textOf } from './items';
import type { Item } from './items';
import { lineOf } from './line';

/** How lines are laid out. */
export interface Layout {
  readonly beside: boolean;
  readonly wrap: boolean;
}

/** Asks for more lines of the file. */
export type More = (wanted: { [name: string]: Json }) => Promise<DiffLines>;

const LINE_HEIGHT = 20;
/** A fold with more lines also opens in part. */
const PART = 20;
const MOST = 2000;
const MARGIN = '800px 0px';

interface Chunk {
  readonly items: Item[];
  readonly place: HTMLElement;
  readonly first: number;
  isFilled: boolean;
}

export class Body {
  readonly element = h('div', { class: 'gd-body', role: 'table' });
  private readonly rows: DiffRow[];
  private left: number;
  /** Rows that came in order, without those of opened folds. */
  private told: number;
  private chunks: Chunk[] = [];
  private items: Item[] = [];
  private readonly watcher: IntersectionObserver | null;

  constructor(
    lines: DiffLines,
    name: string,
    scroller: Element | null,
    private layout: Layout,
    private readonly more: More,
    private readonly said: (text: string) => void
  ) {
    this.rows = [...lines.rows];
    this.left = lines.more_rows;
    this.told = lines.rows.length;
    this.element.setAttribute('aria-label', `lines of ${name} that differ`);
    this.watcher =
      typeof IntersectionObserver === 'undefined'
        ? null
        : new IntersectionObserver(seen => this.see(seen), {
            root: scroller,
            rootMargin: MARGIN
          });
    this.element.addEventListener('mousedown', event => this.choose(event.target as Element));
    this.element.addEventListener('click', event => this.click(event.target as Element));
    this.lay();
  }

  /** How many changes there are. */
  get stops(): number {
    return this.items.filter(item => item.isStop).length;
  }

  /** Lay the lines out another way. */
  arrange(layout: Layout): void {
    if (layout.beside !== this.layout.beside || layout.wrap !== this.layout.wrap) {
      this.layout = layout;
      this.lay();
    }
  }

  /** Lay the lines out anew; those near a row at once. */
  private lay(near?: DiffRow): void {
    const { layout } = this;
    this.watcher?.disconnect();
    this.items = arranged(this.rows, layout.beside);
    const digits = String(
      Math.max(...this.rows.map(row => row.new_number ?? row.old_number ?? 0))
    );
    const longest = layout.wrap ? 0 : this.longest();
    this.element.classList.toggle('gd-wrap', layout.wrap);
    this.element.style.setProperty('--no', `${digits.length + 2}ch`);
    this.element.style.setProperty('--wide', `${longest + 6}ch`);
    this.element.setAttribute('aria-rowcount', String(this.left ? -1 : this.items.length + 1));
    let first = 0;
    this.chunks = chunked(this.items).map(items => {
      const place = h('div', { role: 'rowgroup', class: 'gd-chunk' });
      place.style.setProperty('--rows', `${items.length * LINE_HEIGHT}px`);
      const chunk = { items, place, first, isFilled: false };
      first += items.length;
      return chunk;
    });
    fill(this.element, this.heading(), ...this.chunks.map(chunk => chunk.place), this.rest());
    const index = near ? this.items.findIndex(item => item.row === near) : 0;
    const seen = Math.floor(index / CHUNK);
    this.chunks.forEach((chunk, at) => {
      if (!this.watcher || at === seen) {
        this.make(chunk);
      }
      this.watcher?.observe(chunk.place);
    });
    if (near) {
      this.at(index)?.focus({ preventScroll: true });
    }
  }

  /** Go to a change, and mark it. */
  go(stop: number): void {
    let left = stop;
    const line = this.at(this.items.findIndex(item => item.isStop && left-- === 0));
    line?.focus({ preventScroll: true });
    line?.scrollIntoView?.({ block: 'center' });
  }

  /** Copy a side of the line in which an element is; the new one, if it has one. */
  copy(target: Element, wanted: 'old' | 'new' = 'new'): boolean {
    const item = this.itemOf(target);
    if (!item || item.row.kind === 'folded') {
      return false;
    }
    const [one, other] = wanted === 'old' ? (['old', 'new'] as const) : (['new', 'old'] as const);
    const side = item.side === 'both' ? (item.row[`${one}_number`] ? one : other) : item.side;
    const copied = navigator.clipboard?.writeText(textOf(item.row, side));
    void (copied ?? Promise.reject(new Error())).then(
      () => this.said(`copied line ${item.row[`${side}_number`]} of the ${side} side`),
      () => this.said('this page may not copy: select the text instead')
    );
    return true;
  }

  /** End it. */
  close(): void {
    this.watcher?.disconnect();
  }

  private itemOf(target: Element): Item | undefined {
    const line = target.closest('[role=row]');
    const chunk = this.chunks.find(one => one.place === line?.parentElement);
    return chunk?.items[[...chunk.place.children].indexOf(line!)];
  }

  /** Of lines beside each other only those of one side are selected. */
  private choose(target: Element): void {
    const text = target.closest('.gd-code');
    this.element.dataset['side'] = text?.classList.contains('gd-old') ? 'old' : 'new';
  }

  private click(target: Element): void {
    if (target.matches('.gd-no')) {
      const isOld = target.nextElementSibling?.nextElementSibling?.matches('.gd-old');
      this.copy(target, isOld || this.isFirst(target) ? 'old' : 'new');
    }
  }

  private isFirst(target: Element): boolean {
    return !this.layout.beside && !target.previousElementSibling;
  }

  private longest(): number {
    return this.rows.reduce(
      (most, row) => Math.max(most, textOf(row, 'old').length, textOf(row, 'new').length),
      0
    );
  }

  private heading(): HTMLElement {
    const names = this.layout.beside
      ? ['old line', '', 'old text', 'new line', '', 'new text']
      : ['old line', 'new line', 'change', 'text'];
    const cells = names.map(name => h('span', { role: 'columnheader' }, name));
    return h('div', { role: 'rowgroup', class: 'gd-unseen' }, h('div', { role: 'row' }, ...cells));
  }

  private see(seen: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of seen) {
      const chunk = isIntersecting && this.chunks.find(one => one.place === target);
      if (chunk) {
        this.make(chunk);
      }
    }
  }

  private make(chunk: Chunk): void {
    if (!chunk.isFilled) {
      chunk.isFilled = true;
      const lines = chunk.items.map((item, at) =>
        item.row.kind === 'folded'
          ? this.fold(item.row)
          : lineOf(item, this.layout.beside, chunk.first + at)
      );
      fill(chunk.place, ...lines);
    }
  }

  private fold(row: DiffRow): HTMLElement {
    const count = row.count ?? 0;
    const open = (text: string, said: string, from: number, many: number): HTMLElement =>
      h(
        'button',
        { title: said, 'aria-label': said, onclick: () => void this.unfold(row, from, many) },
        text
      );
    const cell = h('span', { role: 'cell' });
    const all = `⋯ ${count.toLocaleString()} same lines`;
    cell.append(open(all, `show ${count} same lines`, 0, Math.min(count, MOST)));
    if (count > 2 * PART) {
      cell.append(open('↓', `show the first ${PART} of them`, 0, PART));
      cell.append(open('↑', `show the last ${PART} of them`, count - PART, PART));
    }
    return h('div', { role: 'row', class: 'gd-fold', tabindex: -1 }, cell);
  }

  private async unfold(row: DiffRow, from: number, many: number): Promise<void> {
    const [old, fresh, count] = [row.old_number ?? 1, row.new_number ?? 1, row.count ?? 0];
    try {
      const { rows } = await this.more({ fold: [old + from, fresh + from, many] });
      const part = (at: number, size: number): DiffRow[] =>
        size > 0 ? [{ ...row, old_number: old + at, new_number: fresh + at, count: size }] : [];
      const place = this.rows.indexOf(row);
      const end = from + many;
      this.rows.splice(place, 1, ...part(0, from), ...rows, ...part(end, count - end));
      this.lay(rows[0]);
    } catch (error) {
      this.said((error as Error).message);
    }
  }

  private at(index: number): HTMLElement | null {
    const chunk = this.chunks[Math.floor(index / CHUNK)];
    if (!chunk) {
      return null;
    }
    this.make(chunk);
    return chunk.place.children[index - chunk.first] as HTMLElement;
  }

  private rest(): HTMLElement | null {
    if (!this.left) {
      return null;
    }
    const text = `${this.left.toLocaleString()} more rows`;
    return h('div', { class: 'gd-fold' }, h('button', { onclick: () => void this.next() }, text));
  }

  private async next(): Promise<void> {
    try {
      const { rows, more_rows } = await this.more({ start: this.told });
      this.rows.push(...rows);
      this.told += rows.length;
      this.left = more_rows;
      this.lay(rows[0]);
    } catch (error) {
      this.said((error as Error).message);
    }
  }
}
