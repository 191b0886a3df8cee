/** Fills the cell of a run. */

import type { TableColumn } from '../../../wire/table';
import { clean, fill, h } from '../../shared/dom';
import { duration } from '../../shared/quantities';
import { isMetric, isNumeric, shown } from '../model/cell';
import { varies } from '../model/columns';
import { number, signed } from '../model/format';
import type { Group } from '../model/lines';
import { delta } from '../model/metrics';
import { spark } from './spark';
import type { Stage } from './stage';

const MOST_TAGS = 12;

/** What a status is called in style sheets; others are shown without a colour. */
const STATUSES = ['running', 'completed', 'error', 'terminated'];

/** Fill a cell with what the run of a row has in a column. */
export function paint(cell: HTMLElement, stage: Stage, column: TableColumn, row: number): void {
  const { rows, state, colours } = stage;
  const { key, kind } = column;
  const text = kind === 'spark' ? '' : shown(rows, column, row);
  const isComing = !text && kind !== 'spark' && !rows.has(key);
  const change = isMetric(column) && changeOf(stage, column, row);
  const isBest = state.isBest(column, row);
  dress(cell, column, (isBest ? ' t-best' : '') + (isComing ? ' t-coming' : ''));
  if (kind === 'id') {
    paintRun(cell, stage, row, text);
  } else if (kind === 'status') {
    paintStatus(cell, text);
  } else if (kind === 'spark') {
    fill(cell, spark(rows.points(key, row), colours.of(rows.id(row))));
  } else if (kind === 'tags') {
    fill(cell, ...tags(text).map(tag => h('span.t-tag', null, tag)));
  } else if (change || isBest) {
    fill(
      cell,
      isBest && h('span.t-star', { title: 'best of what is shown' }, '\u2605\u00a0'),
      h('span.t-value', null, text),
      change
    );
  } else {
    write(cell, text);
  }
}

/** Give a cell its classes; most cells have them already, for they are used again. */
function dress(cell: HTMLElement, column: TableColumn, more: string): void {
  const own = isNumeric(column) ? ' t-number' : column.kind === 'id' ? ' t-frozen' : '';
  const classes = `t-cell${own}${more}`;
  if (cell.className !== classes) {
    cell.className = classes;
  }
  if (cell.title) {
    cell.title = '';
  }
}

/** Have a cell hold a text alone, in the text node that it has. */
function write(cell: HTMLElement, text: string): void {
  const { firstChild } = cell;
  if (!(firstChild instanceof Text) || firstChild.nextSibling) {
    cell.textContent = text;
  } else if (firstChild.data !== text) {
    firstChild.data = text;
  }
}

function changeOf(stage: Stage, column: TableColumn, row: number): HTMLElement | null {
  const { rows, state } = stage;
  const { baseline } = state;
  const value = (of: number): number | null => rows.number(column.key, of);
  const found = baseline !== row ? delta(value(row), value(baseline), state.goal(column)) : null;
  return (
    found &&
    h(
      'span',
      {
        class: `t-delta t-${found.verdict}`,
        title: `${found.verdict} against the baseline`
      },
      found.by ? signed(found.by) : '='
    )
  );
}

function paintRun(cell: HTMLElement, stage: Stage, row: number, text: string): void {
  const { rows, selection, colours, state } = stage;
  const id = rows.id(row);
  if (!cell.querySelector('.t-choose')) {
    fill(
      cell,
      h('input.t-choose', { type: 'checkbox', tabindex: -1 }),
      h('span.t-swatch'),
      h('span.t-id'),
      h('span.t-sign', { title: 'marked' }, '\u2691'),
      h('span.t-badge', null, 'base'),
      h('button.t-more', { tabindex: -1, title: 'Actions' }, '\u22ef')
    );
  }
  const [box, swatch, name, sign, badge, more] = cell.children as unknown as [
    HTMLInputElement,
    ...HTMLElement[]
  ];
  box.checked = selection.chosen.has(id);
  box.ariaLabel = `choose ${text}`;
  more!.ariaLabel = `actions of ${text}`;
  swatch!.style.background = colours.of(id);
  name!.textContent = text;
  sign!.hidden = !rows.number('marked', row);
  badge!.hidden = state.choices.baseline !== id;
}

function paintStatus(cell: HTMLElement, status: string): void {
  const name = `t-dot t-${STATUSES.includes(status) ? status : 'other'}`;
  const { firstChild, lastChild } = cell;
  if (firstChild instanceof HTMLElement && lastChild instanceof Text) {
    firstChild.className = name;
    lastChild.data = status;
  } else {
    // An element of its own even for no text: it is written to later.
    fill(cell, h('span', { class: name, 'aria-hidden': 'true' }), new Text(status));
  }
}

/** The tags that a text holds. */
export function tags(text: string): string[] {
  return text
    .split(/\s*,\s*/)
    .filter(Boolean)
    .slice(0, MOST_TAGS);
}

/** Fill a cell of the heading of a group. */
export function paintGroup(
  cell: HTMLElement,
  stage: Stage,
  column: TableColumn,
  group: Group
): void {
  const { state, rows } = stage;
  const isTime = column.kind === 'duration';
  dress(cell, column, '');
  if (column.kind === 'id') {
    const isOpen = !state.closed.has(group.name);
    fill(
      cell,
      h(
        'button.t-fold',
        { tabindex: -1, 'aria-expanded': isOpen.toString() },
        isOpen ? '\u25be' : '\u25b8'
      ),
      h(
        'span.t-group',
        { title: `${clean(state.group?.heading ?? '')} = ${group.name}` },
        h('b', null, group.name || 'none'),
        h('small', null, `n = ${group.rows.length}`)
      )
    );
    return;
  }
  const found = isMetric(column) || isTime ? state.summary(column, group) : null;
  if (!found) {
    // Of a flag it is told when the whole group has one value.
    const isSame = !varies(rows, column.key, group.rows);
    cell.textContent = isSame ? shown(rows, column, group.rows[0]!) : '';
    return;
  }
  const { mean, sd, best, count } = found;
  const told = (value: number, digits: number): string =>
    isTime ? duration(value) : number(Number(value.toPrecision(digits)));
  const text = told(mean, 4) + (Number.isNaN(sd) ? '' : ` \u00b1 ${told(sd, 2)}`);
  cell.title = `mean ${text}, of ${count}`;
  fill(
    cell,
    h(
      'span.t-group',
      null,
      h('span', null, text),
      best !== null && h('small', null, `best ${number(best)}`)
    )
  );
}
