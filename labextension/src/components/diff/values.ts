/** Values that differ: a table, the words that changed marked. */

import type { DiffPart, DiffValue } from '../../wire/diff';
import { clean, h, muted } from '../shared/dom';
import { piecesOf } from './line';

const OF_NO_SIDE = 'none';
/** What stands in a run's record in place of what may be a secret. */
const WITHHELD = '***';

/** Whether nothing can be compared: each side that has the value has it withheld. */
function isWithheld({ old, new: fresh }: DiffValue): boolean {
  const pieces = [...old, ...fresh];
  return pieces.length > 0 && pieces.every(piece => piece.text === WITHHELD);
}

function chip(value: DiffValue, side: 'old' | 'new'): HTMLElement {
  const isThere = value.change !== (side === 'old' ? 'added' : 'removed');
  if (!isThere) {
    return h('td.g-muted', { 'aria-label': OF_NO_SIDE }, '');
  }
  const text = value[side].length ? piecesOf(value[side], side) : ['empty'];
  const ground = value.change === 'own' ? '' : `gd-is-${side}`;
  return h('td', null, h('span', { class: `gd-chip ${ground}` }, ...text));
}

/**
 * The table of a part's values. `open` makes the lines of a long value, to stand below it.
 */
export function valuesOf(part: DiffPart, open: (name: string) => HTMLElement): HTMLElement[] {
  const own = part.values.filter(value => value.change === 'own');
  const withheld = part.values.filter(value => value.change !== 'own' && isWithheld(value));
  const shown = part.values.filter(value => ![...own, ...withheld].includes(value));
  const body = h('tbody');
  const put = (values: readonly DiffValue[]): void => {
    for (const value of values) {
      const name = h('th', { scope: 'row' }, clean(value.name));
      const line = h('tr', null, name, chip(value, 'old'), chip(value, 'new'));
      line.append(h('td.gd-step g-muted', null, clean(value.step ?? '')));
      body.append(line);
      if (value.is_long) {
        name.append(' ', lines(value.name, line, open));
      }
    }
  };
  put(shown);
  const heads = ['name', 'old', 'new', 'change'].map(text => h('th', { scope: 'col' }, text));
  const head = h('thead.gd-unseen', null, h('tr', null, ...heads));
  const table = h('table.gd-values', { 'aria-label': clean(part.title) }, head, body);
  const found: HTMLElement[] = [table];
  if (part.more_values) {
    found.push(muted(`and ${part.more_values} more, not shown`, 'div'));
  }
  const folded = (said: string, values: readonly DiffValue[]): void => {
    if (values.length) {
      const open = (): void => {
        more.remove();
        put(values);
      };
      const more = h('button.gd-plain g-muted', { onclick: open }, `${said}: ${values.length}`);
      found.push(more);
    }
  };
  folded('value not recorded', withheld);
  folded('different in every run', own);
  return found;
}

function lines(name: string, row: HTMLElement, open: (name: string) => HTMLElement): HTMLElement {
  let below: HTMLElement | null = null;
  const button = h('button', { 'aria-expanded': 'false' }, 'lines');
  button.addEventListener('click', () => {
    if (below) {
      below.remove();
      below = null;
    } else {
      below = h('tr', null, h('td', { colspan: 4 }, open(name)));
      row.after(below);
    }
    button.setAttribute('aria-expanded', String(below !== null));
  });
  return button;
}
