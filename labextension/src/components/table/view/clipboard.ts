/** Takes texts out of the page: into the clipboard, or into a file. */

import { h } from '../../shared/dom';

/** Copy a text; rejects where the browser refuses. */
export async function copied(text: string): Promise<void> {
  const focused = document.activeElement;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages that came without https have no clipboard, but they may copy what is selected.
    const area = h('textarea', { style: 'position:fixed;opacity:0', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand?.('copy');
    area.remove();
    if (focused instanceof HTMLElement) {
      focused.focus({ preventScroll: true });
    }
    if (!isDone) {
      throw new Error('refused');
    }
  }
}

/** Save a text as a file of the reader's. */
export function download(name: string, mime: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mime};charset=utf-8` }));
  const link = h('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
