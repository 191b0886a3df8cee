/** Fills the cell of a run. */

import type { TableColumn } from '../../../wire/table';
import { clean, fill, h, svg } from '../../shared/dom';
import { isMetric, isNumeric, shown } from '../model/cell';
import { varies } from '../model/columns';
import { duration } from '../../shared/quantities';
import { number, signed } from '../model/format';
import { delta } from '../model/metrics';
import type { Group } from '../model/lines';
import type { Stage } from './stage';

const SPARK_WIDTH = 84;
const SPARK_HEIGHT = 18;
const MOST_TAGS = 12;

/** What a status is called in style sheets; others are shown without a colour. */
const STATUSES = new Set(['running', 'completed', 'error', 'terminated', 'pending', 'staged']);

/** Fill a cell with what the run of a row has in a column; `place` are classes of its place. */
export function paint(
  cell: HTMLElement,
  stage: Stage,
  column: TableColumn,
  row: number,
  place: string
): void {
  const { rows, state } = stage;
  const text = column.kind === 'spark' ? '' : shown(rows, column, row);
  const change = isMetric(column) ? changeOf(stage, column, row) : null;
  const isBest = state.isBest(column, row);
  const isComing = !text && column.kind !== 'spark' && !rows.has(column.key);
  dress(
    cell,
    `t-cell${isNumeric(column) ? ' t-number' : ''}${place}${isBest ? ' t-best' : ''}` +
      (isComing ? ' t-coming' : '')
  );
  switch (column.kind) {
    case 'id':
      paintRun(cell, stage, row, text);
      return;
    case 'status':
      paintStatus(cell, text);
      return;
    case 'spark':
      fill(cell, spark(rows.points(column.key, row), stage.colours.of(rows.id(row))));
      return;
    case 'tags':
      fill(cell, ...tags(text).map(tag => h('span.t-tag', null, tag)));
      return;
    default:
  }
  if (!change && !isBest) {
    write(cell, text);
    return;
  }
  fill(
    cell,
    isBest && h('span.t-star', { title: 'best of what is shown' }, '\u2605\u00a0'),
    h('span.t-value', null, text),
    change
  );
}

/** Give a cell its classes; most cells have them already, for they are used again. */
function dress(cell: HTMLElement, classes: string): void {
  if (cell.className !== classes) {
    cell.className = classes;
  }
  if (cell.title) {
    cell.removeAttribute('title');
  }
}

/** Have a cell hold a text alone, in the text node that it has. */
function write(cell: HTMLElement, text: string): void {
  const { firstChild } = cell;
  if (firstChild instanceof Text && !firstChild.nextSibling) {
    if (firstChild.data !== text) {
      firstChild.data = text;
    }
  } else {
    cell.textContent = text;
  }
}

function changeOf(stage: Stage, column: TableColumn, row: number): HTMLElement | null {
  const { rows, state } = stage;
  const base = state.baseline;
  if (base < 0 || base === row) {
    return null;
  }
  const found = delta(
    rows.number(column.key, row),
    rows.number(column.key, base),
    state.goal(column)
  );
  if (!found) {
    return null;
  }
  const verdict = found.verdict === 'unknown' ? 'other' : found.verdict;
  const said = verdict === 'other' ? 'change' : verdict;
  return h(
    'span',
    { class: `t-delta t-${verdict}`, title: `${said} against the baseline` },
    found.by === 0 ? '=' : signed(found.by)
  );
}

interface RunParts {
  readonly box: HTMLInputElement;
  readonly swatch: HTMLElement;
  readonly id: HTMLElement;
  readonly sign: HTMLElement;
  readonly badge: HTMLElement;
  readonly more: HTMLElement;
}

const RUN_PARTS = new WeakMap<HTMLElement, RunParts>();

function runParts(): RunParts {
  return {
    box: h('input', { type: 'checkbox', tabindex: -1, class: 't-choose' }),
    swatch: h('span.t-swatch'),
    id: h('span.t-id'),
    sign: h('span.t-sign', { title: 'marked' }, '\u2691'),
    badge: h('span.t-badge', null, 'base'),
    more: h('button.t-more', { tabindex: -1, title: 'Actions' }, '\u22ef')
  };
}

function paintRun(cell: HTMLElement, stage: Stage, row: number, text: string): void {
  const { rows, selection, colours, state } = stage;
  const id = rows.id(row);
  const parts = RUN_PARTS.get(cell) ?? runParts();
  const { box, swatch, sign, badge, more } = parts;
  if (box.parentNode !== cell) {
    RUN_PARTS.set(cell, parts);
    cell.replaceChildren(box, swatch, parts.id, sign, badge, more);
  }
  box.checked = selection.chosen.has(id);
  box.setAttribute('aria-label', `choose ${text}`);
  more.setAttribute('aria-label', `actions of ${text}`);
  swatch.style.background = colours.of(id);
  parts.id.textContent = text;
  sign.hidden = !rows.number('marked', row);
  badge.hidden = state.choices.baseline !== id;
}

function paintStatus(cell: HTMLElement, status: string): void {
  const name = `t-dot t-${STATUSES.has(status) ? status : 'other'}`;
  const { firstChild, lastChild } = cell;
  if (firstChild instanceof HTMLElement && lastChild instanceof Text) {
    firstChild.className = name;
    lastChild.data = status;
  } else {
    fill(cell, h('span', { class: name, 'aria-hidden': 'true' }), document.createTextNode(status));
  }
}

/** Show in the line of a run whether it is chosen. */
export function showChosen(line: HTMLElement, isChosen: boolean): void {
  const first = line.firstElementChild as HTMLElement | null;
  const parts = first && RUN_PARTS.get(first);
  if (parts) {
    parts.box.checked = isChosen;
  }
}

/** The tags that a text holds. */
export function tags(text: string): string[] {
  return text
    .split(/\s*,\s*/)
    .filter(Boolean)
    .slice(0, MOST_TAGS);
}

/** A line of points; a lone one is a dot, and what is no number a gap. */
export function spark(points: Float32Array | null, colour: string): SVGElement | null {
  if (!points) {
    return null;
  }
  let low = Infinity;
  let high = -Infinity;
  for (const point of points) {
    if (Number.isFinite(point)) {
      low = Math.min(low, point);
      high = Math.max(high, point);
    }
  }
  if (low > high) {
    return null;
  }
  const across = SPARK_WIDTH / Math.max(1, points.length - 1);
  const up = high > low ? (SPARK_HEIGHT - 4) / (high - low) : 0;
  let path = '';
  let isBegun = false;
  points.forEach((point, index) => {
    if (!Number.isFinite(point)) {
      isBegun = false;
      return;
    }
    const y = up ? SPARK_HEIGHT - 2 - (point - low) * up : SPARK_HEIGHT / 2;
    const place = `${(index * across).toFixed(1)} ${y.toFixed(1)}`;
    // A round cap draws a point that stands alone.
    path += isBegun ? `L${place}` : `M${place}h.01`;
    isBegun = true;
  });
  return svg(
    'svg',
    {
      class: 't-spark',
      viewBox: `-2 0 ${SPARK_WIDTH + 4} ${SPARK_HEIGHT}`,
      role: 'img',
      'aria-label': `from ${number(low)} to ${number(high)}`
    },
    svg('path', { d: path, style: `stroke:${colour}` })
  );
}

/** Fill a cell of the heading of a group. */
export function paintGroup(
  cell: HTMLElement,
  stage: Stage,
  column: TableColumn,
  group: Group,
  place: string
): void {
  const { state } = stage;
  dress(cell, `t-cell${isNumeric(column) ? ' t-number' : ''}${place}`);
  if (column.kind === 'id') {
    const isOpen = !state.closed.has(group.name);
    fill(
      cell,
      h(
        'button.t-fold',
        { tabindex: -1, 'aria-expanded': String(isOpen) },
        isOpen ? '\u25be' : '\u25b8'
      ),
      h(
        'span.t-group',
        { title: `${clean(state.group?.heading ?? '')} = ${group.name}` },
        h('b', null, group.name || 'none'),
        h('small.g-muted', null, `n = ${group.rows.length}`)
      )
    );
    return;
  }
  const isMeasured = isMetric(column) || column.kind === 'duration';
  const found = isMeasured ? state.summary(column, group.name, group.rows) : null;
  if (!found) {
    // Of a flag it is told when the whole group has one value.
    const isSame = !varies(stage.rows, column.key, group.rows);
    cell.textContent = isSame ? shown(stage.rows, column, group.rows[0]!) : '';
    return;
  }
  const told = (value: number, digits: number): string =>
    column.kind === 'duration' ? duration(value) : number(Number(value.toPrecision(digits)));
  const spread = Number.isNaN(found.sd) ? '' : ` \u00b1 ${told(found.sd, 2)}`;
  const mean = told(found.mean, 4);
  cell.title = `mean ${mean}${spread}, of ${found.count}`;
  fill(
    cell,
    h(
      'span.t-summary',
      null,
      h('span', null, mean + spread),
      found.best !== null && h('small.g-muted', null, `best ${number(found.best)}`)
    )
  );
}
