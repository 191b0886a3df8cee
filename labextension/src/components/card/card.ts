/** The view 'card': one run as it goes on, and what can be done to it. */

import type { Card } from '../../wire/card';
import type { Host, Message, Mount } from '../shared/host';
import { clean, h } from '../shared/dom';
import { useSheet } from '../shared/sheets';
import fileSheet from '../files/style.css';
import logSheet from '../log/style.css';
import { copied } from '../table/view/clipboard';
import type { Doing } from './doing';
import { doing as makeDoing } from './doing';
import { outputPart } from './output';
import { elapsed, flags, problems, progress, remarks, scalars } from './sections';
import cardSheet from './style.css';
import { toolbar } from './toolbar';

const TICK = 1000;
/** Where the part that shows what the run takes of the machine is put. */
export const RESOURCES = 'g-card-resources';

export const mountCard: Mount = (root, host) => {
  [logSheet, fileSheet, cardSheet].forEach(sheet => useSheet(root, sheet));
  let card: Partial<Card> = {};
  const take = ({ content }: Message): void => {
    card = { ...card, ...(content as Partial<Card>) };
    if (isWhole(card)) {
      draw(card);
    }
  };
  const doing = makeDoing(
    host,
    () => card.run,
    answer => take({ content: (answer.content['card'] ?? {}) as Message['content'], buffers: [] })
  );
  const head = header(host, doing);
  const buttons = toolbar(host, doing);
  const output = outputPart(host);
  const shown = [head, progress(), problems(), remarks(), flags(), scalars()];
  const place = h(
    'section.g-card g-box',
    { hidden: true },
    ...shown.map(one => one.element),
    h('div', { class: RESOURCES, hidden: true }),
    output.element,
    buttons.element,
    buttons.panel,
    doing.element
  );
  const draw = (whole: Card): void => {
    place.hidden = false;
    place.setAttribute('aria-label', clean(`run ${whole.run.operation} ${whole.run.short_id}`));
    shown.forEach(one => one.draw(whole));
    output.draw(whole);
    buttons.draw(whole);
    tellEnd(whole);
  };
  let wasLive = false;
  /** Have the kernel bring the picture up to date that is kept in the notebook. */
  const tellEnd = (whole: Card): void => {
    const isLive = whole.status.is_live;
    if (wasLive && !isLive) {
      host.ask('ended').catch(() => undefined);
    }
    wasLive = isLive;
  };

  root.append(place);
  const off = host.onPush('card', take);
  /** Show the run with its files: in a tab where there are tabs, else here. */
  const view = async (): Promise<void> => {
    if (card.run && !(await host.panel?.open(card.run.directory))) {
      buttons.showFiles();
    }
  };
  host.ask('hello').then(
    answer => {
      take(answer);
      if (answer.content['open']) {
        void view();
      }
    },
    () => undefined
  );
  const timer = setInterval(() => {
    if (host.condition !== 'gone') {
      head.tick();
    }
  }, TICK);
  return () => {
    clearInterval(timer);
    off();
    buttons.close();
    output.close();
    place.remove();
  };
};

const isWhole = (card: Partial<Card>): card is Card =>
  Boolean(card.run && card.status && card.times && card.output && card.flags);

const header = (
  host: Host,
  doing: Doing
): { element: HTMLElement; draw(card: Card): void; tick(): void } => {
  let run: Card['run'];
  const dot = h('span', { 'aria-hidden': true });
  const name = h('strong.g-card-name');
  const text = h('span');
  const time = h('span.g-muted');
  const dated = h('span.g-muted');
  const ticking = elapsed(time);
  const copy = (): void =>
    void copied(run.id).then(
      () => doing.say('copied the id of the run'),
      () => doing.say(run.id)
    );
  const short = h('button.g-plain g-id', {
    onclick: async () => {
      if (!(await host.panel?.open(run.directory))) {
        copy();
      }
    }
  });
  const element = h('div.g-card-head g-flow', dot, name, short, text, time, dated);
  return {
    element,
    draw(card) {
      ({ run } = card);
      dot.className = `g-dot g-${card.status.word}`;
      name.textContent = clean(run.operation);
      name.title = clean(run.directory);
      short.textContent = clean(run.short_id);
      short.title = host.panel ? 'open the run in a tab' : 'copy the id of the run';
      text.textContent = clean(card.status.text);
      const isOld = host.condition === 'gone' && card.status.is_live;
      dated.textContent = isOld ? `as of ${new Date(card.as_of).toLocaleTimeString()}` : '';
      ticking.draw(card);
    },
    tick: ticking.tick
  };
};
