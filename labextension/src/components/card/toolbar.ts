/** The buttons of a card, and what each of them opens below. */

import type { Card } from '../../wire/card';
import type { Host } from '../shared/host';
import { fill, h } from '../shared/dom';
import { fileBrowser } from '../files/browser';
import type { Doing } from './doing';
import { codeLine, editor } from './editing';

/** The buttons, what they open, and what keeps them up to date. */
export interface Toolbar {
  readonly element: HTMLElement;
  readonly panel: HTMLElement;
  draw(card: Card): void;
  close(): void;
}

interface Opened {
  readonly name: string;
  readonly element: HTMLElement;
  readonly close: () => void;
}

/** Make the buttons of a card. */
export function toolbar(host: Host, doing: Doing): Toolbar {
  let card: Card | undefined;
  let opened: Opened | undefined;
  let isStopping = false;
  const busy = new Set<HTMLButtonElement>();
  const panel = h('div', { class: 'g-card-panel', hidden: true });

  const shut = (): void => {
    const before = opened;
    opened = undefined;
    before?.close();
    fill(panel);
    panel.hidden = true;
    for (const button of Object.values(buttons)) {
      button.removeAttribute('aria-expanded');
    }
    if (before) {
      buttons[before.name]?.focus();
    }
  };
  const open = (name: string, make: (now: Card) => Omit<Opened, 'name'>): void => {
    const wasOpen = opened?.name === name;
    shut();
    if (!card || wasOpen) {
      return;
    }
    opened = { name, ...make(card) };
    fill(panel, opened.element);
    panel.hidden = false;
    buttons[name]?.setAttribute('aria-expanded', 'true');
    const input = opened.element.querySelector('input');
    input?.focus();
    input?.setSelectionRange(input.value.length, input.value.length);
  };
  /** Do it once: the button rests until it is done. */
  const once = async (
    button: HTMLButtonElement,
    act: () => Promise<boolean>
  ): Promise<boolean> => {
    if (busy.has(button)) {
      return false;
    }
    busy.add(button);
    refresh();
    const isDone = await act();
    busy.delete(button);
    refresh();
    return isDone;
  };
  const element = h('div', {
    class: 'g-toolbar',
    role: 'toolbar',
    'aria-label': 'actions on the run'
  });
  const button = (
    name: string,
    title: string,
    go: (made: HTMLButtonElement) => void
  ): HTMLButtonElement => {
    const made = h('button', { type: 'button', title, onclick: () => go(made) }, name);
    return made;
  };
  const form = (name: string, make: (now: Card) => HTMLElement): void =>
    open(name, now => ({ element: make(now), close: () => undefined }));

  const buttons: { readonly [name: string]: HTMLButtonElement } = {
    stop: button('Stop', 'end the run, with all it started', made => {
      void once(made, async () => (isStopping = await doing.act('stop')));
    }),
    label: button('Label', 'change the label', made =>
      form('label', now =>
        editor(
          'Label',
          now.label,
          'no label',
          text => {
            shut();
            void once(made, () => doing.act('label', text.trim()));
          },
          shut
        )
      )
    ),
    tag: button('Tag', 'change the tags', made =>
      form('tag', now =>
        editor(
          'Tags',
          now.tags.join(', '),
          'tags, with commas between them',
          text => {
            shut();
            const tags = text.split(',').map(tag => tag.trim());
            void once(made, () => doing.act('tag', [...new Set(tags.filter(Boolean))]));
          },
          shut
        )
      )
    ),
    mark: button('Mark', '', made => void once(made, () => doing.act('mark', !card?.marked))),
    files: button('Files', 'look into the files of the run', () =>
      open('files', now => fileBrowser(host, now.run.id, shut))
    ),
    compare: button('Compare with…', 'the line that compares it with other runs', () =>
      form('compare', now => line('Compare', `%guild compare ${now.run.short_id} `))
    ),
    again: button('Re-run with changes…', 'the line that starts such a run, to be changed', () =>
      form('again', now => line('Re-run', now.again))
    )
  };
  const line = (name: string, code: string): HTMLElement =>
    codeLine(host, name, code, text => doing.say(text), shut);
  element.append(...Object.values(buttons));

  const NAMES: { readonly [name: string]: string } = { stop: 'Stop', label: 'Label', tag: 'Tag' };
  const refresh = (): void => {
    if (!card) {
      return;
    }
    const isGone = host.condition === 'gone';
    const isDeleted = card.status.word === 'deleted';
    const waits = host.condition === 'waiting';
    for (const [name, one] of Object.entries(buttons)) {
      const rests = busy.has(one);
      one.setAttribute('aria-busy', String(rests));
      // One that has the focus keeps it, and does nothing.
      one.disabled = isGone || (isDeleted && name !== 'compare' && name !== 'again');
      const usual = name === 'mark' ? (card.marked ? 'Unmark' : 'Mark') : NAMES[name];
      if (usual) {
        one.textContent = rests && waits ? `${usual}: waiting for the kernel` : usual;
      }
    }
    const { stop, mark } = buttons;
    const { word, is_stoppable } = card.status;
    isStopping = isStopping && is_stoppable;
    const goes = word === 'stopping' || isStopping || (busy.has(stop!) && !waits);
    stop!.hidden = !is_stoppable && word !== 'stopping';
    stop!.disabled ||= goes;
    if (goes) {
      stop!.textContent = 'stopping…';
    }
    mark!.setAttribute('aria-pressed', String(card.marked));
    mark!.title = card.marked
      ? 'remove the mark'
      : 'where an operation requires such a run, a marked one is used';
  };
  const off = host.onCondition(refresh);

  return {
    element,
    panel,
    draw(now) {
      card = now;
      refresh();
    },
    close() {
      off();
      opened?.close();
    }
  };
}
