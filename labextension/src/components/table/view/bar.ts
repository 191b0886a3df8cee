/** The bar above the table: filters, columns, groups, exports; and what all runs share. */

import { bytes } from '../../shared/host';
import { clean, fill, h } from '../../shared/dom';
import { openColumns } from './column_list';
import { show } from './column_menu';
import { openMenu, opener } from './menu';
import type { Entry } from './menu';
import type { Stage } from './stage';
import { openTakeout } from './takeout';

const TYPING = 140;
const MOST_FOLDED = 40;

export interface Bar {
  readonly element: HTMLElement;
  /** Ask for the runs that an expression of Guild matches; an empty one matches all. */
  filter(expression: string): void;
  draw(): void;
}

/** Make the bar of a table; `help` shows the keys. */
export function makeBar(stage: Stage, help: () => void): Bar {
  const { state, host, rows, selection } = stage;
  const {
    rows: rowsKept = '',
    columns: columnsKept = '',
    filter: filterKept = ''
  } = state.choices;
  const folded = h('div.t-folded');
  const counts = h('span.t-counts', { role: 'status' });
  const faults = h('div.t-fault', { role: 'alert', hidden: true });
  const rowField = field(
    'Filter rows',
    'regular expression over run, label, tags and flags',
    rowsKept
  );
  const columnField = field('Filter columns', 'regular expression over headings', columnsKept);
  const guildField = field('Guild filter', 'for example: loss < 0.2 and lr >= 0.01', filterKept);
  const differing = toggle('Differences', 'only columns in which the runs differ', () =>
    state.choose({ differing: !state.choices.differing })
  );
  const chosen = toggle('Chosen', 'only runs that are chosen', () =>
    state.choose({ chosen: !state.choices.chosen })
  );
  let refusal = '';
  typed(rowField, text => state.choose({ rows: text }));
  typed(columnField, text => state.choose({ columns: text }));
  // JupyterLab keeps browsers from taking Enter for a change.
  guildField.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      filter(guildField.value);
    }
  });
  guildField.addEventListener('change', () => filter(guildField.value));
  const bar = h(
    'div.t-bar',
    { role: 'toolbar', 'aria-label': 'table' },
    rowField,
    guildField,
    columnField,
    opener('Columns', 'show, hide and move columns', at => openColumns(stage, at)),
    opener('Group', 'group runs by a column', at => openGroups(stage, at)),
    differing,
    chosen,
    opener('Export', 'take out what is shown', at => openTakeout(stage, at)),
    h('button', { title: 'Keys (?)', 'aria-label': 'keys', onclick: help }, '?'),
    counts
  );

  function filter(expression: string): void {
    refusal = '';
    guildField.value = expression;
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
        stage.say(String(answer.content['note'] ?? ''));
        state.choose({ filter: expression });
      })
      .catch((error: unknown) => {
        const { message, hint } = error as { message: string; hint?: string };
        refusal = [message, hint].filter(Boolean).join(' \u2014 ');
        state.matches = null;
        state.changed();
      });
  }

  function draw(): void {
    const { columnFault, rowFault, rows: shownRows, pinned, hidden } = state.shown;
    const told = [
      [rowField, rowFault && `rows: ${rowFault}`],
      [columnField, columnFault && `columns: ${columnFault}`],
      [guildField, refusal]
    ] as const;
    told.forEach(([at, fault]) => at.setAttribute('aria-invalid', String(Boolean(fault))));
    differing.setAttribute('aria-pressed', String(Boolean(state.choices.differing)));
    chosen.setAttribute('aria-pressed', String(Boolean(state.choices.chosen)));
    faults.textContent = clean(joined(told.map(([, fault]) => fault)));
    faults.hidden = !faults.textContent;
    const count = shownRows.length + pinned.length;
    const { more_rows, more_columns } = rows.table;
    counts.textContent = joined([
      (count === rows.count ? many(count, 'run') : `${count} of ${rows.count} runs`) +
        (more_rows ? `, ${more_rows} left out` : ''),
      selection.chosen.size && `${selection.chosen.size} chosen`,
      hidden && `${many(hidden, 'column')} hidden`,
      more_columns && `${many(more_columns, 'column')} left out`
    ]);
    drawFolded();
  }

  function drawFolded(): void {
    const same = state.shown.folded;
    const isUnfolded = Boolean(state.choices.unfolded);
    const more = same.length - MOST_FOLDED;
    const muted = (text: string): HTMLElement => h('span.g-muted', null, text);
    folded.hidden = !same.length && !isUnfolded;
    fill(
      folded,
      same.length > 0 && muted(`same in all ${rows.count + rows.table.more_rows} runs`),
      ...same.slice(0, MOST_FOLDED).map(column =>
        h(
          'button.t-same',
          {
            title: 'show it as a column',
            onclick: () => show(stage, column.key, true)
          },
          `${clean(column.heading.slice(0, 80))} `,
          h('b', null, clean((column.constant ?? '').slice(0, 80)) || 'none')
        )
      ),
      more > 0 && muted(`and ${more} more`),
      h(
        'button',
        { class: 't-same t-link', onclick: () => state.choose({ unfolded: !isUnfolded }) },
        isUnfolded ? 'fold what all runs share' : 'unfold'
      )
    );
  }

  return { element: h('div', null, bar, faults, folded), filter, draw };
}

function openGroups(stage: Stage, at: Element): void {
  const { state, rows } = stage;
  const { group } = state.choices;
  const able = rows.columns.filter(
    column =>
      column.constant === null &&
      (column.group === 'flag' || ['status', 'operation', 'tags', 'label'].includes(column.key))
  );
  const by = (label: string, key: string): Entry => ({
    label: clean(label.slice(0, 60)),
    isOn: (group ?? '') === key,
    take: () => state.choose({ group: key })
  });
  openMenu(
    stage.root,
    at,
    'group by',
    [
      { label: 'Group by' },
      by('nothing', ''),
      ...able.slice(0, 40).map(column => by(column.heading, column.key))
    ],
    stage.focus
  );
}

function joined(parts: readonly (string | number)[]): string {
  return parts.filter(Boolean).join(' \u00b7 ');
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function toggle(label: string, title: string, take: () => void): HTMLButtonElement {
  return h('button', { title, onclick: take }, label);
}

function field(label: string, title: string, value: string): HTMLInputElement {
  return h('input', {
    value,
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
