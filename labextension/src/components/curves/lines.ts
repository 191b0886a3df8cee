/** Which lines the chart of a scalar has: one for each run that is drawn, or one for each group. */

import type { Colours } from '../shared/colours';
import type { Rows } from '../shared/rows';
import { cellText, nameOf } from '../plot/values';
import type { Dashes } from '../plot/dashes';
import type { Drawn } from './drawn';
import { groupLine, lineOf } from './line';
import type { Drawing, Line, Owner } from './line';
import type { XAxis } from './series';
import type { Settings } from './settings';
import type { SeriesStore } from './store';

/** What lines are made of. */
export interface Stock {
  readonly rows: Rows;
  readonly places: ReadonlyMap<string, number>;
  readonly store: SeriesStore;
  readonly colours: Colours;
  readonly dashes: Dashes;
}

/** The x that was chosen. */
export function axisOf(settings: Settings): XAxis {
  const { x } = settings;
  return x === 'wall' || x === 'relative' ? x : x.startsWith('=') ? { key: x.slice(1) } : 'step';
}

/** How lines are drawn by the settings. */
export function drawingOf(settings: Settings): Drawing {
  const { smoothing, isLogX, isLogY, isClipped, spread } = settings;
  const x = axisOf(settings);
  return { x, smoothing, isLogX: isLogX && x !== 'wall', isLogY, isClipped, spread };
}

/** The lines of a scalar. */
export function linesOf(stock: Stock, tag: string, drawn: Drawn, settings: Settings): Line[] {
  const drawing = drawingOf(settings);
  const faint = drawn.faint.flatMap(run => runLine(stock, tag, run, true, drawing));
  const strong = drawn.strong.flatMap(run => runLine(stock, tag, run, false, drawing));
  if (!settings.group) {
    return [...faint, ...strong];
  }
  const column = stock.rows.column(settings.group);
  const groups = new Map<string, Line[]>();
  for (const line of strong) {
    const row = stock.places.get(line.id);
    const name = column && row !== undefined ? cellText(stock.rows, column, row) : 'none';
    groups.set(name, [...(groups.get(name) ?? []), line]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, undefined, { numeric: true }))
    .map(([name, lines]) => {
      const id = `${settings.group}=${name}`;
      const owner: Owner = {
        id,
        name: `${name} (${lines.length})`,
        colour: stock.colours.of(id),
        dash: stock.dashes.of(id),
        isFaint: false,
        runs: lines.map(line => line.id)
      };
      return groupLine(owner, lines, settings.spread);
    });
}

function runLine(
  stock: Stock,
  tag: string,
  run: string,
  isFaint: boolean,
  drawing: Drawing
): Line[] {
  const { store, rows, places, colours, dashes } = stock;
  const series = store.of(run, tag);
  const row = places.get(run);
  if (!series || row === undefined) {
    return [];
  }
  const owner: Owner = {
    id: run,
    name: nameOf(rows, row),
    colour: colours.of(run),
    dash: dashes.of(run),
    isFaint,
    runs: [run]
  };
  const other = typeof drawing.x === 'object' ? (store.of(run, drawing.x.key) ?? null) : null;
  const whole = store.wholeOf(run, tag);
  return [lineOf(owner, series, drawing, other, whole && whole !== series ? whole : null)];
}
