/** The lines of one file: rows in chunks that are made when they are near to what is seen. */

import type { DiffLines, DiffRow } from '../../wire/diff';
import { clean, fill, h } from '../shared/dom';
import type { Json } from '../shared/host';
import { copied } from '../table/view/clipboard';
import { arranged, CHUNK, chunked, isSame, textOf } from './items';
import type { Item } from './items';
import { lineOf } from './line';

/** How lines are laid out. */
export interface Layout {
  readonly beside: boolean;
  readonly wrap: boolean;
}

/** Asks for more lines of the file. */
export type More = (wanted: { [name: string]: Json }) => Promise<DiffLines>;

/** The lines of one file in the page. */
export interface Body {
  readonly element: HTMLElement;
  /** How many changes there are. */
  stops(): number;
  /** Lay the lines out another way. */
  arrange(layout: Layout): void;
  /** Go to a change, and mark it. */
  go(stop: number): void;
  /** Copy a side of the line in which an element is; the new one, if it has one. */
  copy(target: Element, wanted?: 'old' | 'new'): boolean;
  /** End it. */
  close(): void;
}

const LINE_HEIGHT = 20;
/** A fold with more lines also opens in part. */
const PART = 20;
const MOST = 2000;
const MARGIN = '800px 0px';

interface Chunk {
  readonly items: Item[];
  readonly place: HTMLElement;
  readonly first: number;
}

/** Show lines, those that are near to what is seen of `scroller`. */
export function bodyOf(
  lines: DiffLines,
  name: string,
  scroller: Element | null,
  layout: Layout,
  more: More,
  said: (text: string) => void
): Body {
  const rows = [...lines.rows];
  let left = lines.more_rows;
  /** Rows that came in order, without those of opened folds. */
  let told = rows.length;
  let isComing = false;
  let items: Item[] = [];
  let chunks: Chunk[] = [];

  const rest = h('button', { onclick: () => void next() });
  const end = h('div.gd-fold', null, rest);
  const element = h('div.gd-body', {
    role: 'table',
    'aria-label': clean(`lines of ${name} that differ`),
    // Of lines beside each other only those of one side are selected.
    onmousedown: ({ target }: MouseEvent) => {
      const text = (target as Element).closest('.gd-code');
      element.dataset['side'] = text?.classList.contains('gd-old') ? 'old' : 'new';
    },
    onclick: ({ target }: MouseEvent) => {
      const number = target as Element;
      if (number.matches('.gd-no')) {
        const code = number.parentElement?.querySelector('.gd-code');
        const isFirst = !layout.beside && !number.previousElementSibling;
        copy(number, isFirst || code?.matches('.gd-old') ? 'old' : 'new');
      }
    }
  });
  const see = (seen: readonly Pick<IntersectionObserverEntry, 'isIntersecting' | 'target'>[]) => {
    for (const { isIntersecting, target } of seen) {
      if (isIntersecting && target === end) {
        void next();
      } else if (isIntersecting) {
        make(chunks.find(one => one.place === target));
      }
    }
  };
  const watcher =
    typeof IntersectionObserver === 'undefined'
      ? null
      : new IntersectionObserver(see, { root: scroller, rootMargin: MARGIN });

  const make = (chunk: Chunk | undefined): void => {
    if (chunk && !chunk.place.firstChild) {
      const made = chunk.items.map((item, at) =>
        item.row.kind === 'folded' ? fold(item.row) : lineOf(item, layout.beside, chunk.first + at)
      );
      chunk.place.append(...made);
    }
  };

  /** Lay the lines out; chunks stay that are the same, those near a row are made at once. */
  const lay = (near?: DiffRow, before: readonly Chunk[] = []): void => {
    watcher?.disconnect();
    items = arranged(rows, layout.beside);
    const last = rows.reduce(
      (most, row) => Math.max(most, row.new_number ?? 0, row.old_number ?? 0),
      0
    );
    const style = { '--no': String(last).length + 2, '--wide': longest() + 6 };
    Object.entries(style).forEach(([one, size]) => element.style.setProperty(one, `${size}ch`));
    element.classList.toggle('gd-wrap', layout.wrap);
    element.setAttribute('aria-rowcount', String(left ? -1 : items.length + 1));
    chunks = chunked(items).map((part, at) => {
      const known = before[at];
      if (known && isSame(known.items, part)) {
        return known;
      }
      const place = h('div', {
        role: 'rowgroup',
        class: 'gd-chunk',
        style: `--rows:${part.length * LINE_HEIGHT}px`
      });
      return { items: part, place, first: at * CHUNK };
    });
    rest.textContent = `${left.toLocaleString()} more rows`;
    const index = near ? items.findIndex(item => item.row === near) : 0;
    // What stays is not touched: it may be scrolled, or have the focus.
    const stays = before.findIndex((one, at) => one !== chunks[at]);
    const from = stays < 0 ? before.length : stays;
    if (!from) {
      fill(element, heading());
    }
    before.slice(from).forEach(one => one.place.remove());
    end.remove();
    element.append(...chunks.slice(from).map(one => one.place), ...(left ? [end] : []));
    make(chunks[Math.floor(index / CHUNK)]);
    for (const chunk of chunks) {
      if (watcher) {
        watcher.observe(chunk.place);
      } else {
        make(chunk);
      }
    }
    if (left) {
      watcher?.observe(end);
    }
  };

  const longest = (): number =>
    layout.wrap
      ? 0
      : rows.reduce(
          (most, row) => Math.max(most, textOf(row, 'old').length, textOf(row, 'new').length),
          0
        );

  const heading = (): HTMLElement => {
    const names = layout.beside
      ? ['old line', '', 'old text', 'new line', '', 'new text']
      : ['old line', 'new line', 'change', 'text'];
    const cells = names.map(text => h('span', { role: 'columnheader' }, text));
    return h('div', { role: 'rowgroup', class: 'gd-unseen' }, h('div', { role: 'row' }, ...cells));
  };

  const at = (index: number): HTMLElement | undefined => {
    const chunk = chunks[Math.floor(index / CHUNK)];
    make(chunk);
    return chunk?.place.children[index - chunk.first] as HTMLElement | undefined;
  };

  const fold = (row: DiffRow): HTMLElement => {
    const count = row.count ?? 0;
    const open = (text: string, title: string, from: number, many: number): HTMLElement =>
      h(
        'button',
        { title, 'aria-label': title, onclick: () => void unfold(row, from, many) },
        text
      );
    const all = `⋯ ${count.toLocaleString()} same lines`;
    const cell = h(
      'span',
      { role: 'cell' },
      open(all, `show ${count} same lines`, 0, Math.min(count, MOST))
    );
    if (count > 2 * PART) {
      cell.append(open('↓', `show the first ${PART} of them`, 0, PART));
      cell.append(open('↑', `show the last ${PART} of them`, count - PART, PART));
    }
    return h('div', { role: 'row', class: 'gd-fold', tabindex: -1 }, cell);
  };

  const unfold = async (row: DiffRow, from: number, many: number): Promise<void> => {
    const [old, fresh, count] = [row.old_number ?? 1, row.new_number ?? 1, row.count ?? 0];
    try {
      const come = (await more({ fold: [old + from, fresh + from, many] })).rows;
      const part = (start: number, size: number): DiffRow[] =>
        size > 0
          ? [{ ...row, old_number: old + start, new_number: fresh + start, count: size }]
          : [];
      const after = from + many;
      rows.splice(rows.indexOf(row), 1, ...part(0, from), ...come, ...part(after, count - after));
      lay(come[0], chunks);
      at(items.findIndex(item => item.row === come[0]))?.focus({ preventScroll: true });
    } catch (error) {
      said((error as Error).message);
    }
  };

  /** Bring the rows that follow: when the end is near to what is seen, or at a click. */
  const next = async (): Promise<void> => {
    if (!isComing) {
      isComing = true;
      try {
        const come = await more({ start: told });
        rows.push(...come.rows);
        told += come.rows.length;
        left = come.rows.length ? come.more_rows : 0;
        lay(come.rows[0], chunks);
      } catch (error) {
        said((error as Error).message);
      }
      isComing = false;
    }
  };

  const copy = (target: Element, wanted: 'old' | 'new' = 'new'): boolean => {
    const line = target.closest('[role=row]');
    const chunk = chunks.find(one => one.place === line?.parentElement);
    const item = chunk?.items[[...chunk.place.children].indexOf(line!)];
    if (!item || item.row.kind === 'folded') {
      return false;
    }
    const other = wanted === 'old' ? 'new' : 'old';
    const hasIt = item.side === 'both' ? item.row[`${wanted}_number`] : item.side === wanted;
    const side = hasIt ? wanted : other;
    copied(textOf(item.row, side)).then(
      () => said(`copied line ${item.row[`${side}_number`]} of the ${side} side`),
      () => said('this page may not copy: select the text instead')
    );
    return true;
  };

  lay();
  return {
    element,
    stops: () => items.filter(item => item.isStop).length,
    arrange(wanted) {
      if (wanted.beside !== layout.beside || wanted.wrap !== layout.wrap) {
        layout = wanted;
        lay();
      }
    },
    go(stop) {
      let many = stop;
      const line = at(items.findIndex(item => item.isStop && many-- === 0));
      line?.focus({ preventScroll: true });
      line?.scrollIntoView?.({ block: 'center' });
    },
    copy,
    close: () => watcher?.disconnect()
  };
}
