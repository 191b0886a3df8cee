/** One row of a difference of texts as elements. */

import type { DiffRow, Piece } from '../../wire/diff';
import { clean, h } from '../shared/dom';
import type { Item } from './items';

/** Tabs stay tabs; what else cannot be seen, or deceives, becomes visible. */
function visible(text: string): string {
  return text.split('\t').map(clean).join('\t');
}

/** Pieces as elements: what changed as `<del>` and `<ins>`, tokens by classes. */
export function piecesOf(pieces: readonly Piece[], side: 'old' | 'new' | 'both'): Node[] {
  return pieces.map(piece => {
    const text = visible(piece.text);
    const token = piece.token ? `gd-t-${piece.token}` : null;
    if (piece.changed && side !== 'both') {
      return h(side === 'old' ? 'del' : 'ins', { class: token }, text);
    }
    return token ? h('span', { class: token }, text) : document.createTextNode(text);
  });
}

function cell(name: string, ...children: readonly (Node | string)[]): HTMLElement {
  return h('span', { role: 'cell', class: name }, ...children);
}

function number(of: number | null | undefined): HTMLElement {
  return cell('gd-no', of ? String(of) : '');
}

function sign(side: 'old' | 'new' | 'both'): HTMLElement {
  if (side === 'both') {
    return cell('gd-sign');
  }
  const [mark, word] = side === 'old' ? ['−', 'removed'] : ['+', 'added'];
  return h('span', { role: 'cell', class: 'gd-sign', 'aria-label': word }, mark);
}

function code(row: DiffRow, side: 'old' | 'new', mark: 'old' | 'new' | 'both'): HTMLElement {
  const pieces = row.kind === 'same' ? row.new : row[side];
  const text = cell(`gd-code gd-${side}`, ...piecesOf(pieces, mark));
  text.dir = 'ltr';
  if (row.no_end?.includes(side)) {
    text.append(h('span.gd-end g-muted', null, ' no newline at the end'));
  }
  return text;
}

/** The element of an item that is no fold. */
export function lineOf({ row, side }: Item, isBeside: boolean, index: number): HTMLElement {
  const line = h('div', { role: 'row', 'aria-rowindex': index + 2, tabindex: -1 });
  if (isBeside) {
    for (const one of ['old', 'new'] as const) {
      const isThere = row[`${one}_number`];
      const mark = row.kind === 'same' ? 'both' : one;
      const ground = !isThere ? 'gd-none' : mark === 'both' ? '' : `gd-is-${one}`;
      const half = h('span', { role: 'presentation', class: `gd-half ${ground}` });
      half.append(number(row[`${one}_number`]), sign(isThere ? mark : 'both'));
      half.append(isThere ? code(row, one, mark) : cell('gd-code'));
      line.append(half);
    }
    line.className = 'gd-row gd-two';
    return line;
  }
  line.className = `gd-row ${side === 'both' ? '' : `gd-is-${side}`}`;
  line.append(
    number(side === 'new' ? null : row.old_number),
    number(side === 'old' ? null : row.new_number),
    sign(side),
    code(row, side === 'old' ? 'old' : 'new', side)
  );
  return line;
}
