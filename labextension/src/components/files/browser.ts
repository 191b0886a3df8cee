/** The files of a run: folders to walk through, and a look into texts and pictures. */

import type { Host, HostError, Message } from '../shared/host';
import { bytes } from '../shared/host';
import { clean, fill, h, muted } from '../shared/dom';
import { size } from '../shared/quantities';
import { ansi } from '../log/ansi';

interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
}

const SIGNS = { folder: '▸', file: '', link: '↗', other: '·' };

/** A browser that is open. */
export interface FileBrowser {
  readonly element: HTMLElement;
  close(): void;
}

/** Open the files of a run. */
export function fileBrowser(host: Host, run: string, onClose: () => void): FileBrowser {
  const crumbs = h('nav.g-crumbs', { 'aria-label': 'folder' });
  const list = h('ul.g-files-list', { 'aria-label': 'files' });
  const preview = h('div.g-preview', { tabindex: 0, role: 'region', 'aria-label': 'preview' });
  const close = h('button', { onclick: onClose }, 'Close');
  const element = h(
    'div.g-files',
    null,
    h('div.g-head', null, h('strong', null, 'Files'), crumbs, close),
    h('div.g-files-body', null, list, preview)
  );
  let address: string | undefined;
  let asked = 0;

  const release = (): void => {
    if (address) {
      URL.revokeObjectURL(address);
      address = undefined;
    }
  };
  const say = (...children: (Node | string)[]): void => {
    release();
    fill(preview, ...children);
  };
  const refuse = (error: unknown): void =>
    say(
      h('div.g-problem', null, clean((error as Error).message)),
      muted((error as HostError).hint ?? '', 'div')
    );

  const walk = async (path: string): Promise<void> => {
    const mine = (asked += 1);
    drawCrumbs(path);
    try {
      const { content } = await host.ask('files', { run, path });
      if (mine !== asked) {
        return;
      }
      const more = Number(content['more'] ?? 0);
      const entries = content['entries'] as readonly Entry[];
      fill(
        list,
        ...entries.map(entry => row(entry, path ? `${path}/${entry.name}` : entry.name)),
        more > 0 && h('li.g-muted', null, `and ${more} more`),
        !entries.length && h('li.g-muted', null, 'no files')
      );
      say(muted('Choose a file to look into it.'));
    } catch (error) {
      refuse(error);
    }
  };

  const drawCrumbs = (path: string): void => {
    const parts = path ? path.split('/') : [];
    fill(
      crumbs,
      ...['run', ...parts].flatMap((name, index) => [
        index > 0 && ' / ',
        h(
          'button.g-plain',
          { onclick: () => void walk(parts.slice(0, index).join('/')) },
          clean(name)
        )
      ])
    );
  };

  const row = (entry: Entry, path: string): HTMLElement => {
    const opens = entry.kind !== 'other';
    const go = (): void => void (entry.kind === 'folder' ? walk(path) : look(path, choose));
    const choose = h(
      'button.g-file',
      { disabled: !opens, onclick: go, title: clean(entry.name) },
      h('span', { 'aria-hidden': 'true' }, SIGNS[entry.kind]),
      h('span.g-cut', null, clean(entry.name)),
      h('span.g-muted', null, entry.kind === 'file' ? size(entry.size) : entry.kind)
    );
    return h('li', null, choose);
  };

  const look = async (path: string, chosen: HTMLElement): Promise<void> => {
    const mine = (asked += 1);
    list.querySelectorAll('[aria-current]').forEach(one => one.removeAttribute('aria-current'));
    chosen.setAttribute('aria-current', 'true');
    try {
      const seen = await host.ask('file', { run, path });
      if (mine === asked) {
        show(seen, path);
      }
    } catch (error) {
      refuse(error);
    }
  };

  const show = (seen: Message, path: string): void => {
    const { type, mime, text, is_whole, buffer } = seen.content;
    const count = size(Number(seen.content['size']));
    if (type === 'picture') {
      release();
      const data = new Uint8Array(bytes(seen, Number(buffer)));
      const made = URL.createObjectURL(new Blob([data], { type: String(mime) }));
      fill(
        preview,
        h('img', { src: made, alt: clean(path) }),
        caption(clean(`${String(mime)}, ${count}`))
      );
      address = made;
    } else if (type === 'text') {
      say(
        h('pre.g-output', null, ansi(String(text))),
        is_whole ? '' : caption(`the beginning of ${count}`)
      );
    } else {
      say(caption(clean(`${String(mime)}, ${count}: not shown`)));
    }
  };

  void walk('');
  return {
    element,
    close() {
      asked += 1;
      release();
      element.remove();
    }
  };
}

function caption(text: string): HTMLElement {
  return h('div.g-muted g-caption', null, text);
}
