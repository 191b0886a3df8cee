/** A difference of runs: both sides, its parts, and the keys that go from change to change. */

import type { Diff, DiffPart, DiffSide } from '../../wire/diff';
import { clean, fill, h } from '../shared/dom';
import type { Host, Json } from '../shared/host';
import { useSheet } from '../shared/sheets';
import type { Layout } from './body';
import { counts, Files, Opened } from './files';
import type { FileNode, Place } from './files';
import css from './style.css';
import { countsOf } from './tree';
import { valuesOf } from './values';

const KEPT = 'diff';
/** From this width on lines stand next to each other, unless the reader wants it otherwise. */
const WIDE = 900;
/** Parts with more values than this come folded, for they are rarely what is looked for. */
const MANY = 20;
const NEXT = 'nj]';
const LAST = 'pk[';
const KEYS = 'n, j or ] next change · p, k or [ previous · c copies the line, C its old side';

interface Kept {
  beside?: boolean;
  wrap?: boolean;
  folded?: string[];
  open?: string[];
}

/** Show a difference; returns what takes it away. `again` makes it anew, where that is possible. */
export function mountDiffOf(
  root: HTMLElement,
  host: Host,
  diff: Diff,
  again?: () => Promise<void>
): () => void {
  useSheet(root, css);
  const view = new DiffOf(host, diff, root.clientWidth >= WIDE, again);
  root.replaceChildren(view.element);
  view.watch();
  return () => {
    view.close();
    view.element.remove();
  };
}

class DiffOf {
  readonly element = h('div', { class: 'gd', tabindex: 0, role: 'region' });
  private readonly status = h('span', { class: 'g-muted', role: 'status' });
  private readonly undo: (() => void)[] = [];
  private readonly opened: Opened[] = [];
  private readonly files: Files[] = [];
  private at: [FileNode | null, number] = [null, -1];
  private readonly beside = h('button', {
    onclick: () => this.choose({ beside: !this.layout().beside })
  });
  private readonly wrap = h(
    'button',
    { onclick: () => this.choose({ wrap: !this.layout().wrap }) },
    'wrap'
  );

  constructor(
    private readonly host: Host,
    private readonly diff: Diff,
    private isWide: boolean,
    again?: () => Promise<void>
  ) {
    const { old, new: fresh } = diff;
    this.element.setAttribute(
      'aria-label',
      clean(`differences from ${old.name} to ${fresh.name}`)
    );
    const parts = diff.parts.map(part => this.part(part));
    const heads = [sideOf(old, 'old'), sideOf(fresh, 'new')];
    const none = diff.is_of_itself ? 'No differences' : 'No differences found';
    fill(
      this.element,
      h('div', { class: 'gd-top' }, h('div', { class: 'gd-sides' }, ...heads), this.bar(again)),
      ...parts,
      !parts.length && h('div', { class: 'gd-nothing' }, none),
      diff.same && h('div', { class: 'gd-same g-muted' }, clean(diff.same))
    );
    this.element.addEventListener('keydown', event => this.key(event));
    this.element.addEventListener('focusin', event => this.point(event.target as Element));
    this.undo.push(host.onChoice(KEPT, () => this.arrange()));
    this.arrange();
  }

  readonly layout = (): Layout => {
    const { beside = this.isWide, wrap = true } = this.kept();
    return { beside, wrap };
  };

  /** Follow the width of the page. */
  watch(): void {
    const look = (): void => {
      const isWide = this.element.clientWidth >= WIDE;
      if (isWide !== this.isWide) {
        this.isWide = isWide;
        this.arrange();
      }
    };
    look();
    if (typeof ResizeObserver !== 'undefined') {
      const observer = new ResizeObserver(look);
      observer.observe(this.element);
      this.undo.push(() => observer.disconnect());
    }
  }

  close(): void {
    this.undo.forEach(undo => undo());
  }

  private kept(): Kept {
    return (this.host.get(KEPT) ?? {}) as Kept;
  }

  private choose(choice: Kept): void {
    this.host.set(KEPT, { ...this.kept(), ...choice } as Json);
    this.arrange();
  }

  private arrange(): void {
    const layout = this.layout();
    this.beside.textContent = layout.beside ? 'side by side' : 'unified';
    this.beside.title = `lines ${layout.beside ? 'below' : 'next to'} each other instead`;
    this.wrap.setAttribute('aria-pressed', String(layout.wrap));
    const values = this.opened.filter(one => one.element.isConnected);
    const nodes = this.files.flatMap(files => files.nodes);
    for (const opened of [...values, ...nodes.map(node => node.opened)]) {
      opened?.body?.arrange(layout);
    }
  }

  private bar(again?: () => Promise<void>): HTMLElement {
    const hasLines = this.diff.parts.some(part => part.files.length);
    const bar = h('div', { class: 'gd-bar', role: 'toolbar', 'aria-label': 'how it is shown' });
    if (hasLines) {
      const move = (step: 1 | -1, text: string, said: string): HTMLElement =>
        h('button', { 'aria-label': said, title: KEYS, onclick: () => this.move(step) }, text);
      bar.append(this.beside, this.wrap);
      bar.append(move(1, '↓', 'next change'), move(-1, '↑', 'previous change'));
      bar.append(this.filter());
    }
    if (again) {
      const anew = (): void => void again().catch((error: Error) => this.said(error.message));
      bar.append(h('button', { onclick: anew, title: 'compare them as they are now' }, 'again'));
    }
    bar.append(this.status);
    return bar;
  }

  private filter(): HTMLInputElement {
    const input = h('input', {
      type: 'search',
      placeholder: 'files: regex',
      'aria-label': 'show files whose name fits a regular expression',
      'data-lm-suppress-shortcuts': 'true'
    });
    input.addEventListener('input', () => {
      const isPattern = this.files.every(files => files.filter(input.value));
      input.setAttribute('aria-invalid', String(!isPattern));
      this.said(isPattern ? '' : 'this is no regular expression');
    });
    return input;
  }

  private readonly said = (text: string): void => {
    this.status.textContent = clean(text);
  };

  private part(part: DiffPart): HTMLElement {
    const place: Place = {
      scroller: this.element,
      layout: this.layout,
      ask: (of, file, wanted) =>
        this.host.ask('lines', {
          ...wanted,
          part: of,
          file,
          old: this.diff.old.run,
          new: this.diff.new.run
        }),
      said: this.said,
      kept: undo => this.undo.push(undo)
    };
    const body = h('div', { class: 'gd-inside' });
    if (part.values.length) {
      const lines = (name: string): HTMLElement => {
        const opened = new Opened(place, part.name, name);
        this.opened.push(opened);
        return opened.element;
      };
      body.append(...valuesOf(part, lines));
    }
    if (part.files.length) {
      const files = new Files(place, part, this.diff.opened);
      this.files.push(files);
      body.append(files.element);
    }
    body.append(...part.remarks.map(text => h('div', { class: 'g-muted' }, clean(text))));
    return this.section(part, body);
  }

  private section(part: DiffPart, body: HTMLElement): HTMLElement {
    const { folded = [], open = [] } = this.kept();
    const isMany = part.values.length > MANY;
    body.hidden = folded.includes(part.name) || (isMany && !open.includes(part.name));
    const { added, removed } = countsOf(part.files);
    const heading = h(
      'button',
      { class: 'gd-part', 'aria-expanded': String(!body.hidden) },
      h('strong', null, clean(part.title)),
      part.files.length && part.name !== 'output' ? counts(added, removed) : null,
      h('span', { class: 'g-muted' }, clean(part.count))
    );
    heading.addEventListener('click', () => {
      body.hidden = !body.hidden;
      heading.setAttribute('aria-expanded', String(!body.hidden));
      const without = (names: string[] = []): string[] => names.filter(one => one !== part.name);
      const kept = this.kept();
      this.choose({
        folded: [...without(kept.folded), ...(body.hidden ? [part.name] : [])],
        open: [...without(kept.open), ...(body.hidden ? [] : [part.name])]
      });
    });
    return h('section', { 'aria-label': clean(part.title) }, heading, body);
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as Element;
    const isTyped = target.matches('input, select');
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (isTyped) {
      event.stopPropagation(); // the page's own keys are not meant
      return;
    }
    const step = NEXT.includes(event.key) ? 1 : LAST.includes(event.key) ? -1 : 0;
    const isCopy = event.key.toLowerCase() === 'c';
    if (step) {
      this.move(step);
    } else if (isCopy) {
      const side = event.key === 'C' ? 'old' : 'new';
      this.nodes().some(node => node.opened?.body?.copy(target, side));
    }
    if (step || isCopy) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  private nodes(): FileNode[] {
    return this.files.flatMap(files => [...files.seen]);
  }

  private point(target: Element): void {
    const node = this.nodes().find(one => one.heading === target);
    if (node) {
      this.at = [node, -1];
    }
  }

  /** Go to the next change or the one before; of a file that is folded, to its name. */
  private move(step: 1 | -1): void {
    const stops = this.nodes().flatMap(node => {
      const count = (node.isOpen && node.opened?.body?.stops) || 0;
      const of = Array.from({ length: count }, (_, stop): [FileNode, number] => [node, stop]);
      return count ? of : [[node, -1] as [FileNode, number]];
    });
    const [node, stop] = this.at;
    let index = stops.findIndex(one => one[0] === node && one[1] === stop);
    if (index < 0 && node) {
      // From the name of an open file on, its first change is the next.
      index = stops.findIndex(one => one[0] === node) - (step > 0 ? 1 : 0);
    }
    const next = index < 0 && step < 0 && !node ? undefined : stops[index + step];
    if (!next) {
      this.said(step > 0 ? 'this was the last change' : 'this was the first change');
      return;
    }
    this.said('');
    const [found, to] = next;
    if (to < 0) {
      found.heading.focus({ preventScroll: true });
      found.heading.scrollIntoView?.({ block: 'center' });
    } else {
      found.opened?.body?.go(to);
    }
    this.at = next;
  }
}

function sideOf(side: DiffSide, which: 'old' | 'new'): HTMLElement {
  const [mark, word] = which === 'old' ? ['−', 'old'] : ['+', 'new'];
  return h(
    'div',
    null,
    h('span', { class: which === 'old' ? 'gd-minus' : 'gd-plus', 'aria-label': word }, mark),
    ' ',
    h('strong', null, clean(side.name)),
    ' ',
    h('span', { class: 'g-muted' }, clean(side.about))
  );
}
