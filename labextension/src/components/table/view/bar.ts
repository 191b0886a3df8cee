/** The bar above the table: filters, columns, groups, exports; and what all runs share. */

import { bytes } from '../../shared/host';
import { clean, fill, h } from '../../shared/dom';
import { openColumns } from './column_list';
import { show } from './column_menu';
import { openMenu, opener } from './menu';
import type { Stage } from './stage';
import { openTakeout } from './takeout';

const TYPING = 140;
const MOST_FOLDED = 40;

export class Bar {
  readonly element: HTMLElement;
  readonly folded = h('div', { class: 't-folded' });
  readonly rowField = field('Filter rows', 'regular expression over run, label, tags and flags');
  readonly #columnField = field('Filter columns', 'regular expression over headings');
  readonly #expression = field('Guild filter', 'for example: loss < 0.2 and lr >= 0.01');
  readonly #counts = h('span', { class: 't-counts', role: 'status' });
  readonly #faults = h('div', { class: 't-fault', role: 'alert', hidden: true });
  readonly #differing: HTMLButtonElement;
  readonly #chosen: HTMLButtonElement;
  #refusal = '';

  readonly #stage: Stage;

  constructor(stage: Stage, help: () => void) {
    this.#stage = stage;
    const { state } = stage;
    this.#differing = this.#toggle('Differences', 'only columns in which the runs differ', () =>
      state.choose({ differing: !state.choices.differing })
    );
    this.#chosen = this.#toggle('Chosen', 'only runs that are chosen', () =>
      state.choose({ chosen: !state.choices.chosen })
    );
    typed(this.rowField, text => state.choose({ rows: text }));
    typed(this.#columnField, text => state.choose({ columns: text }));
    // JupyterLab keeps browsers from taking Enter for a change.
    this.#expression.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        this.filter(this.#expression.value);
      }
    });
    this.#expression.addEventListener('change', () => this.filter(this.#expression.value));
    const bar = h(
      'div',
      { class: 't-bar', role: 'toolbar', 'aria-label': 'table' },
      this.rowField,
      this.#expression,
      this.#columnField,
      opener('Columns', 'show, hide and move columns', at => openColumns(stage, at)),
      opener('Group', 'group runs by a column', at => this.#openGroups(at)),
      this.#differing,
      this.#chosen,
      opener('Export', 'take out what is shown', at => openTakeout(stage, at)),
      h(
        'button',
        { class: 't-help', title: 'Keys (?)', 'aria-label': 'keys', onclick: help },
        '?'
      ),
      this.#counts
    );
    this.element = h('div', null, bar, this.#faults, this.folded);
    const { rows = '', columns = '', filter = '' } = state.choices;
    this.rowField.value = rows;
    this.#columnField.value = columns;
    this.#expression.value = filter;
  }

  /** Ask for the runs that an expression of Guild matches; an empty one matches all. */
  filter(expression: string): void {
    const { state, host, rows } = this.#stage;
    this.#refusal = '';
    this.#expression.value = expression;
    if (!expression.trim()) {
      state.matches = null;
      state.choose({ filter: '' });
      return;
    }
    host
      .ask('filter', { expression })
      .then(answer => {
        const buffer = answer.content['matches'];
        const found = typeof buffer === 'number' ? bytes(answer, buffer) : null;
        state.matches = found && found.length >= rows.count ? found : null;
        this.#stage.say(String(answer.content['note'] ?? ''));
        state.choose({ filter: expression });
      })
      .catch((error: unknown) => {
        const { message, hint } = error as { message: string; hint?: string };
        this.#refusal = [message, hint].filter(Boolean).join(' \u2014 ');
        state.matches = null;
        state.changed();
      });
  }

  draw(): void {
    const { state, rows, selection } = this.#stage;
    const { choices } = state;
    const { columnFault, rowFault, rows: shownRows, pinned, hidden } = state.shown;
    this.rowField.setAttribute('aria-invalid', String(Boolean(rowFault)));
    this.#columnField.setAttribute('aria-invalid', String(Boolean(columnFault)));
    this.#expression.setAttribute('aria-invalid', String(Boolean(this.#refusal)));
    this.#differing.setAttribute('aria-pressed', String(Boolean(choices.differing)));
    this.#chosen.setAttribute('aria-pressed', String(Boolean(choices.chosen)));
    const faults = [
      rowFault && `rows: ${rowFault}`,
      columnFault && `columns: ${columnFault}`,
      this.#refusal
    ].filter(Boolean);
    this.#faults.hidden = !faults.length;
    this.#faults.textContent = clean(faults.join(' \u00b7 '));
    const count = shownRows.length + pinned.length;
    const more = rows.table.more_rows ? `+${rows.table.more_rows}` : '';
    const runs =
      count === rows.count
        ? `${count} ${count === 1 ? 'run' : 'runs'}`
        : `${count} of ${rows.count} runs`;
    this.#counts.textContent = [
      runs + (more && `, ${rows.table.more_rows} left out`),
      selection.chosen.size ? `${selection.chosen.size} chosen` : '',
      hidden ? `${hidden} ${hidden > 1 ? 'columns' : 'column'} hidden` : '',
      rows.table.more_columns ? `${rows.table.more_columns} columns left out` : ''
    ]
      .filter(Boolean)
      .join(' \u00b7 ');
    this.#drawFolded();
  }

  #drawFolded(): void {
    const { state, rows } = this.#stage;
    const { folded } = state.shown;
    const isUnfolded = Boolean(state.choices.unfolded);
    this.folded.hidden = !folded.length && !isUnfolded;
    const count = rows.count + rows.table.more_rows;
    fill(
      this.folded,
      folded.length > 0 && h('span', { class: 'g-muted' }, `same in all ${count} runs`),
      ...folded.slice(0, MOST_FOLDED).map(column => {
        const value = clean((column.constant ?? '').slice(0, 80));
        return h(
          'button',
          {
            class: 't-same',
            title: 'show it as a column',
            onclick: () => show(this.#stage, column.key, true)
          },
          `${clean(column.heading.slice(0, 80))} `,
          h('b', null, value || 'none')
        );
      }),
      folded.length > MOST_FOLDED &&
        h('span', { class: 'g-muted' }, `and ${folded.length - MOST_FOLDED} more`),
      h(
        'button',
        { class: 't-same t-link', onclick: () => state.choose({ unfolded: !isUnfolded }) },
        isUnfolded ? 'fold what all runs share' : 'unfold'
      )
    );
  }

  #toggle(label: string, title: string, take: () => void): HTMLButtonElement {
    return h('button', { title, 'aria-pressed': 'false', onclick: take }, label);
  }

  #openGroups(at: Element): void {
    const { state, rows } = this.#stage;
    const able = rows.columns.filter(
      column =>
        column.constant === null &&
        (column.group === 'flag' || ['status', 'operation', 'tags', 'label'].includes(column.key))
    );
    const { group } = state.choices;
    openMenu(
      this.#stage.root,
      at,
      'group by',
      [
        { label: 'Group by' },
        { label: 'nothing', isOn: !group, take: () => state.choose({ group: '' }) },
        ...able.slice(0, 40).map(column => ({
          label: clean(column.heading.slice(0, 60)),
          isOn: group === column.key,
          take: () => state.choose({ group: column.key })
        }))
      ],
      () => this.#stage.focus()
    );
  }
}

function field(label: string, title: string): HTMLInputElement {
  return h('input', {
    type: 'search',
    class: 't-field',
    placeholder: label,
    'aria-label': label,
    title,
    spellcheck: 'false',
    autocomplete: 'off',
    'data-lm-suppress-shortcuts': 'true'
  });
}

function typed(input: HTMLInputElement, take: (text: string) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => take(input.value), TYPING);
  });
  input.addEventListener('change', () => {
    clearTimeout(timer);
    take(input.value);
  });
}
