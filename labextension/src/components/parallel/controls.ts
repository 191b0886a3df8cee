/** The line of controls above parallel coordinates, and the sentences below it. */

import type { TableColumn } from '../../wire/table';
import { button, choice, optionsOf, toolbar } from '../plot/controls';
import { canStand } from '../plot/values';
import { clean, fill, h } from '../shared/dom';
import type { Rows } from '../shared/rows';
import { MOST_AXES, usualAxes } from './axes';
import type { Axis } from './axes';
import type { Choices } from './choices';

/** What is done with the controls. */
export interface ControlsHeard {
  readonly add: (key: string) => void;
  readonly colour: (key: string) => void;
  readonly clear: () => void;
}

/** The controls, and what they show. */
export interface Controls {
  readonly element: HTMLElement;
  /** Offer the columns that are no axes, and those that may give colours. */
  readonly offer: (
    all: readonly TableColumn[],
    keys: readonly string[],
    colour: string,
    legend: HTMLElement
  ) => void;
  /** Whether there are brushes to clear. */
  readonly brushed: (isBrushed: boolean) => void;
}

/** Make the controls; `more` stands at their end. */
export function controlsOf(heard: ControlsHeard, more: HTMLElement): Controls {
  const place = h('span');
  const clear = button('Clear brushes', heard.clear);
  const add = choice('', 'Add an axis', heard.add);
  const colours = choice('colour', 'Colour by', heard.colour);
  return {
    element: toolbar('Parallel coordinates', add.element, colours.element, place, clear, more),
    offer: (all, keys, colour, legend) => {
      const columns = all.filter(canStand);
      const isFull = keys.length >= MOST_AXES;
      const others = columns.filter(one => !keys.includes(one.key) && one.constant === null);
      add.offer(
        [
          ['', isFull ? `${MOST_AXES} axes at most` : 'Add axis …'],
          ...(isFull ? [] : optionsOf(others))
        ],
        ''
      );
      colours.offer(optionsOf(columns), colour);
      fill(place, legend);
    },
    brushed: isBrushed => {
      clear.hidden = !isBrushed;
    }
  };
}

/** What parallel coordinates leave out, and how many runs are in colour. */
export function sentences(
  rows: Rows,
  axes: readonly Axis[],
  choices: Choices,
  matches: number
): string {
  const { constants, more } = usualAxes(rows.columns);
  const isBrushed = choices.brushes.size > 0;
  const of = `${matches} of ${rows.count} runs`;
  return [
    isBrushed ? `${of} in the brushes` : matches < rows.count ? `${of} chosen` : '',
    !choices.axes && more > 0 ? `${axes.length} of ${axes.length + more} axes: add others` : '',
    constants ? `${constants} constant ${constants === 1 ? 'column' : 'columns'} left out` : '',
    ...axes.map(({ belowZero, heading }) =>
      belowZero
        ? `${belowZero} values ≤ 0 of ${clean(heading)} at none: its axis is logarithmic`
        : ''
    )
  ]
    .filter(Boolean)
    .join('; ');
}
