/** Series made ready to be drawn: along an x, smoothed, in parts, with what is left out told. */

import { counted, sentences } from '../plot/controls';
import { extent, padded, withoutOutliers } from '../plot/ranges';
import type { Range } from '../plot/ranges';
import type { Band, Spread } from './bands';
import { bandOf } from './bands';
import { placeFrom } from './decimate';
import { partsOf, xsOf } from './series';
import type { Series, XAxis } from './series';
import { smooth, stateBefore } from './smoothing';

/** One stretch of a line. */
export interface Stretch {
  readonly xs: Float64Array;
  readonly raw: Float64Array;
  readonly shown: Float64Array;
  readonly lows: Float64Array | null;
  readonly highs: Float64Array | null;
}

/** A line of a chart: a run, or a group of runs with its band. */
export interface Line {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly dash: readonly number[];
  /** Whether it stands back: other runs are chosen. */
  readonly isFaint: boolean;
  readonly stretches: readonly Stretch[];
  readonly band: Band | null;
  /** The runs of a group; one otherwise. */
  readonly runs: readonly string[];
}

/** Who a line belongs to. */
export type Owner = Pick<Line, 'id' | 'name' | 'colour' | 'dash' | 'isFaint' | 'runs'>;

/** How lines are drawn. */
export interface Drawing {
  readonly x: XAxis;
  readonly smoothing: number;
  readonly isLogX: boolean;
  readonly isLogY: boolean;
  readonly isClipped: boolean;
  readonly spread: Spread;
}

/** Make a line of the series of a run; `whole` is all of a series of which this is a part. */
export function lineOf(
  owner: Owner,
  series: Series,
  drawing: Drawing,
  other: Series | null = null,
  whole: Series | null | undefined = null
): Line {
  const xs = xsOf(series, drawing.x, other);
  const { values, counts, lows, highs } = series;
  const before =
    whole && whole !== series && drawing.smoothing > 0 && series.steps.length
      ? stateBefore(whole.steps, whole.values, whole.counts, drawing.smoothing, series.steps[0]!)
      : undefined;
  const shown = smooth(values, drawing.smoothing, counts, before);
  const stretches = partsOf(xs).map(({ from, to }) => ({
    xs: xs.subarray(from, to),
    raw: values.subarray(from, to),
    shown: shown.subarray(from, to),
    lows: lows?.subarray(from, to) ?? null,
    highs: highs?.subarray(from, to) ?? null
  }));
  return { ...owner, stretches, band: null };
}

/** Make one line of several: their mean with its band. */
export function groupLine(owner: Owner, lines: readonly Line[], spread: Spread): Line {
  // Of a run that was begun again only the last stretch is counted, or it would weigh double.
  const last = lines
    .map(line => line.stretches[line.stretches.length - 1])
    .filter(stretch => stretch !== undefined)
    .map(stretch => ({ xs: stretch.xs, ys: stretch.shown }));
  const band = bandOf(last, spread);
  const stretch = { xs: band.xs, raw: band.means, shown: band.means, lows: null, highs: null };
  return { ...owner, stretches: [stretch], band };
}

/** The ranges that show all lines, or without outliers; null where nothing can be shown. */
export function rangesOf(
  lines: readonly Line[],
  drawing: Drawing,
  zoom: Range | null
): { x: Range; y: Range } | null {
  let x: Range | null = null;
  let y: Range | null = null;
  for (const line of lines) {
    for (const one of line.stretches) {
      // They ascend: without a logarithm the ends will do.
      const { xs } = one;
      x = extent(drawing.isLogX ? xs : [xs[0]!, xs[xs.length - 1]!], drawing.isLogX, x);
    }
  }
  x = zoom ?? x;
  if (!x) {
    return null;
  }
  const seen: Float64Array[] = [];
  for (const { stretches, band } of lines) {
    for (const one of stretches) {
      const [from, to] = within(one.xs, x);
      const smoothed = drawing.smoothing > 0;
      seen.push(one.raw.subarray(from, to));
      const edges = [
        ...(smoothed ? [one.shown] : [one.raw, one.lows, one.highs]),
        ...(band ? [band.lows, band.highs] : [])
      ];
      for (const edge of edges) {
        y = edge ? extent(edge.subarray(from, to), drawing.isLogY, y) : y;
      }
    }
  }
  if (drawing.isClipped) {
    y = withoutOutliers(joined(seen), drawing.isLogY) ?? y;
  }
  if (!y) {
    return null;
  }
  const isOnePoint = x[0] === x[1];
  return {
    x: isOnePoint || !zoom ? padded(x, isOnePoint ? 0.5 : 0.02, drawing.isLogX) : x,
    y: padded(y, 0.06, drawing.isLogY)
  };
}

/** The places of the values within a range of x, which ascends. */
function within(xs: Float64Array, [lo, hi]: Range): [from: number, to: number] {
  const from = placeFrom(xs, lo);
  let to = placeFrom(xs, hi);
  while (to < xs.length && xs[to] === hi) {
    to++;
  }
  return [from, to];
}

function joined(all: readonly Float64Array[]): Float64Array {
  if (all.length === 1) {
    return all[0]!;
  }
  const values = new Float64Array(all.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of all) {
    values.set(one, at);
    at += one.length;
  }
  return values;
}

/** Whether any point of a line has a place in its drawing. */
export function canBeDrawn(line: Line, { isLogX, isLogY }: Drawing): boolean {
  return line.stretches.some(({ xs, raw }) =>
    raw.some(
      (value, i) => Number.isFinite(value) && (!isLogY || value > 0) && (!isLogX || xs[i]! > 0)
    )
  );
}

/** What a chart leaves out or cannot show, in sentences. */
export function leftOut(
  lines: readonly Line[],
  drawing: Drawing,
  yRange: Range = [-Infinity, Infinity]
): string {
  let [total, nan, inf, belowY, belowX, clipped, restarts, noX] = [0, 0, 0, 0, 0, 0, 0, 0];
  const { isLogX, isLogY, isClipped } = drawing;
  const [lo, hi] = yRange;
  for (const { stretches } of lines) {
    restarts += Number(stretches.length > 1);
    noX += Number(!stretches.length);
    for (const { xs, raw } of stretches) {
      total += raw.length;
      for (let i = 0; i < raw.length; i++) {
        const value = raw[i]!;
        if (value !== value) {
          nan++;
        } else if (Math.abs(value) === Infinity) {
          inf++;
        } else {
          belowY += Number(isLogY && value <= 0);
          belowX += Number(isLogX && xs[i]! <= 0);
          clipped += Number(isClipped && (value < lo || value > hi));
        }
      }
    }
  }
  if (total && nan + inf === total) {
    return `all ${counted(total, 'value')} ${inf ? 'are NaN or infinite' : 'are NaN'}`;
  }
  const kinds = [nan && 'NaN', inf && 'infinite'].filter(Boolean).join(' or ');
  return sentences(
    kinds && `${counted(nan + inf, 'value')} ${kinds}`,
    belowY && `${counted(belowY, 'value')} ≤ 0 not on a log axis`,
    belowX && `${counted(belowX, 'point')} with x ≤ 0 not on a log axis`,
    clipped && `${counted(clipped, 'outlier')} beyond the edge`,
    noX && `${counted(noX, 'run')} without this x`,
    restarts && `${counted(restarts, 'run')} begun again: drawn in parts`
  );
}
