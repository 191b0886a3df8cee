/** The parts of a card that only show something; each is drawn anew when what it shows changed. */

import type { Card, CardProgress } from '../../wire/card';
import type { Child } from '../shared/dom';
import { clean, fill, h, muted } from '../shared/dom';
import { duration, moment, roughly } from '../shared/quantities';
import { scalarTile } from './sparkline';

const FLAGS_SHOWN = 24;

/** A part of the card: its element, and what draws it. */
export interface Section {
  readonly element: HTMLElement;
  draw(card: Card): void;
}

/** Make a part that is drawn when what it is made of changed; without children it is hidden. */
export function section(
  name: string,
  of: (card: Card) => unknown,
  make: (card: Card) => readonly Child[]
): Section {
  const element = h('div', { class: `g-card-${name}`, hidden: true });
  let before: string | undefined;
  return {
    element,
    draw(card) {
      const now = JSON.stringify(of(card));
      if (now !== before) {
        before = now;
        const children = make(card).filter(Boolean);
        element.hidden = !children.length;
        fill(element, ...children);
      }
    }
  };
}

/** What cannot be read of the run, and what is missing of it. */
export const problems = (): Section =>
  section(
    'problems',
    card => [card.problems, card.facts],
    card => [
      ...card.problems.map(text => h('div.g-problem', null, clean(text))),
      ...card.facts.map(({ name, text }) => h('div', null, muted(`${clean(name)} `), clean(text)))
    ]
  );

/** Label, tags and mark. */
export const remarks = (): Section =>
  section(
    'remarks',
    card => [card.label, card.tags, card.comments, card.marked],
    card => [
      card.marked && h('span.g-mark', { title: 'marked' }, '★ marked'),
      ...(card.label ? [h('span.g-label', { title: clean(card.label) }, clean(card.label))] : []),
      ...card.tags.map(tag => h('span.g-tag', null, clean(tag))),
      ...card.comments.map(text => h('div.g-comment g-muted', null, `“${clean(text)}”`))
    ]
  );

/** The flags as chips; of very many the first. */
export function flags(): Section {
  let isOpen = false;
  const made: Section = section(
    'flags',
    card => card.flags,
    card => chips(card)
  );
  const chips = (card: Card): Child[] => {
    const shown = isOpen ? card.flags : card.flags.slice(0, FLAGS_SHOWN);
    const more = card.flags.length - shown.length;
    const open = (): void => {
      isOpen = true;
      fill(made.element, ...chips(card));
    };
    return [
      ...shown.map(({ name, text }) =>
        h(
          'span.g-flag g-cut',
          { title: `${clean(name)}=${clean(text)}` },
          muted(`${clean(name)}=`),
          clean(text)
        )
      ),
      more > 0 && h('button.g-plain', { onclick: open }, `${more} more`)
    ];
  };
  return made;
}

/** A tile for each scalar. */
export const scalars = (): Section =>
  section(
    'scalars',
    card => [card.scalars, card.more_scalars],
    card => [
      ...card.scalars.map(scalarTile),
      card.more_scalars > 0 &&
        h('div.g-muted g-more', null, `and ${card.more_scalars} more: %guild scalars`)
    ]
  );

/** How far it is. */
export const progress = (): Section =>
  section(
    'progress',
    card => card.progress,
    ({ progress: now }) => (now ? progressParts(now) : [])
  );

function progressParts(now: CardProgress): Child[] {
  const { what, done, total, seconds_left: left } = now;
  const part = total ? Math.max(0, Math.min(1, done / total)) : null;
  const percent = part === null ? null : Math.floor(part * 100);
  const label = [
    clean(counted(what, done, total)),
    percent === null || what === '%' ? '' : `${percent} %`,
    left === null ? '' : `about ${roughly(left)} left`
  ]
    .filter(Boolean)
    .join(' · ');
  const bar = h(
    'div.g-card-bar',
    {
      role: 'progressbar',
      'aria-label': label,
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-valuenow': percent
    },
    h('div', { style: `width:${part === null ? 100 : part * 100}%` })
  );
  return [bar, muted(label)];
}

function counted(what: string, done: number, total: number | null): string {
  if (what === '%') {
    return `${Math.floor(done)} %`;
  }
  if (/[^a-z]/.test(what)) {
    return what; // what is fetched tells how much in words of its own
  }
  return total === null ? `${what} ${done}` : `${what} ${Math.ceil(done)} of ${total}`;
}

/** How long it has been going, or took; ticks while it is live. */
export function elapsed(element: HTMLElement): { draw(card: Card): void; tick(): void } {
  let known: Card['times'] | undefined;
  let since = 0;
  let isLive = false;
  const tick = (): void => {
    const seconds = known?.seconds;
    if (seconds === null || seconds === undefined) {
      element.textContent = '';
      return;
    }
    const more = isLive ? (performance.now() - since) / 1000 : 0;
    const now = seconds + more;
    element.textContent = duration(isLive && now < 10 ? Math.floor(now) : now);
  };
  return {
    draw(card) {
      isLive = card.status.is_live;
      if (known !== card.times) {
        known = card.times;
        since = performance.now();
        const { started } = card.times;
        element.title = started === null ? '' : `started ${moment(started)}`;
      }
      tick();
    },
    tick() {
      if (isLive) {
        tick();
      }
    }
  };
}
