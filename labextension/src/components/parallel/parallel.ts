/** Parallel coordinates: every run a line over the axes of its flags and metrics. */

import { clean, h } from '../shared/dom';
import type { Host } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { asTable } from '../plot/as_table';
import { colouringOf } from '../plot/colouring';
import { saying } from '../plot/controls';
import { keepingOf } from '../plot/keeping';
import { painterOf } from '../plot/painter';
import plotCss from '../plot/plot.css';
import { themeOf } from '../plot/theme';
import { tooltipOf } from '../plot/tooltip';
import { bestRow, cellText, nameOf, objectiveOf, valuesOf } from '../plot/values';
import { MOST_AXES, axisOf, usualAxes } from './axes';
import type { Axis } from './axes';
import { matching } from './brushes';
import type { Brushes } from './brushes';
import { choicesOf, keptOf } from './choices';
import { controlsOf, sentences } from './controls';
import { layoutOf, pixel } from './drawing';
import type { Layout } from './drawing';
import { gripsOf } from './grips';
import { headsOf } from './heads';
import { layersOf } from './layers';
import css from './parallel.css';
import { nearestLine } from './picking';

const KEPT = 'parallel';
const REACH = 14;
const HEIGHT = 330;
/** Axes do not stand nearer to each other; the picture is scrolled instead. */
const LEAST_ROOM = 62;

/** Show parallel coordinates in an element; returns what takes them away. */
export function ParallelView(
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection
): () => void {
  [plotCss, css].forEach(sheet => useSheet(root, sheet));
  const choices = choicesOf(host.get(KEPT));
  let axes: Axis[] = [];
  let layout: Layout = layoutOf(0, 0, 0);
  let colouring = colouringOf(null, false, '#999');
  let match = new Uint8Array(0);
  let best = -1;
  let isOurs = false;
  let madeFor = 0;

  const { keep, close: closeKeeping } = keepingOf(host, KEPT, () => keptOf(choices));
  const theme = themeOf(root, again);
  const said = saying();
  const blank = h('div', { class: 'g-blank' });
  const layers = layersOf();
  const grips = gripsOf(brush);
  const heads = headsOf(key => choices.of[key] ?? {}, {
    change: (key, choice) => change(() => (choices.of[key] = choice)),
    order: keys => change(() => (choices.axes = keys)),
    hide: key => {
      change(() => (choices.axes = keysNow().filter(one => one !== key)));
      unbrush(key);
    },
    clear: unbrush
  });
  const stage = h(
    'div',
    { class: 'g-parallel', role: 'application' },
    ...layers.canvases,
    grips.element,
    heads.element
  );
  const place = h('div', { class: 'g-stage' }, stage);
  const tip = tooltipOf(place);
  const table = asTable(() => [
    ['run', ...axes.map(axis => clean(axis.heading))],
    ...matched().map(row => [
      nameOf(rows, row),
      ...axes.map(axis => cellText(rows, axis.values.column, row))
    ])
  ]);
  const controls = controlsOf(
    {
      add: key => change(() => (choices.axes = [...keysNow(), key].slice(-MOST_AXES))),
      colour: key => change(() => (choices.colour = key)),
      clear: () => brush(new Map())
    },
    table.button
  );
  const painter = painterOf(root, paint);

  function keysNow(): string[] {
    const known = choices.axes?.filter(key => rows.column(key));
    return (known?.length ? known : usualAxes(rows.columns).keys).slice(0, MOST_AXES);
  }

  function matched(): number[] {
    return [...match.keys()].filter(row => match[row]);
  }

  /** Make it anew with the next frame that is seen. */
  function again(): void {
    madeFor = 0;
    painter.want();
  }

  function change(act: () => void): void {
    act();
    keep();
    again();
  }

  function unbrush(key: string): void {
    if (choices.brushes.has(key)) {
      brush(new Map([...choices.brushes].filter(([one]) => one !== key)));
    }
  }

  /** Take other brushes: their runs are chosen everywhere. */
  function brush(brushes: Brushes): void {
    const isOther = brushes.size > 0 || choices.brushes.size > 0;
    choices.brushes = brushes;
    keep();
    find();
    if (isOther) {
      choose();
    }
    painter.want();
  }

  function choose(): void {
    isOurs = true;
    selection.choose(choices.brushes.size ? matched().map(row => rows.id(row)) : []);
    isOurs = false;
  }

  /** Other runs were chosen: a brush that says something else is none any more. */
  function chosen(): void {
    if (isOurs) {
      return;
    }
    const ids = matched().map(row => rows.id(row));
    const isSame =
      ids.length === selection.chosen.size && ids.every(id => selection.chosen.has(id));
    if (choices.brushes.size && !isSame) {
      choices.brushes = new Map();
      keep();
    }
    find();
    painter.want();
  }

  /** Find the runs that are drawn in colour, and say what is seen. */
  function find(): void {
    const { brushes } = choices;
    const byKey = new Map(axes.map(axis => [axis.key, axis.places]));
    match = matching(brushes, key => byKey.get(key), rows.count);
    if (!brushes.size && selection.chosen.size) {
      match = match.map((_, row) => Number(selection.chosen.has(rows.id(row))));
    }
    const matches = match.reduce((sum, one) => sum + one, 0);
    said.textContent = sentences(rows, axes, choices, matches);
    controls.brushed(brushes.size > 0);
    const names = axes.map(axis => clean(axis.heading)).join(', ');
    const bestSaid = best >= 0 ? ` The best is ${nameOf(rows, best)}.` : '';
    stage.setAttribute(
      'aria-label',
      `Parallel coordinates of ${rows.count} runs over ${names}; ${matches} in colour.${bestSaid}`
    );
    grips.show(axes, layout, brushes);
    table.update();
  }

  /** Read the cells and stand them on axes. */
  function make(): void {
    const keys = keysNow();
    const objective = objectiveOf(rows.columns);
    const colour = rows.column(choices.colour)?.key ?? objective?.key ?? '';
    void rows.need([...keys, colour, 'id', 'label'].filter(Boolean)).catch(() => undefined);
    const there = keys.filter(key => rows.has(key));
    const width = Math.max(keys.length * LEAST_ROOM, root.clientWidth || 600);
    layout = layoutOf(there.length, width, HEIGHT);
    axes = there.map(key => {
      const choice = choices.of[key] ?? {};
      return axisOf(valuesOf(rows, rows.column(key)!, choice.isCategory), choice, HEIGHT);
    });
    const { isDark, muted } = theme.now();
    colouring = colouringOf(
      colour && rows.has(colour)
        ? valuesOf(rows, rows.column(colour)!, choices.of[colour]?.isCategory)
        : null,
      isDark,
      muted
    );
    best =
      objective && rows.has(objective.key)
        ? bestRow(objective, valuesOf(rows, objective).numbers)
        : -1;
    controls.offer(rows.columns, keys, colour, colouring.legend());
    const isEmpty = !rows.count || !keys.length;
    place.hidden = isEmpty;
    blank.textContent = !isEmpty
      ? ''
      : rows.count
        ? 'No flag or metric differs between these runs.'
        : clean(rows.table.empty) || 'No runs.';
    heads.show(axes, layout);
    const before = String(match);
    find();
    // A brush of the notebook chooses again, and so does one under which runs have changed.
    if (choices.brushes.size && there.length === keys.length && before !== String(match)) {
      choose();
    }
    layers.drawBack(axes, layout, rows.count, theme.now());
  }

  /** Draw now. */
  function paint(): void {
    const width = root.clientWidth || 600;
    if (madeFor !== width) {
      madeFor = width;
      make();
    }
    const inks = theme.now();
    const hovered = selection.hovered === null ? -1 : rows.row(selection.hovered);
    const isBest = best >= 0 && match[best] === 1;
    layers.drawFront(axes, layout, matched(), colouring.of, isBest ? best : -1, inks);
    layers.drawOver(axes, layout, hovered, choices.brushes, inks);
  }

  function rowAt(event: MouseEvent): number {
    const box = stage.getBoundingClientRect();
    const standing = axes.map((axis, i) => ({
      x: layout.xs[i]!,
      top: (row: number) => pixel(layout, axis.places[row]!)
    }));
    const x = event.clientX - box.left + stage.scrollLeft;
    const y = event.clientY - box.top;
    return nearestLine(standing, rows.count, x, y, REACH, row => match[row] === 1);
  }

  function leave(): void {
    tip.hide();
    selection.hover(null);
  }

  const isAside = (event: Event): boolean =>
    (event.target as Element).closest('.g-axis-name, .g-popup') !== null;
  stage.addEventListener('pointermove', event => {
    const row = grips.isDragging() || isAside(event) ? -1 : rowAt(event);
    if (row < 0) {
      leave();
      return;
    }
    selection.hover(rows.id(row));
    const box = stage.getBoundingClientRect();
    tip.show(
      event.clientX - box.left,
      event.clientY - box.top + 12,
      nameOf(rows, row) + (row === best ? ' (best)' : ''),
      ...axes.map(
        ({ heading, values }) => `${clean(heading)}: ${cellText(rows, values.column, row)}`
      )
    );
  });
  stage.addEventListener('pointerleave', leave);
  // A click chooses the run too, or no longer.
  stage.addEventListener('click', event => {
    const isBar = (event.target as Element).closest('.g-axis') !== null;
    const row = isBar || isAside(event) || choices.brushes.size ? -1 : rowAt(event);
    if (row >= 0) {
      selection.toggle(rows.id(row));
    }
  });

  root.append(controls.element, said, place, blank, table.place);
  const offs = [
    rows.onChange(again),
    selection.onChange(chosen),
    selection.onHover(painter.want),
    painter.close,
    closeKeeping,
    theme.close
  ];
  again();
  return () => {
    offs.forEach(off => off());
    root.replaceChildren();
  };
}
