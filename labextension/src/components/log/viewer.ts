/** The whole log of a run: of any length, for its parts are asked for where they are seen. */

import type { Host } from '../shared/host';
import { clean, fill, h } from '../shared/dom';
import { size as sizeText } from '../shared/quantities';
import { ansi, declared } from './ansi';
import type { Style } from './ansi';
import { LINE, PART, Windowing } from './windowing';

interface Part {
  readonly text: string;
  readonly block: HTMLElement;
  /** The style in which it begins, as far as the part before is known, and in which it ends. */
  readonly begins: string;
  readonly ends: Style;
}

/** A log that is open. */
export interface LogViewer {
  readonly element: HTMLElement;
  /** Tell that the log has so many bytes by now. */
  grow(size: number): void;
  close(): void;
}

/** Open the log of a run at its end. */
export function logViewer(host: Host, run: string, size: number, onClose: () => void): LogViewer {
  const places = new Windowing(size);
  const parts = new Map<number, Part>();
  const asked = new Set<number>();
  const stale = new Set<number>();
  const space = h('div.g-log-space', null);
  const scroll = h(
    'div.g-log-scroll',
    { tabindex: 0, role: 'region', 'aria-label': 'whole log' },
    space
  );
  const told = h('span.g-muted', { role: 'status', style: 'flex:1' });
  const button = (name: string, title: string, go: () => void): HTMLButtonElement =>
    h('button', { title, onclick: go }, name);
  const bar = h(
    'div.g-head',
    null,
    h('strong', null, 'Log'),
    told,
    button('Beginning', 'to the first line (Home)', () => void toBeginning()),
    button('End', 'to the last line (End)', () => void toEnd()),
    button('Close', 'close the log', onClose)
  );
  const element = h('div.g-log', null, bar, scroll);
  let isOpen = true;
  let isAtEnd = true;

  const draw = (): void => {
    space.style.height = `${Math.max(places.height, LINE)}px`;
    const from = scroll.scrollTop - 400;
    const to = scroll.scrollTop + (scroll.clientHeight || 360) + 400;
    const seen = places.seen(from, to);
    for (const index of seen) {
      void load(index);
    }
    const shown = seen.flatMap(index => {
      const part = parts.get(index);
      if (part) {
        part.block.style.top = `${places.top(index)}px`;
      }
      return part ? [part.block] : [];
    });
    const blocks = [...space.children];
    if (blocks.length !== shown.length || shown.some((one, at) => one !== blocks[at])) {
      fill(space, ...shown);
    }
  };

  const load = async (index: number): Promise<void> => {
    if ((parts.has(index) && !stale.has(index)) || asked.has(index)) {
      return;
    }
    asked.add(index);
    stale.delete(index);
    try {
      const { content } = await host.ask('log', { run, offset: index * PART, length: PART });
      if (!isOpen) {
        return;
      }
      const offset = Number(content['offset']);
      let text = String(content['text']);
      if (offset < index * PART) {
        // the line in which it begins is in the part before
        text = text.slice(text.indexOf('\n') + 1 || text.length);
      }
      take(index, text);
      told.textContent = sizeText(places.size);
    } catch (error) {
      told.textContent = clean(error instanceof Error ? error.message : String(error));
    } finally {
      asked.delete(index);
    }
  };

  /** Make the text of a part; colours go on from the part before it into the one after it. */
  const paint = (index: number, text: string): void => {
    const style: Style = new Map(parts.get(index - 1)?.ends);
    const begins = declared(style);
    const block = h('pre.g-output', null, ansi(text, style));
    parts.set(index, { text, block, begins, ends: style });
    const next = parts.get(index + 1);
    if (next && next.begins !== declared(style)) {
      paint(index + 1, next.text);
    }
  };

  const take = (index: number, text: string): void => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    const isAbove = places.top(index) < scroll.scrollTop;
    const more = places.know(index, text === '' ? 0 : lines);
    paint(index, text);
    const top = scroll.scrollTop;
    draw();
    if (isAtEnd) {
      scroll.scrollTop = places.height;
    } else if (isAbove && more) {
      scroll.scrollTop = top + more;
    }
    draw();
  };

  const toBeginning = async (): Promise<void> => {
    isAtEnd = false;
    places.show(0);
    await load(0);
    scroll.scrollTop = 0;
    draw();
  };

  const toEnd = async (): Promise<void> => {
    isAtEnd = true;
    places.show(places.count - 1);
    await load(places.count - 1);
    draw();
    scroll.scrollTop = places.height;
    draw();
  };

  scroll.addEventListener('scroll', () => {
    isAtEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - LINE;
    const isAtTop = scroll.scrollTop <= 0;
    if (isAtTop && places.first > 0) {
      const before = places.first;
      places.show(before - 1);
      scroll.scrollTop = places.top(before);
    } else if (isAtEnd && places.end < places.count) {
      const after = places.end;
      places.show(after);
      isAtEnd = false;
      scroll.scrollTop = places.top(after) - scroll.clientHeight;
    }
    draw();
  });
  scroll.addEventListener('keydown', event => {
    if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      void (event.key === 'Home' ? toBeginning() : toEnd());
    }
  });
  void toEnd();

  return {
    element,
    grow(now) {
      if (now === places.size) {
        return;
      }
      const last = Math.max(0, Math.ceil(Math.min(places.size, now) / PART) - 1);
      if (now < places.size) {
        parts.clear();
      }
      stale.add(last);
      places.size = now;
      if (isAtEnd) {
        places.show(places.count - 1);
      }
      draw();
    },
    close() {
      isOpen = false;
      element.remove();
    }
  };
}
