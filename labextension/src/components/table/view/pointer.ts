/** What the pointer does: choosing, sorting, dragging headings and their edges, copying. */

import { h, svg } from '../../shared/dom';
import { whole } from '../model/cell';
import { clicked } from '../model/order';
import { copy } from './actions';
import { fit, moveBefore, openColumnMenu } from './column_menu';
import { edit, isEditable } from './editing';
import type { Grid } from './grid';
import { openRowMenu } from './row_menu';
import type { Picking } from './picking';
import type { Stage } from './stage';

const FAR = 5;

/** Have a grid follow the pointer. */
export function follow(stage: Stage, grid: Grid, picking: Picking, frame: HTMLElement): void {
  const { scroll } = grid;
  scroll.addEventListener('click', event => click(stage, grid, picking, event));
  scroll.addEventListener('dblclick', event => {
    const place = grid.at(event.target);
    const column = place && stage.state.shown.columns[place.column];
    if (!place || !column) {
      return;
    }
    if (place.at < 0) {
      if (isIn(event, '.t-handle')) {
        fit(stage, column);
      }
      return;
    }
    const row = grid.line(place.at)?.row ?? -1;
    const cell = grid.cell(place);
    if (row >= 0 && cell && isEditable(column)) {
      edit(stage, cell, column, row);
    }
  });
  scroll.addEventListener('contextmenu', event => {
    const place = grid.at(event.target);
    if (!place) {
      return;
    }
    const at = new DOMRect(event.clientX, event.clientY, 0, 0);
    const row = grid.line(place.at)?.row ?? -1;
    if (place.at >= 0 && row >= 0) {
      event.preventDefault();
      openRowMenu(stage, at, stage.rows.id(row), picking.actions);
    } else if (place.at < 0) {
      event.preventDefault();
      const column = stage.state.shown.columns[place.column];
      if (column && event.target instanceof Element) {
        openColumnMenu(stage, event.target, column);
      }
    }
  });
  scroll.addEventListener('pointerdown', event => drag(stage, grid, frame, event));
  hover(stage, grid, frame);
}

function isIn(event: Event, selector: string): Element | null {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

function click(stage: Stage, grid: Grid, picking: Picking, event: MouseEvent): void {
  const { state, rows } = stage;
  const place = grid.at(event.target);
  if (!place || isIn(event, '.t-edit')) {
    return;
  }
  if (place.at < 0) {
    const column = state.shown.columns[place.column];
    const menu = isIn(event, '.t-menu');
    if (isIn(event, '.t-all')) {
      picking.chooseAll();
    } else if (menu && column) {
      openColumnMenu(stage, menu, column);
    } else if (column && !isIn(event, '.t-handle') && column.kind !== 'spark') {
      state.sorts = clicked(state.sorts, column.key, event.shiftKey);
    }
    return;
  }
  const line = grid.line(place.at);
  if (!line) {
    return;
  }
  if (line.row < 0) {
    grid.go(place.at, place.column);
    picking.fold(line.group!.name);
    return;
  }
  const id = rows.id(line.row);
  const more = isIn(event, '.t-more');
  if (picking.picked(id)) {
    return;
  }
  grid.go(place.at, place.column);
  if (more) {
    openRowMenu(stage, more, id, picking.actions);
  } else if (event.shiftKey) {
    picking.extend();
  } else if (isIn(event, '.t-choose') || event.ctrlKey || event.metaKey) {
    picking.toggle(id);
  }
}

/** Drag a heading to another place, or its edge to another width. */
function drag(stage: Stage, grid: Grid, holder: HTMLElement, down: PointerEvent): void {
  const place = grid.at(down.target);
  const column = place && stage.state.shown.columns[place.column];
  if (!column || place.at >= 0 || down.button !== 0 || isIn(down, '.t-menu, .t-all')) {
    return;
  }
  const isPull = Boolean(isIn(down, '.t-handle'));
  const width = stage.state.width(column);
  const sign = h('div.t-drop');
  let isMoving = false;
  let before: number | null = null;
  const moved = (event: PointerEvent): void => {
    const by = event.clientX - down.clientX;
    isMoving ||= Math.abs(by) > (isPull ? 1 : FAR);
    if (!isMoving) {
      return;
    }
    event.preventDefault();
    if (isPull) {
      stage.state.pull({ key: column.key, width: width + by });
      return;
    }
    holder.append(sign);
    const frame = holder.getBoundingClientRect();
    before = null;
    let edge = 0;
    grid.headings.querySelectorAll<HTMLElement>('.t-cell').forEach(cell => {
      const at = cell.getBoundingClientRect();
      const index = Number(cell.dataset['column']);
      if (event.clientX >= at.left && event.clientX < at.right && index > 0) {
        const isBefore = event.clientX < at.left + at.width / 2;
        before = isBefore ? index : index + 1;
        edge = (isBefore ? at.left : at.right) - frame.left;
      }
    });
    sign.hidden = before === null;
    sign.style.left = `${edge - 1}px`;
  };
  const up = (event: PointerEvent): void => {
    document.removeEventListener('pointermove', moved);
    document.removeEventListener('pointerup', up);
    document.removeEventListener('pointercancel', up);
    sign.remove();
    if (!isMoving) {
      return;
    }
    // The click that follows is the end of dragging, and sorts nothing.
    const swallow = (one: Event): void => one.stopPropagation();
    document.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => document.removeEventListener('click', swallow, true), 0);
    if (isPull) {
      stage.state.pull(null);
      const widths = { ...stage.state.choices.widths };
      widths[column.key] = Math.round(Math.max(36, width + event.clientX - down.clientX));
      stage.state.choose({ widths });
    } else if (before !== null && column.kind !== 'id') {
      moveBefore(stage, column, stage.state.shown.columns[before]);
    }
  };
  document.addEventListener('pointermove', moved);
  document.addEventListener('pointerup', up);
  document.addEventListener('pointercancel', up);
}

/** Point at the run under the pointer, and offer to copy what its cell holds. */
function hover(stage: Stage, grid: Grid, holder: HTMLElement): void {
  const { rows, selection } = stage;
  let text = '';
  const button = h(
    'button.t-copy',
    {
      tabindex: -1,
      title: 'Copy the whole value',
      'aria-label': 'copy',
      hidden: true
    },
    svg(
      'svg',
      { viewBox: '0 0 14 14', width: 13, height: 13, 'aria-hidden': 'true' },
      svg('path', { d: 'M5 5h7v7H5zM9 2H2v7', fill: 'none', stroke: 'currentColor' })
    )
  );
  button.addEventListener('click', () => copy(stage, text, 'the value'));
  holder.append(button);
  const hide = (): void => {
    button.hidden = true;
  };
  grid.scroll.addEventListener('scroll', hide, { passive: true });
  grid.scroll.addEventListener('pointerover', event => {
    const place = grid.at(event.target);
    const line = place && place.at >= 0 ? grid.line(place.at) : undefined;
    const column = place && stage.state.shown.columns[place.column];
    const row = line?.row ?? -1;
    selection.hover(row >= 0 ? rows.id(row) : null);
    const cell = place && grid.cell(place);
    if (!cell || !column || row < 0 || column.kind === 'id' || cell.querySelector('.t-edit')) {
      hide();
      return;
    }
    text = whole(rows, column, row);
    const title = `${text.slice(0, 1_000)}${text.length > 1_000 ? '\u2026' : ''}`;
    if (text && column.kind !== 'spark' && !cell.title) {
      cell.title = title;
    }
    const frame = holder.getBoundingClientRect();
    const at = cell.getBoundingClientRect();
    button.hidden = !text;
    button.style.top = `${at.top - frame.top + 3}px`;
    // Numbers stand on the right: the button goes to where the cell is empty.
    const isRight = !cell.classList.contains('t-number');
    button.style.left = `${(isRight ? at.right - 24 : at.left + 2) - frame.left}px`;
  });
  holder.addEventListener('pointerleave', () => {
    hide();
    selection.hover(null);
  });
}
