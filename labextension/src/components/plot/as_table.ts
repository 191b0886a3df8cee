/** The values of a chart as a table, for those who cannot see it or want the figures. */

import { fill, give, h } from '../shared/dom';

/** More lines than this are left out, and it is said. */
const MOST = 200;

/** A table that is shown by a button. */
export interface AsTable {
  readonly button: HTMLElement;
  readonly place: HTMLElement;
  /** Other values are there. */
  readonly update: () => void;
}

/** Show what `read` returns, line by line, the first one the headings. */
export function asTable(read: () => readonly (readonly string[])[]): AsTable {
  const place = h('div.g-values', { hidden: true });
  const update = (): void => {
    give(button, { 'aria-expanded': String(!place.hidden) });
    if (place.hidden) {
      fill(place);
      return;
    }
    const lines = read();
    const more = lines.length - 1 - MOST;
    const row = (cells: readonly string[], n: number): HTMLElement =>
      h(
        'tr',
        null,
        ...cells.map((text, i) =>
          n && i ? h('td', null, text) : h('th', { scope: n ? 'row' : 'col' }, text)
        )
      );
    fill(
      place,
      h('table', null, ...lines.slice(0, MOST + 1).map(row)),
      more > 0 && `and ${more} more`
    );
  };
  const button = h(
    'button.g-icon',
    {
      type: 'button',
      title: 'Values as a table',
      onclick: () => {
        place.hidden = !place.hidden;
        update();
      }
    },
    '\u2261'
  );
  return { button, place, update };
}
