/** The bar above the table: filters, columns, groups, exports; and what all runs share. */

import { bytes } from '../../shared/host';
import { clean, h } from '../../shared/dom';
import { titleOf } from '../model/cell';
import { openColumns } from './column_list';
import { show } from './column_menu';
import { openMenu, opener, searchField } from './menu';
import { told } from './stage';
import type { Stage } from './stage';
import { openTakeout } from './takeout';

const TYPING = 140;
const MOST_FOLDED = 40;
const MOST_GROUPS = 40;

export interface Bar {
  readonly element: HTMLElement;
  /** Ask for the runs that an expression of Guild matches; an empty one matches all. */
  filter(expression: string): void;
  draw(): void;
}

/** Make the bar of a table; `help` shows the keys. */
export function makeBar(stage: Stage, help: () => void): Bar {
  const { state, host, rows, selection } = stage;
  const counts = h('span.t-counts', { role: 'status' });
  const faults = h('div.t-fault', { role: 'alert' });
  let folded: Element = h('div');
  let refusal = '';

  /** A field of a regular expression, which is heard while it is typed. */
  const field = (name: 'rows' | 'columns', title: string): HTMLInputElement => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (): void => {
      clearTimeout(timer);
      state.choose({ [name]: input.value });
    };
    const input: HTMLInputElement = searchField(`Filter ${name}`, {
      title,
      value: state.choices[name],
      onchange: take,
      oninput: () => {
        clearTimeout(timer);
        timer = setTimeout(take, TYPING);
      }
    });
    return input;
  };
  const toggle = (name: 'differing' | 'chosen', label: string, title: string) => {
    const onclick = (): void => state.choose({ [name]: !state.choices[name] });
    const button = h('button', { title, onclick }, label);
    return [button, () => (button.ariaPressed = String(Boolean(state.choices[name])))] as const;
  };
  const ask = (): void => filter(guildField.value);
  const rowField = field('rows', 'regular expression over run, label, tags and flags');
  const columnField = field('columns', 'regular expression over headings');
  const guildField = searchField('Guild filter', {
    title: 'for example: loss < 0.2 and lr >= 0.01',
    value: state.choices.filter,
    onchange: ask,
    // JupyterLab keeps browsers from taking Enter for a change.
    onkeydown: ({ key }: KeyboardEvent) => key === 'Enter' && ask()
  });
  const [differing, drawDiffering] = toggle(
    'differing',
    'Differences',
    'only columns in which the runs differ'
  );
  const [chosen, drawChosen] = toggle('chosen', 'Chosen', 'only runs that are chosen');
  const bar = h(
    'div.t-bar',
    { role: 'toolbar', 'aria-label': 'table' },
    rowField,
    guildField,
    columnField,
    opener('Columns', 'show and hide columns', at => openColumns(stage, at)),
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
    host.ask('filter', { expression }).then(
      answer => {
        const buffer = answer.content['matches'];
        const found = typeof buffer === 'number' ? bytes(answer, buffer) : null;
        state.matches = found && found.length >= rows.count ? found : null;
        stage.say(String(answer.content['note'] ?? ''));
        state.choose({ filter: expression });
      },
      (error: unknown) => {
        refusal = told(error);
        state.matches = null;
        state.changed();
      }
    );
  }

  function draw(): void {
    const { columnFault, rowFault, rows: shown, pinned, hidden } = state.shown;
    const wrong = [
      [rowField, rowFault && `rows: ${rowFault}`],
      [columnField, columnFault && `columns: ${columnFault}`],
      [guildField, refusal]
    ] as const;
    wrong.forEach(([at, fault]) => (at.ariaInvalid = String(Boolean(fault))));
    faults.textContent = clean(joined(wrong.map(([, fault]) => fault)));
    drawDiffering();
    drawChosen();
    const count = shown.length + pinned.length;
    const { more_rows, more_columns } = rows.table;
    counts.textContent = joined([
      (count === rows.count ? many(count, 'run') : `${count} of ${rows.count} runs`) +
        (more_rows ? `, ${more_rows} left out` : ''),
      selection.chosen.size && `${selection.chosen.size} chosen`,
      hidden && `${many(hidden, 'column')} hidden`,
      more_columns && `${many(more_columns, 'column')} left out`
    ]);
    const next = foldedLine(stage);
    // Somebody may be about to click what stays the same.
    if (!folded.isEqualNode(next)) {
      folded.replaceWith(next);
      folded = next;
    }
  }

  return { element: h('div', null, bar, faults, folded), filter, draw };
}

/** What all runs have the same. */
function foldedLine(stage: Stage): HTMLElement {
  const { state, rows } = stage;
  const same = state.shown.folded;
  const { unfolded } = state.choices;
  const left = same.length - MOST_FOLDED;
  return h(
    'div.t-folded',
    { hidden: !same.length && !unfolded },
    same.length > 0 && `same in all ${rows.count + rows.table.more_rows} runs`,
    ...same
      .slice(0, MOST_FOLDED)
      .map(column =>
        h(
          'button.t-shared',
          { title: 'show it as a column', onclick: () => show(stage, column, true) },
          `${clean(column.heading.slice(0, 80))} `,
          h('b', null, clean((column.constant ?? '').slice(0, 80)) || 'none')
        )
      ),
    left > 0 && `and ${left} more`,
    h(
      'button.t-link',
      { onclick: () => state.choose({ unfolded: !unfolded }) },
      unfolded ? 'fold what all runs share' : 'unfold'
    )
  );
}

function openGroups(stage: Stage, at: Element): void {
  const { state, rows } = stage;
  const able = rows.columns.filter(
    ({ constant, group, key }) =>
      constant === null &&
      (group === 'flag' || ['status', 'operation', 'tags', 'label'].includes(key))
  );
  const by = (label: string, key?: string) => ({
    label,
    isOn: state.choices.group === key,
    take: () => state.choose({ group: key })
  });
  openMenu(
    stage.root,
    at,
    'group by',
    [
      { label: 'Group by' },
      by('nothing'),
      ...able.slice(0, MOST_GROUPS).map(column => by(titleOf(column), column.key))
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
