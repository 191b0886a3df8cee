/** The values of a chart as a table, for those who cannot see it or want the figures. */

import { h } from '../shared/dom';

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
  const place = h('div', { class: 'g-values', hidden: true });
  const update = (): void => {
    if (place.hidden) {
      place.replaceChildren();
      return;
    }
    const [head = [], ...lines] = read();
    const row = (scope: string, cells: readonly string[]): HTMLElement =>
      h(
        'tr',
        null,
        ...cells.map((text, i) =>
          scope === 'col' || !i ? h('th', { scope }, text) : h('td', null, text)
        )
      );
    const more = lines.length - MOST;
    place.replaceChildren(
      h(
        'table',
        null,
        h('thead', null, row('col', head)),
        h('tbody', null, ...lines.slice(0, MOST).map(line => row('row', line)))
      ),
      more > 0 ? `and ${more} more` : ''
    );
  };
  const button = h(
    'button',
    {
      type: 'button',
      class: 'g-icon',
      title: 'Values as a table',
      'aria-expanded': 'false',
      onclick: () => {
        place.hidden = !place.hidden;
        button.setAttribute('aria-expanded', String(!place.hidden));
        update();
      }
    },
    '\u2261'
  );
  return { button, place, update };
}
