/** The old and the new picture: next to each other, over each other, or what differs. */

import type { DiffLines } from '../../wire/diff';
import { clean, h } from '../shared/dom';
import { bytes } from '../shared/host';
import type { Message } from '../shared/host';

/** Show the pictures of an answer; `kept` gets what is to be done when they are taken away. */
export function picturesOf(
  lines: DiffLines,
  message: Message,
  kept: (undo: () => void) => void
): HTMLElement | null {
  const numbers = [lines.old_picture, lines.new_picture];
  const both = h('div', { class: 'gd-pictures' });
  numbers.forEach((buffer, at) => {
    if (typeof buffer === 'number') {
      const data = bytes(message, buffer);
      const type = lines.picture_types?.[at] ?? '';
      const url = URL.createObjectURL(new Blob([data as BlobPart], { type }));
      kept(() => URL.revokeObjectURL(url));
      const word = at ? 'after' : 'before';
      const caption = h('figcaption', { class: 'g-muted' }, word);
      const image = h('img', { src: url, alt: clean(`${lines.file} ${word}`) });
      image.addEventListener('load', () => {
        const size = `${Math.max(0.1, data.length / 1024).toFixed(1)} KiB`;
        caption.textContent = `${word} · ${image.naturalWidth} × ${image.naturalHeight} · ${size}`;
      });
      image.addEventListener('error', () => {
        caption.textContent = `${word}: this picture cannot be shown, its file is damaged`;
      });
      both.append(h('figure', { class: at ? 'gd-after' : 'gd-before' }, image, caption));
    }
  });
  if (both.children.length < 2) {
    return both.children.length ? both : null;
  }
  const how = h('select', { 'aria-label': 'how the pictures are shown' });
  how.append(
    ...['next to each other', 'over each other', 'difference'].map(text => h('option', null, text))
  );
  const blend = h('input', {
    type: 'range',
    min: 0,
    max: 1,
    step: 0.01,
    value: 0.5,
    hidden: true
  });
  blend.setAttribute('aria-label', 'how much of the new picture is seen');
  const show = (): void => {
    both.className = `gd-pictures gd-how-${how.selectedIndex}`;
    blend.hidden = how.selectedIndex !== 1;
    both.style.setProperty('--seen', how.selectedIndex === 1 ? blend.value : '1');
  };
  how.addEventListener('change', show);
  blend.addEventListener('input', show);
  return h('div', null, h('div', { class: 'gd-bar' }, how, blend), both);
}
