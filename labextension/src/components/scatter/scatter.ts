/** A scatter plot of any two columns; a rectangle drawn over it chooses runs. */

import { clean, h } from '../shared/dom';
import type { Host } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { asTable } from '../plot/as_table';
import { fit } from '../plot/canvas';
import { colouringOf } from '../plot/colouring';
import { saying } from '../plot/controls';
import { followDrag } from '../plot/dragging';
import type { Frame } from '../plot/frame';
import { painterOf } from '../plot/painter';
import plotCss from '../plot/plot.css';
import { themeOf } from '../plot/theme';
import { tooltipOf } from '../plot/tooltip';
import { bestRow, cellText, nameOf, valuesOf } from '../plot/values';
import type { Values } from '../plot/values';
import { axesOf } from './axes';
import type { Keys } from './axes';
import { drawAxes, drawPoints, drawRing } from './drawing';
import { placesOf, rowAt, rowsIn, scaleOf } from './points';
import css from './scatter.css';

const HEIGHT = 380;
const REACH = 12;
/** A place in the plot: in parts of it, and in pixels. */
type Place = {
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
};

/** Show a scatter plot in an element; returns what takes it away. */
export function ScatterView(
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection
): () => void {
  [plotCss, css].forEach(sheet => useSheet(root, sheet));
  let frame: Frame = { left: 64, top: 10, width: 1, height: 1 };
  let keys: Keys = { x: '', y: '', colour: '' };
  let xs = new Float64Array(0);
  let ys = new Float64Array(0);
  let at = -1;
  let isDragging = false;

  const said = saying();
  const blank = h('div', { class: 'g-blank' });
  const canvas = h('canvas');
  const marquee = h('div', { class: 'g-marquee', hidden: true });
  const stage = h(
    'div',
    { class: 'g-stage g-scatter', role: 'application', tabindex: 0 },
    canvas,
    marquee
  );
  const tip = tooltipOf(stage);
  const theme = themeOf(root, want);
  const painter = painterOf(root, paint);
  const table = asTable(() => {
    const columns = columnsNow();
    return [
      ['run', ...columns.map(column => clean(column.heading))],
      ...standing().map(row => [
        nameOf(rows, row),
        ...columns.map(column => cellText(rows, column, row))
      ])
    ];
  });
  const axes = axesOf(host, want, table.button);

  function want(): void {
    painter.want();
  }

  function columnsNow(): NonNullable<ReturnType<Rows['column']>>[] {
    return [...new Set(Object.values(keys))].flatMap(key => rows.column(key) ?? []);
  }

  /** The rows that have a place, from the left to the right. */
  function standing(): number[] {
    return [...xs.keys()]
      .filter(row => !Number.isNaN(xs[row]! + ys[row]!))
      .sort((a, b) => xs[a]! - xs[b]! || ys[a]! - ys[b]!);
  }

  function idsOf(some: readonly number[]): string[] {
    return some.map(row => rows.id(row));
  }

  /** Draw now. */
  function paint(): void {
    keys = axes.offer(rows);
    void rows.need([...Object.values(keys), 'label'].filter(Boolean)).catch(() => undefined);
    const isThere = rows.count > 0 && rows.has(keys.x) && rows.has(keys.y);
    stage.hidden = !isThere;
    blank.textContent = isThere
      ? ''
      : !rows.count
        ? clean(rows.table.empty) || 'No runs.'
        : keys.x
          ? 'reading …'
          : 'These runs have no flags or metrics.';
    if (!isThere) {
      return;
    }
    const values = (key: string): Values => valuesOf(rows, rows.column(key)!);
    const [ofX, ofY] = [values(keys.x), values(keys.y)];
    const x = { values: ofX, scale: scaleOf(ofX, axes.isLog.x()) };
    const y = { values: ofY, scale: scaleOf(ofY, axes.isLog.y()) };
    const inks = theme.now();
    const coloured = rows.has(keys.colour) ? values(keys.colour) : null;
    const colouring = colouringOf(coloured, inks.isDark, inks.muted);
    axes.legend(colouring.legend());
    xs = placesOf(ofX, x.scale);
    ys = placesOf(ofY, y.scale);
    const width = Math.max(200, root.clientWidth || 600);
    frame = { left: 72, top: 10, width: width - 90, height: HEIGHT - 56 };
    tell(ofX, ofY);
    table.update();
    const context = fit(canvas, width, HEIGHT);
    if (!context) {
      return;
    }
    drawAxes(context, frame, x, y, inks);
    const { chosen, hovered } = selection;
    const isBack = (row: number): boolean => chosen.size > 0 && !chosen.has(rows.id(row));
    drawPoints(context, frame, xs, ys, isBack, colouring.of, inks);
    const rings: [number, string][] = [
      [bestRow(ofY.column, ofY.numbers), inks.accent],
      [hovered === null ? -1 : rows.row(hovered), inks.text]
    ];
    for (const [row, ink] of rings) {
      if (row >= 0) {
        drawRing(context, frame, xs[row]!, ys[row]!, ink);
      }
    }
  }

  function tell(x: Values, y: Values): void {
    const chosen = selection.chosen.size;
    const shown = standing().length;
    const left = rows.count - shown;
    const why =
      axes.isLog.x() || axes.isLog.y()
        ? 'no value, or one ≤ 0 on a log axis'
        : 'no value in one of both columns';
    said.textContent = [
      chosen ? `${chosen} of ${rows.count} runs chosen` : '',
      left ? `${left} ${left === 1 ? 'run is' : 'runs are'} not shown: ${why}` : ''
    ]
      .filter(Boolean)
      .join('; ');
    const names = `${clean(y.column.heading)} over ${clean(x.column.heading)}`;
    stage.setAttribute(
      'aria-label',
      `Scatter plot of ${names}, ${shown} runs. Arrows go from run to run, with Shift they choose; Space chooses one, Escape none.`
    );
  }

  function placeOf(event: MouseEvent): Place {
    const box = stage.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    return {
      x: (left - frame.left) / frame.width,
      y: 1 - (top - frame.top) / frame.height,
      left,
      top
    };
  }

  function near(event: MouseEvent): number {
    const { x, y } = placeOf(event);
    return rowAt(xs, ys, x, y, frame.width, frame.height, REACH);
  }

  function show(row: number): void {
    selection.hover(rows.id(row));
    tip.show(
      frame.left + xs[row]! * frame.width,
      frame.top + (1 - ys[row]!) * frame.height,
      nameOf(rows, row),
      ...columnsNow().map(column => `${clean(column.heading)}: ${cellText(rows, column, row)}`)
    );
  }

  function leave(): void {
    tip.hide();
    selection.hover(null);
  }

  /** Draw a rectangle over the runs that are chosen. */
  function stretch(from: Place, to: Place, before: readonly string[]): void {
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    const [bottom, top] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
    marquee.hidden = false;
    Object.assign(marquee.style, {
      left: `${Math.min(from.left, to.left)}px`,
      top: `${Math.min(from.top, to.top)}px`,
      width: `${Math.abs(from.left - to.left)}px`,
      height: `${Math.abs(from.top - to.top)}px`
    });
    selection.choose([...before, ...idsOf(rowsIn(xs, ys, { left, right, bottom, top }))]);
  }

  stage.addEventListener('pointerdown', event => {
    if (event.button !== 0) {
      return;
    }
    event.preventDefault();
    stage.focus({ preventScroll: true });
    const from = placeOf(event);
    const pressed = near(event);
    const isMore = event.shiftKey || event.ctrlKey || event.metaKey;
    const before = isMore ? [...selection.chosen] : [];
    followDrag(
      event,
      moving => {
        isDragging = true;
        leave();
        stretch(from, placeOf(moving), before);
      },
      (_, isDrag) => {
        isDragging = false;
        marquee.hidden = true;
        if (!isDrag && pressed >= 0) {
          selection.toggle(rows.id(pressed));
        }
      }
    );
  });
  stage.addEventListener('pointermove', event => {
    const row = isDragging ? -1 : near(event);
    if (row < 0) {
      leave();
    } else {
      show(row);
    }
  });
  stage.addEventListener('pointerleave', leave);
  stage.addEventListener('blur', leave);
  stage.addEventListener('dblclick', () => selection.choose([]));
  // Arrows go from point to point along x.
  stage.addEventListener('keydown', event => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (by) {
      const shown = standing();
      const next = shown[Math.max(0, Math.min(shown.length - 1, shown.indexOf(at) + by))];
      if (next !== undefined) {
        if (event.shiftKey) {
          selection.choose([...selection.chosen, ...idsOf([at, next].filter(row => row >= 0))]);
        }
        at = next;
        show(at);
      }
    } else if (event.key === ' ' && at >= 0) {
      selection.toggle(rows.id(at));
    } else if (event.key === 'Escape') {
      selection.choose([]);
      leave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  root.append(axes.element, said, stage, blank, table.place);
  const offs = [
    rows.onChange(want),
    selection.onChange(want),
    selection.onHover(want),
    painter.close,
    axes.close,
    theme.close
  ];
  want();
  return () => {
    offs.forEach(off => off());
    root.replaceChildren();
  };
}
