/** Fills the cell of a run. */

import type { TableColumn } from '../../../wire/table';
import { clean, fill, h, svg } from '../../shared/dom';
import { isMetric, isNumeric, shown } from '../model/cell';
import { number, signed } from '../model/format';
import { delta } from '../model/metrics';
import type { Group } from '../model/lines';
import type { Stage } from './stage';

const SPARK_WIDTH = 84;
const SPARK_HEIGHT = 18;
const MOST_TAGS = 12;

/** What a status is called in style sheets; others are shown without a colour. */
const STATUSES = new Set(['running', 'completed', 'error', 'terminated', 'pending', 'staged']);

/** Fill a cell with what the run of a row has in a column. */
export function paint(cell: HTMLElement, stage: Stage, column: TableColumn, row: number): void {
  const { rows, state } = stage;
  const text = column.kind === 'spark' ? '' : shown(rows, column, row);
  cell.className = `g-cell${isNumeric(column) ? ' g-number' : ''}`;
  cell.removeAttribute('title');
  switch (column.kind) {
    case 'id':
      paintRun(cell, stage, row, text);
      return;
    case 'status':
      fill(cell, dot(text), text);
      return;
    case 'spark':
      fill(cell, spark(rows.points(column.key, row), stage.colours.of(rows.id(row))));
      return;
    case 'tags':
      fill(cell, ...tags(text).map(tag => h('span', { class: 'g-tag' }, tag)));
      return;
    default:
  }
  if (!text && !rows.has(column.key)) {
    cell.classList.add('g-coming');
  }
  const change = isMetric(column) ? change_(stage, column, row) : null;
  const isBest = state.isBest(column, row);
  if (!change && !isBest) {
    cell.textContent = text;
    return;
  }
  cell.classList.toggle('g-best', isBest);
  fill(
    cell,
    isBest && h('span', { class: 'g-star', title: 'best of what is shown' }, '\u2605\u00a0'),
    h('span', { class: 'g-value' }, text),
    change
  );
}

function change_(stage: Stage, column: TableColumn, row: number): HTMLElement | null {
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
    { class: `g-delta g-${verdict}`, title: `${said} against the baseline` },
    found.by === 0 ? '=' : signed(found.by)
  );
}

function paintRun(cell: HTMLElement, stage: Stage, row: number, text: string): void {
  const { rows, selection, colours, state } = stage;
  const id = rows.id(row);
  const isChosen = selection.chosen.has(id);
  const box = h('input', {
    type: 'checkbox',
    tabindex: -1,
    class: 'g-choose',
    'aria-label': `choose ${text}`
  });
  box.checked = isChosen;
  const isBaseline = state.choices.baseline === id;
  fill(
    cell,
    box,
    h('span', { class: 'g-swatch', style: `background:${colours.of(id)}` }),
    h('span', { class: 'g-id' }, text),
    rows.number('marked', row) ? h('span', { class: 'g-sign', title: 'marked' }, '\u2691') : null,
    isBaseline && h('span', { class: 'g-badge', title: 'baseline' }, 'base'),
    h(
      'button',
      { class: 'g-more', tabindex: -1, 'aria-label': `actions of ${text}`, title: 'Actions' },
      '\u22ef'
    )
  );
}

/** The dot of a status; its word stands beside it. */
export function dot(status: string): HTMLElement {
  const name = STATUSES.has(status) ? status : 'other';
  return h('span', { class: `g-dot g-${name}`, 'aria-hidden': 'true' });
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
      class: 'g-spark',
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
  group: Group
): void {
  const { state } = stage;
  cell.className = `g-cell${isNumeric(column) ? ' g-number' : ''}`;
  if (column.kind === 'id') {
    const isOpen = !state.closed.has(group.name);
    fill(
      cell,
      h(
        'button',
        { class: 'g-fold', tabindex: -1, 'aria-expanded': String(isOpen) },
        isOpen ? '\u25be' : '\u25b8'
      ),
      h(
        'span',
        { class: 'g-group', title: `${clean(state.group?.heading ?? '')} = ${group.name}` },
        h('b', null, group.name || 'none'),
        h('small', null, `n = ${group.rows.length}`)
      )
    );
    return;
  }
  const found = isNumeric(column) ? state.summary(column, group.name, group.rows) : null;
  if (!found || column.key === state.group?.key) {
    cell.replaceChildren();
    return;
  }
  const spread = Number.isNaN(found.sd)
    ? ''
    : ` \u00b1 ${number(Number(found.sd.toPrecision(2)))}`;
  const mean = number(Number(found.mean.toPrecision(4)));
  cell.title = `mean ${mean}${spread}, of ${found.count}`;
  fill(
    cell,
    h(
      'span',
      { class: 'g-summary' },
      h('span', null, mean + spread),
      found.best !== null && h('small', null, `best ${number(found.best)}`)
    )
  );
}
