/** What the pointer does: choosing, sorting, dragging headings and their edges, copying. */

import { followDrag } from '../../plot/dragging';
import { h, svg } from '../../shared/dom';
import { whole } from '../model/cell';
import { clicked } from '../model/order';
import { copy } from './actions';
import { fit, moveBefore, openColumnMenu, resize } from './column_menu';
import { edit } from './editing';
import type { Grid, Spot } from './grid';
import type { Picking } from './picking';
import { openRowMenu } from './row_menu';
import type { Stage } from './stage';

/** Have a grid in a frame follow the pointer. */
export function follow(stage: Stage, grid: Grid, picking: Picking, frame: HTMLElement): void {
  const { scroll } = grid;
  const heard = (take: (spot: Spot, event: MouseEvent, target: Element) => void) => {
    return (event: MouseEvent): void => {
      const spot = grid.at(event.target);
      if (spot) {
        take(spot, event, event.target as Element);
      }
    };
  };
  scroll.onclick = heard((spot, event, target) => {
    if (spot.at < 0) {
      clickHeading(stage, picking, spot, event, target);
    } else if (!target.closest('.t-edit')) {
      clickLine(stage, grid, picking, spot, event, target);
    }
  });
  scroll.ondblclick = heard((spot, _, target) => {
    if (spot.run) {
      edit(stage, spot);
    } else if (target.closest('.t-handle')) {
      fit(stage, spot.of);
    }
  });
  scroll.oncontextmenu = heard(({ at, run, of }, event) => {
    const anchor = new DOMRect(event.clientX, event.clientY);
    if (run) {
      openRowMenu(stage, anchor, run, picking);
    } else if (at < 0) {
      openColumnMenu(stage, anchor, of);
    } else {
      return;
    }
    event.preventDefault();
  });
  scroll.onpointerdown = heard((spot, event, target) => {
    if (spot.at < 0 && !event.button && !target.closest('.t-menu, .t-all')) {
      drag(stage, spot, frame, event as PointerEvent);
    }
  });
  hover(stage, grid, frame);
}

function clickHeading(
  stage: Stage,
  picking: Picking,
  { of }: Spot,
  event: MouseEvent,
  target: Element
): void {
  const { state } = stage;
  const menu = target.closest('.t-menu');
  if (target.closest('.t-all')) {
    picking.chooseAll();
  } else if (menu) {
    openColumnMenu(stage, menu, of);
  } else if (!target.closest('.t-handle') && of.kind !== 'spark') {
    state.sorts = clicked(state.sorts, of.key, event.shiftKey);
  }
}

function clickLine(
  stage: Stage,
  grid: Grid,
  picking: Picking,
  { at, column, run, group }: Spot,
  event: MouseEvent,
  target: Element
): void {
  const more = target.closest('.t-more');
  if (run && picking.picked(run)) {
    return;
  }
  grid.go(at, column);
  if (!run) {
    picking.fold(group!.name);
  } else if (more) {
    openRowMenu(stage, more, run, picking);
  } else if (event.shiftKey) {
    picking.extend();
  } else if (target.closest('.t-choose') || event.ctrlKey || event.metaKey) {
    picking.toggle(run);
  }
}

/** Drag a heading to another place, or its edge to another width. */
function drag(stage: Stage, { of, cell }: Spot, frame: HTMLElement, down: PointerEvent): void {
  const { state } = stage;
  const isPull = (down.target as Element).closest('.t-handle');
  const width = state.width(of);
  const wide = (event: PointerEvent): number => width + event.clientX - down.clientX;
  const sign = h('div.t-drop');
  let before: number | undefined;
  const move = (event: PointerEvent): void => {
    if (isPull) {
      state.pull({ key: of.key, width: wide(event) });
      return;
    }
    const x = event.clientX;
    before = undefined;
    for (const other of cell!.parentElement!.querySelectorAll<HTMLElement>('.t-cell')) {
      const { left, right } = other.getBoundingClientRect();
      const index = Number(other.dataset['column']);
      if (x >= left && x < right && index) {
        const isBehind = x > (left + right) / 2;
        before = index + Number(isBehind);
        sign.style.left = `${(isBehind ? right : left) - frame.getBoundingClientRect().left - 1}px`;
      }
    }
    sign.hidden = before === undefined;
    frame.append(sign);
  };
  followDrag(down, move, (event, isDrag) => {
    sign.remove();
    if (!isDrag) {
      return;
    }
    // The click that follows is the end of dragging, and sorts nothing.
    const swallow = (click: Event): void => click.stopPropagation();
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, true));
    if (isPull) {
      state.pull(null);
      resize(stage, of, wide(event));
    } else if (before !== undefined && of.kind !== 'id') {
      moveBefore(stage, of, state.shown.columns[before]);
    }
  });
}

/** Point at the run under the pointer, and offer to copy what its cell holds. */
function hover(stage: Stage, grid: Grid, frame: HTMLElement): void {
  const { rows, selection } = stage;
  let text = '';
  const button = h(
    'button.t-copy',
    {
      tabindex: -1,
      title: 'Copy the whole value',
      'aria-label': 'copy',
      onclick: () => copy(stage, text, 'the value')
    },
    svg(
      'svg',
      { viewBox: '0 0 14 14', width: 13, height: 13 },
      svg('path', { d: 'M5 5h7v7H5zM9 2H2v7', fill: 'none', stroke: 'currentColor' })
    )
  );
  const hide = (): void => {
    button.hidden = true;
  };
  hide();
  frame.append(button);
  grid.scroll.addEventListener('scroll', hide);
  grid.scroll.onpointerover = event => {
    const { run = '', of, row = -1, cell } = grid.at(event.target) ?? {};
    selection.hover(run || null);
    hide();
    if (!run || !of || !cell || of.kind === 'id' || cell.querySelector('.t-edit')) {
      return;
    }
    text = whole(rows, of, row);
    if (of.kind !== 'spark') {
      cell.title ||= text.slice(0, 1_000) + (text.length > 1_000 ? '\u2026' : '');
    }
    const outer = frame.getBoundingClientRect();
    const { left, right, top } = cell.getBoundingClientRect();
    // Numbers stand on the right: the button goes to where the cell is empty.
    const x = cell.classList.contains('t-number') ? left + 2 : right - 24;
    button.hidden = !text;
    button.style.translate = `${x - outer.left}px ${top - outer.top + 3}px`;
  };
  frame.onpointerleave = () => {
    hide();
    selection.hover(null);
  };
}
