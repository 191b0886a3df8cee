/** What the reader chose of parallel coordinates, and how it is kept small. */

import type { Json } from '../shared/host';
import type { AxisChoice } from './axes';
import { withBrushes } from './brushes';
import type { Brush, Brushes } from './brushes';

export interface Choices {
  /** The axes in their order; null for the usual ones. */
  axes: string[] | null;
  of: { [key: string]: AxisChoice };
  /** The key of the column that gives colours; empty for the objective. */
  colour: string;
  brushes: Brushes;
}

const KNOWN: readonly (keyof AxisChoice)[] = ['isLog', 'isFlipped', 'isCategory'];

/** Read choices; what is of another kind than it should be is passed over. */
export function choicesOf(kept: Json | undefined): Choices {
  const choices: Choices = { axes: null, of: {}, colour: '', brushes: new Map() };
  if (!kept || typeof kept !== 'object' || Array.isArray(kept)) {
    return choices;
  }
  if (Array.isArray(kept['axes'])) {
    choices.axes = kept['axes'].filter(key => typeof key === 'string');
  }
  if (typeof kept['colour'] === 'string') {
    choices.colour = kept['colour'];
  }
  for (const [key, of] of entries(kept['of'])) {
    const choice: AxisChoice = {};
    for (const name of KNOWN) {
      const value = of && typeof of === 'object' && !Array.isArray(of) ? of[name] : undefined;
      if (typeof value === 'boolean') {
        choice[name] = value;
      }
    }
    choices.of[key] = choice;
  }
  for (const [key, of] of entries(kept['brushes'])) {
    const pairs = Array.isArray(of) ? of : [];
    const brushes: Brush[] = pairs
      .filter(pair => Array.isArray(pair) && pair.every(end => typeof end === 'number'))
      .map(pair => ({ lo: (pair as number[])[0]!, hi: (pair as number[])[1]! }));
    choices.brushes = withBrushes(choices.brushes, key, brushes);
  }
  return choices;
}

/** What there is to keep; undefined where nothing was chosen. */
export function keptOf(choices: Choices): Json | undefined {
  const kept: { [name: string]: Json } = {};
  if (choices.axes) {
    kept['axes'] = choices.axes;
  }
  const of = Object.entries(choices.of).filter(([, choice]) =>
    Object.values(choice).some(Boolean)
  );
  if (of.length) {
    kept['of'] = Object.fromEntries(of) as Json;
  }
  if (choices.colour) {
    kept['colour'] = choices.colour;
  }
  if (choices.brushes.size) {
    const round = (place: number): number => Number(place.toFixed(4));
    kept['brushes'] = Object.fromEntries(
      [...choices.brushes].map(([key, brushes]) => [
        key,
        brushes.map(({ lo, hi }) => [round(lo), round(hi)])
      ])
    );
  }
  return Object.keys(kept).length ? kept : undefined;
}

function entries(value: Json | undefined): [string, Json][] {
  return value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
}
