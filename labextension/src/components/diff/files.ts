/** The files of a part as a list of folders; each opens its lines when it is asked to. */

import type { DiffFile, DiffLines, DiffPart } from '../../wire/diff';
import { clean, fill, h } from '../shared/dom';
import type { Json, Message } from '../shared/host';
import { Body } from './body';
import type { Layout } from './body';
import { picturesOf } from './pictures';
import { filtered, lastOf, treeOf } from './tree';
import type { Folder } from './tree';

/** What files and long values need of the view that they are in. */
export interface Place {
  readonly scroller: Element;
  readonly layout: () => Layout;
  readonly ask: (part: string, file: string, wanted: { [name: string]: Json }) => Promise<Message>;
  readonly said: (text: string) => void;
  readonly kept: (undo: () => void) => void;
}

/** Counts of lines as elements, with their signs. */
export function counts(added: number | null, removed: number | null): HTMLElement {
  const found = h('span', { class: 'gd-counts' });
  if (added) {
    found.append(h('span', { class: 'gd-plus' }, `+${added.toLocaleString()}`));
  }
  if (removed) {
    found.append(' ', h('span', { class: 'gd-minus' }, `−${removed.toLocaleString()}`));
  }
  return found;
}

/** The lines of one file or long value, in an element that is filled when they come. */
export class Opened {
  readonly element = h('div', { class: 'gd-lines' });
  body: Body | null = null;

  constructor(
    private readonly place: Place,
    private readonly part: string,
    private readonly name: string,
    first?: DiffLines
  ) {
    if (first) {
      this.show(first, null);
    } else {
      fill(this.element, h('div', { class: 'gd-note g-muted' }, 'reading …'));
      void place.ask(part, name, {}).then(
        message => this.show(message.content as unknown as DiffLines, message),
        (error: Error) => this.fail(error)
      );
    }
  }

  private show(lines: DiffLines, message: Message | null): void {
    const { place, part, name } = this;
    const notes = (lines.said ?? []).map(text =>
      h('div', { class: 'gd-note g-muted' }, clean(text))
    );
    fill(this.element, ...notes, message && picturesOf(lines, message, place.kept));
    if (lines.rows.length) {
      const more = async (wanted: { [name: string]: Json }): Promise<DiffLines> =>
        (await place.ask(part, name, wanted)).content as unknown as DiffLines;
      this.body = new Body(lines, clean(name), place.scroller, place.layout(), more, place.said);
      place.kept(() => this.body?.close());
      this.element.append(this.body.element);
    }
  }

  private fail(error: Error & { hint?: string }): void {
    const text = [error.message, error.hint].filter(Boolean).join('. ');
    fill(this.element, h('div', { class: 'gd-note', role: 'alert' }, clean(text)));
  }
}

/** A file of the list: its heading, and its lines when it is open. */
export class FileNode {
  readonly element: HTMLElement;
  readonly heading: HTMLButtonElement;
  opened: Opened | null = null;
  isOpen = false;

  constructor(
    private readonly place: Place,
    private readonly part: string,
    readonly file: DiffFile,
    private readonly first?: DiffLines
  ) {
    const said = file.change === 'changed' ? '' : file.change;
    const what = file.kind === 'text' ? said : [said, file.said].filter(Boolean).join(' · ');
    this.heading = h(
      'button',
      {
        class: 'gd-file',
        'aria-expanded': 'false',
        title: clean(file.name),
        onclick: () => this.toggle()
      },
      h('span', { class: 'gd-name' }, clean(lastOf(file.name))),
      counts(file.added, file.removed),
      h('span', { class: 'gd-what g-muted' }, clean(what))
    );
    this.element = h('li', null, this.heading);
  }

  /** Open it, or fold it. */
  toggle(): void {
    this.isOpen = !this.isOpen;
    this.heading.setAttribute('aria-expanded', String(this.isOpen));
    if (this.isOpen) {
      // What could not be read is asked for again.
      if (!this.opened?.body) {
        this.opened?.element.remove();
        this.opened = new Opened(this.place, this.part, this.file.name, this.first);
      }
      this.element.append(this.opened.element);
    } else {
      this.opened?.element.remove();
    }
  }
}

/** The list of the files of a part. */
export class Files {
  readonly element = h('div');
  readonly nodes: FileNode[];
  private readonly byName: ReadonlyMap<string, FileNode>;
  private readonly folded = new Set<string>();
  private shown: readonly FileNode[];

  constructor(
    place: Place,
    private readonly part: DiffPart,
    opened: readonly DiffLines[]
  ) {
    const come = new Map(opened.filter(one => one.part === part.name).map(one => [one.file, one]));
    this.nodes = part.files.map(file => new FileNode(place, part.name, file, come.get(file.name)));
    this.byName = new Map(this.nodes.map(node => [node.file.name, node]));
    this.shown = this.nodes;
    let pictures = 0;
    for (const node of this.nodes) {
      // Output is the only file of its part.
      const isOutput = (node.heading.hidden = part.name === 'output');
      const isPicture = node.file.kind === 'picture' && ++pictures <= MOST_PICTURES;
      if (isPicture || isOutput || come.has(node.file.name)) {
        node.toggle();
      }
    }
    this.filter('');
  }

  /** The files that are seen, in the order of the page. */
  get seen(): readonly FileNode[] {
    return this.shown.filter(node => !node.element.closest('[hidden]'));
  }

  /** Show the files alone whose name a pattern fits; false where it is no pattern. */
  filter(pattern: string): boolean {
    const found = filtered(this.part.files, pattern);
    if (!found) {
      return false;
    }
    const left = this.part.files.length - found.length;
    fill(
      this.element,
      this.list(treeOf(found), 0),
      left > 0 && h('div', { class: 'g-muted' }, `${left} files left out by the filter`),
      this.part.more_files > 0 &&
        h('div', { class: 'g-muted' }, `and ${this.part.more_files} more files, not shown`)
    );
    const order = [...this.element.querySelectorAll<HTMLElement>('li')];
    const places = new Map(order.map((element, index) => [element, index]));
    const place = (node: FileNode): number => places.get(node.element) ?? -1;
    const shown = this.nodes.filter(node => place(node) >= 0);
    this.shown = shown.sort((one, other) => place(one) - place(other));
    return true;
  }

  private list(folder: Folder, depth: number): HTMLElement {
    const list = h('ul', { class: 'gd-list' });
    folder.folders.forEach(one => list.append(this.folder(one, depth)));
    for (const file of folder.files) {
      const node = this.byName.get(file.name)!;
      node.heading.style.setProperty('--depth', String(depth));
      list.append(node.element);
    }
    return list;
  }

  private folder(folder: Folder, depth: number): HTMLElement {
    const inside = this.list(folder, depth + 1);
    const show = (): void => {
      const isFolded = this.folded.has(folder.path);
      inside.hidden = isFolded;
      heading.setAttribute('aria-expanded', String(!isFolded));
    };
    const { added, removed } = folder;
    const heading = h(
      'button',
      {
        class: 'gd-file gd-folder',
        onclick: () => {
          if (!this.folded.delete(folder.path)) {
            this.folded.add(folder.path);
          }
          show();
        }
      },
      h('span', { class: 'gd-name' }, `${clean(folder.name)}/`),
      counts(added, removed),
      h('span', { class: 'gd-what g-muted' }, `${folder.count} files`)
    );
    heading.style.setProperty('--depth', String(depth));
    show();
    return h('li', null, heading, inside);
  }
}

/** Pictures that come open; others are asked for. */
const MOST_PICTURES = 2;
