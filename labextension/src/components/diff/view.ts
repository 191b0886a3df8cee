/** A difference of runs: both sides, its parts, and the keys that go from change to change. */

import type { Diff, DiffPart, DiffSide } from '../../wire/diff';
import { clean, fill, h, muted } from '../shared/dom';
import type { Host, Json } from '../shared/host';
import { useSheet } from '../shared/sheets';
import { counts, filesOf, opened } from './files';
import type { Files, Place } from './files';
import css from './style.css';
import { countsOf } from './tree';
import { valuesOf } from './values';
import { KEYS, stepOf, walker } from './walking';

const KEPT = 'diff';
/** From this width on lines stand next to each other, unless the reader wants it otherwise. */
const WIDE = 900;
/** Parts with more values than this come folded, for they are rarely what is looked for. */
const MANY = 20;

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
  const { old, new: fresh, parts } = diff;
  const lists: Files[] = [];
  const status = h('span.g-muted', { role: 'status' });
  const said = (text: string): void => {
    status.textContent = clean(text);
  };
  const walk = walker(() => lists.flatMap(files => files.seen()), said);
  let isWide = root.clientWidth >= WIDE;
  const kept = (): Kept => (host.get(KEPT) ?? {}) as Kept;
  const choose = (choice: Kept): void => {
    host.set(KEPT, { ...kept(), ...choice } as Json);
    arrange();
  };
  const element = h('div.gd', {
    tabindex: 0,
    role: 'region',
    'aria-label': clean(`differences from ${old.name} to ${fresh.name}`),
    onfocusin: (event: FocusEvent) => walk.point(event.target),
    onkeydown: (event: KeyboardEvent) => press(event)
  });
  const place: Place = {
    scroller: element,
    layout: () => ({ beside: isWide, wrap: true, ...kept() }),
    ask: (part, file, wanted) =>
      host.ask('lines', { ...wanted, part, file, old: old.run, new: fresh.run }),
    said,
    bodies: [],
    undo: [host.onChoice(KEPT, () => arrange())]
  };

  const beside = h('button', { onclick: () => choose({ beside: !place.layout().beside }) });
  const wrap = h('button', { onclick: () => choose({ wrap: !place.layout().wrap }) }, 'wrap');
  const arrange = (): void => {
    const layout = place.layout();
    beside.textContent = layout.beside ? 'side by side' : 'unified';
    beside.title = `lines ${layout.beside ? 'below' : 'next to'} each other instead`;
    wrap.setAttribute('aria-pressed', String(layout.wrap));
    place.bodies.forEach(body => body.arrange(layout));
  };
  const move = (step: number, text: string, name: string): HTMLElement =>
    h('button', { 'aria-label': name, title: KEYS, onclick: () => walk.move(step) }, text);
  const filter = h('input', {
    type: 'search',
    placeholder: 'files: regex',
    'aria-label': 'show files whose name fits a regular expression',
    'data-lm-suppress-shortcuts': 'true',
    oninput: () => {
      const isPattern = lists.every(files => files.filter(filter.value));
      filter.setAttribute('aria-invalid', String(!isPattern));
      said(isPattern ? '' : 'this is no regular expression');
    }
  });
  const anew = (): void => void again?.().catch((error: Error) => said(clean(error.message)));

  const section = (part: DiffPart): HTMLElement => {
    const body = h('div.gd-inside', null);
    if (part.values.length) {
      body.append(...valuesOf(part, name => opened(place, part.name, name).element));
    }
    if (part.files.length) {
      const files = filesOf(place, part, diff.opened);
      lists.push(files);
      body.append(files.element);
    }
    body.append(...part.remarks.map(text => muted(text, 'div')));
    const { folded = [], open = [] } = kept();
    const isMany = part.values.length > MANY;
    const { added, removed } = countsOf(part.files);
    const show = (isOpen: boolean): void => {
      body.hidden = !isOpen;
      heading.setAttribute('aria-expanded', String(isOpen));
    };
    const fold = (): void => {
      show(body.hidden);
      const now = kept();
      const but = (names: string[] = [], isIn: boolean): string[] => [
        ...names.filter(one => one !== part.name),
        ...(isIn ? [part.name] : [])
      ];
      choose({ folded: but(now.folded, body.hidden), open: but(now.open, !body.hidden) });
    };
    const heading = h(
      'button.gd-part',
      { onclick: fold },
      h('strong', null, clean(part.title)),
      part.files.length && part.name !== 'output' ? counts(added, removed) : null,
      muted(part.count)
    );
    show(!folded.includes(part.name) && (!isMany || open.includes(part.name)));
    return h('section', { 'aria-label': clean(part.title) }, heading, body);
  };

  const press = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (target.matches('input')) {
      event.stopPropagation(); // the page's own keys are not meant
      return;
    }
    const step = stepOf(event.key);
    const side = { c: 'new', C: 'old' } as const;
    const copies = side[event.key as 'c' | 'C'];
    if (step) {
      walk.move(step);
    } else if (copies) {
      place.bodies.some(body => body.copy(target, copies));
    }
    if (step || copies) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const sections = parts.map(section);
  const bar = h('div.gd-bar', { role: 'toolbar', 'aria-label': 'how it is shown' });
  if (lists.length) {
    bar.append(
      beside,
      wrap,
      move(1, '↓', 'next change'),
      move(-1, '↑', 'previous change'),
      filter
    );
  }
  if (again) {
    bar.append(h('button', { onclick: anew, title: 'compare them as they are now' }, 'again'));
  }
  bar.append(status);
  const none = diff.is_of_itself ? 'No differences' : 'No differences found';
  fill(
    element,
    h(
      'div.gd-top',
      null,
      h('div.gd-sides', null, sideOf(old, '−', 'old'), sideOf(fresh, '+', 'new')),
      bar
    ),
    ...sections,
    !parts.length && h('div.gd-nothing', null, none),
    diff.same && h('div.gd-same g-muted', null, clean(diff.same))
  );
  root.replaceChildren(element);

  const look = (): void => {
    isWide = element.clientWidth >= WIDE;
    arrange();
  };
  look();
  if (typeof ResizeObserver !== 'undefined') {
    const observer = new ResizeObserver(look);
    observer.observe(element);
    place.undo.push(() => observer.disconnect());
  }
  return () => {
    place.undo.forEach(undo => undo());
    place.bodies.forEach(body => body.close());
    element.remove();
  };
}

function sideOf(side: DiffSide, sign: string, word: string): HTMLElement {
  return h(
    'div',
    null,
    h('span', { class: word === 'old' ? 'gd-minus' : 'gd-plus', 'aria-label': word }, sign),
    ' ',
    h('strong', null, clean(side.name)),
    ' ',
    muted(side.about)
  );
}
