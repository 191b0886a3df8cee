/**
 * What plots of all runs share: their controls and sentences, the run under the pointer, its
 * values beside it, and those of all runs as a table. It knows nothing of how runs are drawn.
 */

import type { TableColumn } from '../../wire/table';
import { clean, fill, give, h } from '../shared/dom';
import type { Child } from '../shared/dom';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { asTable } from './as_table';
import { colouringOf } from './colouring';
import type { Colouring } from './colouring';
import { toolbar } from './controls';
import { painterOf } from './painter';
import plotCss from './plot.css';
import { themeOf } from './theme';
import type { Inks } from './theme';
import { tooltipOf } from './tooltip';
import { bestRow, cellText, nameOf, objectiveOf, valuesOf } from './values';
import type { Values } from './values';

/** What one plot brings. */
export interface RunPlotParts {
  readonly name: string;
  readonly stage: HTMLElement;
  readonly css: string;
  readonly controls: readonly Child[];
  /** The columns that are told of a run. */
  readonly columns: () => readonly TableColumn[];
  /** The rows of the table. */
  readonly listed: () => readonly number[];
  /** The row that is drawn next to the pointer; -1 where none is near. */
  readonly near: (event: MouseEvent) => number;
  readonly paint: () => void;
  /** What was drawn is of other runs or colours. */
  readonly again: () => void;
}

/** A plot of all runs. */
export interface RunPlot {
  /** Have it painted. */
  readonly want: () => void;
  /** Ask for these columns; returns the colours by one of them, and the row that is best. */
  readonly read: (
    keys: readonly string[],
    colour: string,
    asCategory?: boolean
  ) => Colouring & { readonly best: number };
  /** The cells of a column. */
  readonly values: (key: string, asCategory?: boolean) => Values;
  readonly inks: () => Inks;
  /** Say what is seen, in sight and in the words that a screen reader has for the picture. */
  readonly say: (sentences: string, label: string) => void;
  /** Say why there is nothing to see; returns whether there is. */
  readonly blank: (why: string) => boolean;
  /** Point at a row, whose values stand beside a place of the stage; at none with -1. */
  readonly point: (row: number, left?: number, top?: number) => void;
  readonly close: () => void;
}

/** Put a plot into an element. */
export function runPlotOf(
  root: HTMLElement,
  rows: Rows,
  selection: Selection,
  parts: RunPlotParts
): RunPlot {
  const { stage, columns } = parts;
  [plotCss, parts.css].forEach(sheet => useSheet(root, sheet));
  const said = h('p.g-tell', { role: 'status' });
  const blank = h('div.g-blank');
  const legend = h('span');
  const tip = tooltipOf(stage);
  const heading = (column: TableColumn): string => clean(column.heading);
  const table = asTable(() => [
    ['run', ...columns().map(heading)],
    ...parts
      .listed()
      .map(row => [nameOf(rows, row), ...columns().map(column => cellText(rows, column, row))])
  ]);
  const theme = themeOf(root, parts.again);
  const painter = painterOf(root, parts.paint);
  const point = (row: number, left = 0, top = 0): void => {
    selection.hover(row < 0 ? null : rows.id(row));
    if (row < 0) {
      tip.hide();
    } else {
      const lines = columns().map(one => `${heading(one)}: ${cellText(rows, one, row)}`);
      tip.show(left, top, nameOf(rows, row), ...lines);
    }
  };
  const leave = (): void => point(-1);
  give(stage, {
    onpointermove: (event: MouseEvent) => {
      const box = stage.getBoundingClientRect();
      point(parts.near(event), event.clientX - box.left, event.clientY - box.top + 12);
    },
    onpointerleave: leave,
    onblur: leave
  });
  root.classList.add('g-plot');
  root.append(
    toolbar(parts.name, ...parts.controls, legend, table.button),
    said,
    stage,
    blank,
    table.place
  );
  const offs = [
    rows.onChange(parts.again),
    selection.onHover(painter.want),
    painter.close,
    theme.close
  ];
  const values = (key: string, asCategory?: boolean): Values =>
    valuesOf(rows, rows.column(key)!, asCategory);
  return {
    want: painter.want,
    values,
    inks: theme.now,
    read: (keys, colour, asCategory) => {
      const objective = objectiveOf(rows.columns);
      const wanted = [...keys, colour, objective?.key ?? '', 'id', 'label'];
      void rows.need(wanted.filter(Boolean)).catch(() => undefined);
      const { isDark, muted } = theme.now();
      const coloured = rows.has(colour) ? values(colour, asCategory) : null;
      const colouring = colouringOf(coloured, isDark, muted);
      fill(legend, colouring.legend);
      const isKnown = objective && rows.has(objective.key);
      const best = isKnown ? bestRow(objective, values(objective.key).numbers) : -1;
      return { ...colouring, best };
    },
    say: (sentences, label) => {
      said.textContent = sentences;
      give(stage, { 'aria-label': label });
      table.update();
    },
    blank: why => {
      const text = rows.count ? why : clean(rows.table.empty) || 'No runs.';
      blank.textContent = text;
      stage.hidden = text !== '';
      return stage.hidden;
    },
    point,
    close: () => {
      offs.forEach(off => off());
      root.replaceChildren();
    }
  };
}
