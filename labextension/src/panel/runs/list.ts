/** The list of runs: as many elements as lines are in sight, however many runs there are. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { h } from '../../components/shared/dom';
import type { RunRow } from '../../wire/api_runs';
import type { Choosing } from './choosing';
import { drawLine } from './line';
import { keyOf } from './lines';
import type { Line } from './lines';

/** Pixels of a line, as the style sheet has them. */
export const HEIGHT = 42;
const MORE = 4;

/** What the list tells. */
export interface Heard {
  /** Open the active run. */
  open(): void;
  /** Fold or unfold the runs of an operation. */
  fold(operation: string, isOpen: boolean): void;
  /** Show what can be done, at a place of the page. */
  menu(x: number, y: number): void;
  /** Delete what is chosen. */
  remove(): void;
  /** Other runs are chosen. */
  chose(): void;
}

export class List {
  readonly element: HTMLElement;
  readonly #choosing: Choosing;
  readonly #heard: Heard;
  readonly #trans: TranslationBundle;
  readonly #space = h('div.guild-space', { role: 'presentation' });
  readonly #elements = new Map<string, HTMLElement>();
  readonly #prefix = `guild-line-${Math.random().toString(36).slice(2)}`;
  #lines: readonly Line[] = [];
  #flags = (row: RunRow): string => row.flags;
  #isDue = false;

  constructor(choosing: Choosing, heard: Heard, trans: TranslationBundle) {
    this.#choosing = choosing;
    this.#heard = heard;
    this.#trans = trans;
    this.element = h(
      'div.guild-list',
      {
        role: 'tree',
        tabindex: 0,
        'aria-multiselectable': 'true',
        'aria-label': trans.__('Runs'),
        onscroll: () => this.draw(),
        onkeydown: (event: KeyboardEvent) => this.#key(event),
        onclick: (event: MouseEvent) => this.#click(event),
        ondblclick: (event: MouseEvent) => this.#lineAt(event) >= 0 && this.#heard.open(),
        oncontextmenu: (event: MouseEvent) => this.#menu(event)
      },
      this.#space
    );
  }

  /** Show these lines; `flags` are those to be told of a run. */
  show(lines: readonly Line[], flags: (row: RunRow) => string): void {
    this.#lines = lines;
    this.#flags = flags;
    this.#space.style.height = `${lines.length * HEIGHT}px`;
    this.draw();
  }

  /** Draw with the next frame what is in sight. */
  draw(): void {
    if (!this.#isDue) {
      this.#isDue = true;
      requestAnimationFrame(() => {
        this.#isDue = false;
        this.#paint();
      });
    }
  }

  #paint(): void {
    const { scrollTop, clientHeight } = this.element;
    const from = Math.max(0, Math.floor(scrollTop / HEIGHT) - MORE);
    const to = Math.min(this.#lines.length, Math.ceil((scrollTop + clientHeight) / HEIGHT) + MORE);
    const seen = new Set<string>();
    for (let index = from; index < to; index += 1) {
      const line = this.#lines[index]!;
      const key = keyOf(line);
      seen.add(key);
      let element = this.#elements.get(key);
      if (!element) {
        element = h('div', null);
        this.#elements.set(key, element);
      }
      element.id = `${this.#prefix}-${index}`;
      element.dataset['index'] = String(index);
      element.style.top = `${index * HEIGHT}px`;
      const isChosen = line.kind === 'run' && this.#choosing.chosen.has(line.row.id);
      const isActive = key === this.#choosing.active;
      const look = { index, count: this.#lines.length, isChosen, isActive, flags: this.#flags };
      drawLine(element, line, look, this.#trans);
    }
    for (const [key, element] of this.#elements) {
      if (!seen.has(key)) {
        element.remove();
        this.#elements.delete(key);
      }
    }
    // Who reads the page by its elements meets them in their order.
    for (let index = from; index < to; index += 1) {
      const element = this.#elements.get(keyOf(this.#lines[index]!))!;
      const there = this.#space.children[index - from] ?? null;
      if (there !== element) {
        this.#space.insertBefore(element, there);
      }
    }
    const { at } = this.#choosing;
    if (at >= from && at < to) {
      this.element.setAttribute('aria-activedescendant', `${this.#prefix}-${at}`);
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }
  }

  /** Have the active line in sight. */
  #reveal(): void {
    const { at } = this.#choosing;
    if (at >= 0) {
      const { scrollTop, clientHeight } = this.element;
      const top = at * HEIGHT;
      if (top < scrollTop) {
        this.element.scrollTop = top;
      } else if (top + HEIGHT > scrollTop + clientHeight) {
        this.element.scrollTop = top + HEIGHT - clientHeight;
      }
    }
    this.draw();
  }

  #lineAt(event: MouseEvent): number {
    const element = (event.target as HTMLElement).closest<HTMLElement>('.guild-line');
    return element ? Number(element.dataset['index']) : -1;
  }

  #click(event: MouseEvent): void {
    const index = this.#lineAt(event);
    const line = this.#lines[index];
    if (!line) {
      return;
    }
    this.#choosing.go(index, event.shiftKey);
    if (line.kind === 'group' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      this.#heard.fold(line.operation, !line.isOpen);
    } else if (event.ctrlKey || event.metaKey) {
      this.#choosing.toggle();
    } else if (!event.shiftKey) {
      this.#choosing.only();
    }
    this.#heard.chose();
    this.draw();
  }

  #menu(event: MouseEvent): void {
    const index = this.#lineAt(event);
    const line = this.#lines[index];
    if (!line || event.shiftKey) {
      return; // that is the browser's own
    }
    event.preventDefault();
    event.stopPropagation();
    this.#choosing.go(index);
    if (line.kind === 'group' || !this.#choosing.chosen.has(line.row.id)) {
      this.#choosing.only();
      this.#heard.chose();
    }
    this.draw();
    this.#heard.menu(event.clientX, event.clientY);
  }

  #key(event: KeyboardEvent): void {
    if (this.#act(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #act(event: KeyboardEvent): boolean {
    const choosing = this.#choosing;
    const { line } = choosing;
    const page = Math.max(1, Math.floor(this.element.clientHeight / HEIGHT) - 1);
    const last = this.#lines.length - 1;
    const goes: { [key: string]: number } = {
      ArrowDown: choosing.at + 1,
      ArrowUp: Math.max(0, choosing.at - 1),
      PageDown: choosing.at + page,
      PageUp: Math.max(0, choosing.at - page),
      Home: 0,
      End: last
    };
    const to = goes[event.key];
    if (to !== undefined) {
      choosing.go(to, event.shiftKey);
      if (event.shiftKey) {
        this.#heard.chose();
      }
      this.#reveal();
      return true;
    }
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      choosing.all();
    } else if (event.key === 'Escape' && choosing.chosen.size) {
      choosing.none();
    } else if (event.key === ' ') {
      choosing.toggle();
    } else if (event.key === 'Enter' && line?.kind === 'run') {
      this.#heard.open();
      return true;
    } else if (event.key === 'Delete') {
      this.#heard.remove();
      return true;
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const { left, top } = this.element.getBoundingClientRect();
      const down = (choosing.at + 1) * HEIGHT - this.element.scrollTop;
      this.#heard.menu(left + 24, top + Math.max(0, down));
      return true;
    } else if (line?.kind === 'group' && this.#folds(event.key, line.isOpen)) {
      this.#heard.fold(line.operation, !line.isOpen);
      return true;
    } else {
      return false;
    }
    this.#heard.chose();
    this.draw();
    return true;
  }

  #folds(key: string, isOpen: boolean): boolean {
    return key === 'Enter' || (key === 'ArrowLeft' && isOpen) || (key === 'ArrowRight' && !isOpen);
  }
}
