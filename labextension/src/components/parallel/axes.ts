/** Which axes parallel coordinates have, and how values stand on each. */

import type { TableColumn } from '../../wire/table';
import { extent, padded } from '../plot/ranges';
import type { Range } from '../plot/ranges';
import { scaleOf } from '../plot/scale';
import type { Scale } from '../plot/scale';
import { clean } from '../shared/dom';
import { canStand, objectiveOf, ticksOf, told } from '../plot/values';
import type { Tick, Values } from '../plot/values';

/** More axes than this cannot be read side by side. */
export const MOST_AXES = 12;
/** The part of an axis below its values where runs without one stand. */
export const NONE = -0.1;

/** What the reader chose of an axis. */
export interface AxisChoice {
  isLog?: boolean;
  isFlipped?: boolean;
  isCategory?: boolean;
}

/** An axis with the places of all runs on it: 0 to 1, or NONE for a run without a value. */
export interface Axis {
  readonly key: string;
  readonly heading: string;
  readonly values: Values;
  readonly scale: Scale;
  readonly isFlipped: boolean;
  readonly places: Float64Array;
  readonly ticks: readonly Tick[];
  /** Values that a logarithmic axis does not have. */
  readonly belowZero: number;
}

/** The columns that make axes without a choice of the reader: flags, then metrics, the objective last. */
export function usualAxes(columns: readonly TableColumn[]): {
  keys: string[];
  constants: number;
  more: number;
} {
  const standing = columns.filter(
    column => canStand(column) && (column.group === 'flag' || column.group === 'scalar')
  );
  const differing = standing.filter(column => column.constant === null);
  const objective = objectiveOf(differing);
  const isShown = (column: TableColumn): boolean => !column.is_hidden || column.is_asked;
  const ranked = differing
    .filter(column => column !== objective)
    .sort(
      (a, b) =>
        Number(b.is_asked) - Number(a.is_asked) || Number(a.is_hidden) - Number(b.is_hidden)
    );
  // Of many metrics few are shown, so that flags are always there, and the other way round.
  const metrics = ranked.filter(column => column.group === 'scalar');
  const flags = ranked.filter(column => column.group === 'flag');
  const room = MOST_AXES - Number(objective !== undefined);
  const ofMetrics = metrics.slice(0, Math.max(3, room - flags.length)).filter(isShown);
  const ofFlags = flags.slice(0, room - ofMetrics.length);
  const chosen = [...ofFlags, ...ofMetrics, ...(objective ? [objective] : [])];
  return {
    keys: chosen.map(column => column.key),
    constants: standing.length - differing.length,
    more: differing.length - chosen.length
  };
}

/** Stand the values of a column on an axis with about so many marks. */
export function axisOf(values: Values, choice: AxisChoice, wanted: number): Axis {
  const { column, numbers } = values;
  const isLog = !values.isCategory && choice.isLog === true;
  const scale = scaleOf(rangeOf(values, isLog), isLog, choice.isFlipped);
  return {
    key: column.key,
    heading: clean(column.heading),
    values,
    scale,
    isFlipped: choice.isFlipped === true,
    places: numbers.map(one => finiteOr(scale.at(one), NONE)),
    belowZero: isLog ? numbers.reduce((sum, one) => sum + Number(one <= 0), 0) : 0,
    ticks: ticksOf(values, scale, values.isCategory ? wanted * 2 : wanted)
  };
}

/** What a place on an axis is called: a number, or the word next to it. */
export function textAt(axis: Axis, place: number): string {
  if (place < 0) {
    return 'none';
  }
  const value = axis.scale.back(place);
  const { words, column, isCategory } = axis.values;
  return isCategory
    ? (words[Math.max(0, Math.min(words.length - 1, Math.round(value)))] ?? 'none')
    : told(column, value);
}

/** Move an element of a list to another place in it. */
export function moved(keys: readonly string[], key: string, to: number): string[] {
  const others = keys.filter(one => one !== key);
  const place = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, place), key, ...others.slice(place)];
}

function rangeOf(values: Values, isLog: boolean): Range {
  if (values.isCategory) {
    // Room at both ends, so that the outer words are not corners of the picture.
    return [-0.3, Math.max(1, values.words.length) - 0.7];
  }
  const range = extent(values.numbers, isLog) ?? (isLog ? [1, 10] : [0, 1]);
  return range[0] === range[1] ? padded(range, 0, isLog) : range;
}

function finiteOr(value: number, other: number): number {
  return Number.isFinite(value) ? value : other;
}
