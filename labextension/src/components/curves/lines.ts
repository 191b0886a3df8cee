/** Which lines the chart of a scalar has: one for each run that is drawn, or one for each group. */

import type { Colours } from '../shared/colours';
import type { Rows } from '../shared/rows';
import type { Range } from '../plot/ranges';
import { cellText, nameOf } from '../plot/values';
import { dashesOf } from '../plot/dashes';
import type { Dashes } from '../plot/dashes';
import type { Drawn } from './drawn';
import { groupLine, lineOf } from './line';
import type { Drawing, Line, Owner } from './line';
import { xsOf } from './series';
import type { Series, XAxis } from './series';
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
export function axisOf({ x }: Settings): XAxis {
  return x === 'wall' || x === 'relative' ? x : x.startsWith('=') ? { key: x.slice(1) } : 'step';
}

/** How lines are drawn by the settings. */
export function drawingOf(settings: Settings): Drawing {
  const { smoothing, isLogX, isLogY, isClipped, spread } = settings;
  const x = axisOf(settings);
  const weight = Math.min(0.999, smoothing);
  return { x, smoothing: weight, isLogX: isLogX && x !== 'wall', isLogY, isClipped, spread };
}

/** Who has lines: the runs that are drawn, or their groups. */
export function ownersOf(stock: Stock, drawn: Drawn, settings: Settings): Owner[] {
  const { rows, places, colours } = stock;
  // Groups have dashes of their own: runs that were drawn before them count for nothing.
  const dashes = settings.group ? dashesOf() : stock.dashes;
  const owner = (id: string, name: string, runs: readonly string[], isFaint: boolean): Owner => ({
    id,
    name,
    runs,
    isFaint,
    colour: colours.of(id),
    dash: dashes(id)
  });
  const one = (isFaint: boolean) => (id: string) =>
    owner(id, nameOf(rows, places.get(id) ?? -1), [id], isFaint);
  if (!settings.group) {
    return [...drawn.faint.map(one(true)), ...drawn.strong.map(one(false))];
  }
  const column = rows.column(settings.group);
  const groups = new Map<string, string[]>();
  for (const id of drawn.strong) {
    const name = column ? cellText(rows, column, places.get(id) ?? -1) : 'none';
    groups.set(name, [...(groups.get(name) ?? []), id]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, undefined, { numeric: true }))
    .map(([name, runs]) => owner(`${settings.group}=${name}`, name, runs, false));
}

/** The lines of a scalar. */
export function linesOf(
  { store }: Stock,
  tag: string,
  owners: readonly Owner[],
  settings: Settings
): Line[] {
  const drawing = drawingOf(settings);
  return owners.flatMap(owner => {
    const lines = owner.runs.flatMap(run => {
      const series = store.of(run, tag);
      const whole = store.wholeOf(run, tag);
      return series ? lineOf(owner, series, drawing, otherOf(store, run, drawing.x), whole) : [];
    });
    return settings.group && lines.length
      ? groupLine({ ...owner, name: `${owner.name} (${lines.length})` }, lines, settings.spread)
      : lines;
  });
}

/** The steps at which the x of runs lies in a range; null where it never does. */
export function stepsIn(
  store: SeriesStore,
  range: Range,
  axis: XAxis,
  runs: readonly string[],
  tags: readonly string[]
): Range | null {
  if (axis === 'step') {
    return range;
  }
  let [lo, hi] = [Infinity, -Infinity];
  for (const tag of tags) {
    for (const run of runs) {
      const series = store.wholeOf(run, tag);
      const xs = series ? xsOf(series, axis, otherOf(store, run, axis)) : [];
      xs.forEach((x, i) => {
        if (x >= range[0] && x <= range[1]) {
          lo = Math.min(lo, series!.steps[i]!);
          hi = Math.max(hi, series!.steps[i]!);
        }
      });
    }
  }
  return lo <= hi ? [lo, hi] : null;
}

/** The series of a run that is its x, where another scalar is. */
function otherOf(store: SeriesStore, run: string, axis: XAxis): Series | null {
  return typeof axis === 'object' ? (store.wholeOf(run, axis.key) ?? null) : null;
}
