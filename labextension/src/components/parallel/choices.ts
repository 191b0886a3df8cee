/** What the reader chose of parallel coordinates, and how it is kept small. */

import { membersOf, someOf } from '../plot/keeping';
import type { Json } from '../shared/host';
import type { AxisChoice } from './axes';
import { withBrushes } from './brushes';
import type { Brushes } from './brushes';

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
  const { axes, of, colour, brushes } = membersOf(kept);
  const choices: Choices = {
    axes: Array.isArray(axes) ? axes.filter(key => typeof key === 'string') : null,
    of: {},
    colour: typeof colour === 'string' ? colour : '',
    brushes: new Map()
  };
  for (const [key, one] of Object.entries(membersOf(of))) {
    const chosen = membersOf(one);
    choices.of[key] = Object.fromEntries(
      KNOWN.filter(name => typeof chosen[name] === 'boolean').map(name => [name, chosen[name]])
    );
  }
  for (const [key, pairs] of Object.entries(membersOf(brushes))) {
    const ends = (Array.isArray(pairs) ? pairs : []).filter(
      (pair): pair is number[] => Array.isArray(pair) && pair.every(end => typeof end === 'number')
    );
    const made = ends.map(([lo, hi]) => ({ lo: lo!, hi: hi! }));
    choices.brushes = withBrushes(choices.brushes, key, made);
  }
  return choices;
}

/** What there is to keep; undefined where nothing was chosen. */
export function keptOf({ axes, of, colour, brushes }: Choices): Json | undefined {
  const round = (place: number): number => Number(place.toFixed(4));
  const changed = Object.entries(of).filter(([, one]) => Object.values(one).some(Boolean));
  const pairs = [...brushes].map(([key, some]) => [
    key,
    some.map(({ lo, hi }) => [round(lo), round(hi)])
  ]);
  return someOf({
    axes: axes ?? undefined,
    of: someOf(Object.fromEntries(changed) as { [key: string]: Json }),
    colour: colour || undefined,
    brushes: someOf(Object.fromEntries(pairs) as { [key: string]: Json })
  });
}
