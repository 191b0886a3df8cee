/** The old and the new picture, next to each other. */

import type { DiffLines } from '../../wire/diff';
import { clean, h } from '../shared/dom';
import { bytes } from '../shared/host';
import type { Message } from '../shared/host';
import { size } from '../shared/quantities';

/** Show the pictures of an answer; `undo` gets what is to be done when they are taken away. */
export function picturesOf(
  lines: DiffLines,
  message: Message,
  undo: (() => void)[]
): HTMLElement | null {
  const both = h('div.gd-pictures', null);
  [lines.old_picture, lines.new_picture].forEach((buffer, at) => {
    if (typeof buffer === 'number') {
      const data = bytes(message, buffer);
      const type = lines.picture_types?.[at] ?? '';
      const url = URL.createObjectURL(new Blob([data as BlobPart], { type }));
      undo.push(() => URL.revokeObjectURL(url));
      const word = at ? 'after' : 'before';
      const caption = h('figcaption.g-muted', null, word);
      const image: HTMLImageElement = h('img', {
        src: url,
        alt: clean(`${lines.file} ${word}`),
        onload: () =>
          caption.append(
            ` · ${image.naturalWidth} × ${image.naturalHeight} · ${size(data.length)}`
          ),
        onerror: () => caption.append(': this picture cannot be shown, its file is damaged')
      });
      both.append(h('figure', { class: `gd-${word}` }, image, caption));
    }
  });
  return both.children.length ? both : null;
}
