/** The end of a run's output, and the whole log a click away. */

import type { Card } from '../../wire/card';
import type { Host } from '../shared/host';
import { fill, h } from '../shared/dom';
import { ansi } from '../log/ansi';
import type { LogViewer } from '../log/viewer';
import { logViewer } from '../log/viewer';
import { size } from '../shared/quantities';

const NEAR = 24;

/** Make the part of the output. */
export function outputPart(host: Host): {
  element: HTMLElement;
  draw(card: Card): void;
  close(): void;
} {
  let card: Card | undefined;
  let before: string | undefined;
  let viewer: LogViewer | undefined;
  const shown = h('pre.g-output', null);
  const scroll = h(
    'div.g-tail',
    { tabindex: 0, role: 'region', 'aria-label': 'end of the output' },
    shown
  );
  const told = h('span.g-muted', null);
  const whole = h('button.g-plain', { onclick: () => open() }, 'Whole log');
  const tail = h('div', null, h('div.g-tail-bar', null, told, whole), scroll);
  const element = h('div', { hidden: true }, tail);

  const open = (): void => {
    if (!card || viewer) {
      return;
    }
    viewer = logViewer(host, card.run.id, card.output.size, close);
    tail.hidden = true;
    element.append(viewer.element);
    viewer.element.querySelector<HTMLElement>('.g-log-scroll')?.focus();
  };
  const close = (): void => {
    viewer?.close();
    viewer = undefined;
    tail.hidden = false;
    scroll.scrollTop = scroll.scrollHeight;
    whole.focus();
  };

  return {
    element,
    draw(now) {
      card = now;
      const { text, size: count, is_whole } = now.output;
      element.hidden = !count;
      told.textContent = `output · ${is_whole ? '' : 'the end of '}${size(count)}`;
      viewer?.grow(count);
      if (text === before) {
        return;
      }
      before = text;
      // Whoever scrolled up reads; whoever is at the end stays there.
      const isAtEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - NEAR;
      fill(shown, ansi(text));
      if (isAtEnd) {
        scroll.scrollTop = scroll.scrollHeight;
      }
    },
    close() {
      viewer?.close();
      viewer = undefined;
    }
  };
}
