/** The buttons of a card, and what each of them opens below. */

import type { Card } from '../../wire/card';
import type { Host } from '../shared/host';
import { fill, h } from '../shared/dom';
import { fileBrowser } from '../files/browser';
import { copied } from '../table/view/clipboard';
import type { Doing } from './doing';
import type { Line } from './editing';
import { lineForm } from './editing';

/** The buttons, what they open, and what keeps them up to date. */
export interface Toolbar {
  readonly element: HTMLElement;
  readonly panel: HTMLElement;
  draw(card: Card): void;
  /** Open the files of the run, as its button does. */
  showFiles(): void;
  close(): void;
}

interface Opened {
  readonly element: HTMLElement;
  close?(): void;
}

/** Make the buttons of a card. */
export const toolbar = (host: Host, doing: Doing): Toolbar => {
  let card: Card | undefined;
  let opened: (Opened & { by: HTMLElement }) | undefined;
  let isStopping = false;
  const busy = new Set<HTMLElement>();
  const panel = h('div', { hidden: true });
  const element = h('div.g-toolbar g-flow', {
    role: 'toolbar',
    'aria-label': 'actions on the run'
  });

  const shut = (): void => {
    const before = opened;
    opened = undefined;
    before?.close?.();
    fill(panel);
    panel.hidden = true;
    before?.by.removeAttribute('aria-expanded');
    before?.by.focus();
  };
  const button = (name: string, title: string, go: () => void): HTMLButtonElement => {
    const made = h('button', { title, onclick: go }, name);
    element.append(made);
    return made;
  };
  /** A button that opens something below, and closes it again. */
  const opener = (name: string, title: string, make: (now: Card) => Opened): HTMLButtonElement => {
    const by = button(name, title, () => {
      const wasOpen = opened?.by === by;
      shut();
      if (card && !wasOpen) {
        opened = { by, ...make(card) };
        fill(panel, opened.element);
        panel.hidden = false;
        by.setAttribute('aria-expanded', 'true');
        const input = panel.querySelector('input');
        input?.focus();
        input?.setSelectionRange(input.value.length, input.value.length);
      }
    });
    return by;
  };
  /** Do it once: the button rests until it is done. */
  const once = async (by: HTMLElement, act: () => Promise<boolean>): Promise<void> => {
    if (!busy.has(by)) {
      busy.add(by);
      refresh();
      await act();
      busy.delete(by);
      refresh();
    }
  };
  /** A button that asks for a line, to be kept with the run. */
  const editor = (
    name: string,
    line: (now: Card) => Pick<Line, 'name' | 'text' | 'hint'>,
    act: (text: string) => Promise<boolean>
  ): HTMLButtonElement => {
    const keep = (text: string): void => {
      shut();
      void once(by, () => act(text));
    };
    const by = opener(name, `change the ${name.toLowerCase()}`, now => ({
      element: lineForm({ ...line(now), keep, keeping: 'Keep', leave: shut })
    }));
    return by;
  };
  /** A button that offers a line of code. */
  const offer = (name: string, said: string, line: (now: Card) => string): HTMLButtonElement => {
    const keep = (text: string): void =>
      void copied(text).then(
        () => doing.say('copied; paste it into a cell'),
        () => doing.say('this page may not copy: select the line instead')
      );
    return opener(name, said, now => ({
      element: lineForm({
        name: name.split(' ')[0]!,
        text: line(now),
        isCode: true,
        keep,
        keeping: 'Copy',
        insert: host.insertCell,
        leave: shut
      })
    }));
  };

  const stop = button('Stop', 'end the run, with all it started', () => {
    void once(stop, async () => (isStopping = await doing.act('stop')));
  });
  const label = editor(
    'Label',
    now => ({ name: 'Label', text: now.label, hint: 'no label' }),
    text => doing.act('label', text.trim())
  );
  const tag = editor(
    'Tag',
    now => ({ name: 'Tags', text: now.tags.join(', '), hint: 'tags, with commas between them' }),
    text => {
      const tags = text.split(',').map(one => one.trim());
      return doing.act('tag', [...new Set(tags.filter(Boolean))]);
    }
  );
  const mark = button('Mark', '', () => void once(mark, () => doing.act('mark', !card?.marked)));
  const files = opener('Files', 'look into the files of the run', now =>
    fileBrowser(host, now.run.id, shut)
  );
  offer(
    'Compare with…',
    'the line that compares it with other runs',
    now => `%guild compare ${now.run.short_id} `
  );
  offer(
    'Re-run with changes…',
    'the line that starts such a run, to be changed',
    now => now.again
  );

  const refresh = (): void => {
    if (!card) {
      return;
    }
    const { marked, status } = card;
    const isGone = host.condition === 'gone';
    const waits = host.condition === 'waiting';
    for (const one of element.querySelectorAll('button')) {
      one.setAttribute('aria-busy', String(busy.has(one)));
      one.disabled = isGone;
    }
    const names: [HTMLButtonElement, string][] = [
      [stop, 'Stop'],
      [label, 'Label'],
      [tag, 'Tag'],
      [mark, marked ? 'Unmark' : 'Mark']
    ];
    for (const [one, name] of names) {
      one.textContent = busy.has(one) && waits ? `${name}: waiting for the kernel` : name;
    }
    // What is left of a deleted run are the lines that name it.
    [stop, label, tag, mark, files].forEach(one => (one.disabled ||= status.word === 'deleted'));
    isStopping &&= status.is_stoppable;
    const goes = status.word === 'stopping' || isStopping || (busy.has(stop) && !waits);
    stop.hidden = !status.is_stoppable && status.word !== 'stopping';
    stop.disabled ||= goes;
    if (goes) {
      stop.textContent = 'stopping…';
    }
    mark.setAttribute('aria-pressed', String(marked));
    mark.title = marked
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
    showFiles() {
      files.click();
    },
    close() {
      off();
      opened?.close?.();
    }
  };
};
