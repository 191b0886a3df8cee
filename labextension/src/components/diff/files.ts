/** The files of a part as a list of folders; each opens its lines when it is asked to. */

import type { DiffFile, DiffLines, DiffPart } from '../../wire/diff';
import { clean, fill, h, muted } from '../shared/dom';
import type { Json, Message } from '../shared/host';
import { bodyOf } from './body';
import type { Body, Layout } from './body';
import { picturesOf } from './pictures';
import { filtered, lastOf, treeOf } from './tree';
import type { Folder } from './tree';

/** Pictures that come open; others are asked for. */
const MOST_PICTURES = 2;

/** What files and long values need of the view that they are in. */
export interface Place {
  readonly scroller: Element;
  readonly layout: () => Layout;
  readonly ask: (part: string, file: string, wanted: { [name: string]: Json }) => Promise<Message>;
  readonly said: (text: string) => void;
  /** All lines that were shown, for those who lay them out. */
  readonly bodies: Body[];
  /** What is to be done when the view is taken away. */
  readonly undo: (() => void)[];
}

/** Counts of lines as elements, with their signs. */
export function counts(added: number | null, removed: number | null): HTMLElement {
  const count = (name: string, sign: string, of: number | null): HTMLElement | null =>
    of ? h('span', { class: name }, sign + of.toLocaleString()) : null;
  return h(
    'span.gd-counts',
    null,
    count('gd-plus', '+', added),
    removed ? ' ' : null,
    count('gd-minus', '−', removed)
  );
}

/** The lines of one file or long value, in an element that is filled when they come. */
export interface Opened {
  readonly element: HTMLElement;
  readonly body?: Body;
}

/** Show lines that came already, or ask for them. */
export function opened(place: Place, part: string, name: string, first?: DiffLines): Opened {
  const element = h('div');
  const made: { element: HTMLElement; body?: Body } = { element };
  const show = (lines: DiffLines, message?: Message): void => {
    const notes = (lines.said ?? []).map(text => note(clean(text)));
    fill(element, ...notes, message && picturesOf(lines, message, place.undo));
    if (lines.rows.length) {
      const more = async (wanted: { [name: string]: Json }): Promise<DiffLines> =>
        linesOf(await place.ask(part, name, wanted));
      made.body = bodyOf(lines, clean(name), place.scroller, place.layout(), more, place.said);
      place.bodies.push(made.body);
      element.append(made.body.element);
    }
  };
  if (first) {
    show(first);
  } else {
    fill(element, note('reading …'));
    place
      .ask(part, name, {})
      .then(message => show(linesOf(message), message))
      .catch(({ message, hint }: Error & { hint?: string }) => {
        const text = [message, hint].filter(Boolean).join('. ');
        fill(element, h('div.gd-note', { role: 'alert' }, clean(text)));
      });
  }
  return made;
}

function note(text: string): HTMLElement {
  return h('div.gd-note g-muted', null, clean(text));
}

function linesOf(message: Message): DiffLines {
  return message.content as unknown as DiffLines;
}

/** A file of the list: its heading, and its lines when it is open. */
export interface FileNode {
  readonly file: DiffFile;
  readonly element: HTMLElement;
  readonly heading: HTMLButtonElement;
  /** Its lines, while they are seen. */
  readonly body?: Body | undefined;
  /** Open it, or fold it. */
  toggle(): void;
}

function headingOf(name: string, depth: number, ...more: HTMLElement[]): HTMLButtonElement {
  const style = `--depth:${depth}`;
  const shown = h('span.gd-name', null, clean(name));
  return h('button.gd-file', { 'aria-expanded': 'false', style }, shown, ...more);
}

function what(text: string): HTMLElement {
  return h('span.g-cut g-muted', null, clean(text));
}

function nodeOf(place: Place, part: string, file: DiffFile, first?: DiffLines): FileNode {
  const change = file.change === 'changed' ? '' : file.change;
  const said = file.kind === 'text' ? change : [change, file.said].filter(Boolean).join(' · ');
  const numbers = counts(file.added, file.removed);
  const heading = headingOf(lastOf(file.name), 0, numbers, what(said));
  const element = h('li', null, heading);
  let inside: Opened | undefined;
  let isOpen = false;
  const toggle = (): void => {
    isOpen = !isOpen;
    heading.setAttribute('aria-expanded', String(isOpen));
    inside?.element.remove();
    if (isOpen) {
      // What could not be read is asked for again.
      inside = inside?.body ? inside : opened(place, part, file.name, first);
      element.append(inside.element);
    }
  };
  heading.title = clean(file.name);
  heading.addEventListener('click', toggle);
  return {
    file,
    element,
    heading,
    toggle,
    get body() {
      return isOpen ? inside?.body : undefined;
    }
  };
}

/** The list of the files of a part. */
export interface Files {
  readonly element: HTMLElement;
  /** The files that are seen, in the order of the page. */
  seen(): FileNode[];
  /** Show the files alone whose name a pattern fits; false where it is no pattern. */
  filter(pattern: string): boolean;
}

/** Make the list of the files of a part; some come with their lines. */
export function filesOf(place: Place, part: DiffPart, come: readonly DiffLines[]): Files {
  const element = h('div');
  const nodes = new Map<string, FileNode>();
  const folded = new Set<string>();
  let order: FileNode[] = [];
  let pictures = 0;
  for (const file of part.files) {
    const first = come.find(one => one.part === part.name && one.file === file.name);
    const node = nodeOf(place, part.name, file, first);
    nodes.set(file.name, node);
    // Output is the only file of its part.
    const isOutput = (node.heading.hidden = part.name === 'output');
    const isPicture = file.kind === 'picture' && ++pictures <= MOST_PICTURES;
    if (first || isOutput || isPicture) {
      node.toggle();
    }
  }

  const list = (folder: Folder, depth: number): HTMLElement => {
    const items = folder.folders.map(one => item(one, depth));
    for (const { name } of folder.files) {
      const node = nodes.get(name)!;
      order.push(node);
      node.heading.style.setProperty('--depth', String(depth));
      items.push(node.element);
    }
    return h('ul.gd-list', null, ...items);
  };
  const item = (folder: Folder, depth: number): HTMLElement => {
    const inside = list(folder, depth + 1);
    const numbers = counts(folder.added, folder.removed);
    const said = what(`${folder.count} files`);
    const heading = headingOf(`${folder.name}/`, depth, numbers, said);
    const show = (): void => {
      inside.hidden = folded.has(folder.path);
      heading.setAttribute('aria-expanded', String(!inside.hidden));
    };
    heading.classList.add('gd-folder');
    heading.addEventListener('click', () => {
      if (!folded.delete(folder.path)) {
        folded.add(folder.path);
      }
      show();
    });
    show();
    return h('li', null, heading, inside);
  };
  const filter = (pattern: string): boolean => {
    const found = filtered(part.files, pattern);
    if (found) {
      const left = part.files.length - found.length;
      const { more_files: more } = part;
      order = [];
      fill(
        element,
        list(treeOf(found), 0),
        left > 0 && muted(`${left} files left out by the filter`, 'div'),
        more > 0 && muted(`and ${more} more files, not shown`, 'div')
      );
    }
    return found !== null;
  };
  filter('');
  return {
    element,
    filter,
    seen: () => order.filter(node => !node.element.closest('[hidden]'))
  };
}
