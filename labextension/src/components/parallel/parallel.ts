/** Parallel coordinates: every run a line over the axes of its flags and metrics. */

import { h } from '../shared/dom';
import type { Host, Json } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { button, choice, counted, optionsOf, sentences } from '../plot/controls';
import { keptBy } from '../plot/keeping';
import { runPlotOf } from '../plot/runs';
import { canStand, nameOf, objectiveOf } from '../plot/values';
import { MOST_AXES, axisOf, usualAxes } from './axes';
import type { Axis, AxisChoice } from './axes';
import { brushesOf, keptOf, matching } from './brushes';
import type { Brushes } from './brushes';
import { layoutOf, pixel } from './drawing';
import type { Layout } from './drawing';
import { gripsOf } from './grips';
import { headsOf } from './heads';
import { layersOf } from './layers';
import css from './parallel.css';
import { nearestLine } from './picking';

const REACH = 14;
const HEIGHT = 330;
/** Axes do not stand nearer to each other; the picture is scrolled instead. */
const LEAST_ROOM = 62;
/** With less room than this fewer marks are read. */
const ROOMY = 140;
const USUAL = {
  /** The axes in their order; none for the usual ones. */
  axes: [] as string[],
  /** What was chosen of axes. */
  of: {} as { [key: string]: AxisChoice },
  /** The key of the column that gives colours; empty for the objective. */
  colour: '',
  brushes: {} as { [key: string]: Json }
};

/** Show parallel coordinates in an element; returns what takes them away. */
export function ParallelView(
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection
): () => void {
  const kept = keptBy(host, 'parallel', USUAL, some => (some.brushes ? plot.want() : again()));
  const { now } = kept;
  let brushes = brushesOf(now.brushes);
  let axes: Axis[] = [];
  let layout: Layout = layoutOf(0, 0, 0);
  let colouring: { of: (row: number) => string; best: number } = { of: () => '', best: -1 };
  /** Rows that are drawn in colour. */
  let matched: readonly number[] = [];
  /** What the axes do not show, in sentences. */
  let leftOut: readonly (string | false | 0)[] = [];
  let isOurs = false;
  let madeFor = 0;

  const of = (key: string): AxisChoice => now.of[key] ?? {};
  const layers = layersOf();
  const grips = gripsOf(brush);
  const heads = headsOf(of, {
    change: (key, choice) => kept.set({ of: { ...now.of, [key]: choice } }),
    order: axes => kept.set({ axes }),
    hide: key => {
      kept.set({ axes: keysNow().filter(one => one !== key) });
      unbrush(key);
    },
    clear: unbrush
  });
  const stage = h(
    'div.g-stage',
    { role: 'application' },
    ...layers.canvases,
    grips.element,
    heads.element
  );
  const clear = button('Clear brushes', () => brush(new Map()));
  const add = choice('', 'Add an axis', key =>
    kept.set({ axes: [...keysNow(), key].slice(-MOST_AXES) })
  );
  const colours = choice('colour', 'Colour by', colour => kept.set({ colour }));
  const plot = runPlotOf(root, rows, selection, {
    name: 'Parallel coordinates',
    stage,
    css,
    controls: [add.element, colours.element, clear],
    columns: () => axes.map(axis => axis.values.column),
    listed: () => matched,
    near: event => (grips.isDragging() || isAside(event) ? -1 : near(event)),
    paint,
    again
  });

  function keysNow(): string[] {
    const known = now.axes.filter(key => rows.column(key));
    return (known.length ? known : usualAxes(rows.columns).keys).slice(0, MOST_AXES);
  }

  /** Make it anew with the next frame that is seen. */
  function again(): void {
    madeFor = 0;
    plot.want();
  }

  function unbrush(key: string): void {
    brush(new Map([...brushes].filter(([one]) => one !== key)));
  }

  /** Take other brushes: their runs are chosen everywhere. */
  function brush(next: Brushes): void {
    const isOther = next.size > 0 || brushes.size > 0;
    keep(next);
    if (isOther) {
      choose();
    }
  }

  function keep(next: Brushes): void {
    brushes = next;
    kept.set({ brushes: keptOf(next) });
    find();
  }

  function choose(): void {
    isOurs = true;
    selection.choose(brushes.size ? matched.map(row => rows.id(row)) : []);
    isOurs = false;
  }

  /** Other runs were chosen: a brush that says something else is none any more. */
  function chosen(): void {
    if (isOurs) {
      return;
    }
    const { size } = selection.chosen;
    const isSame =
      matched.length === size && matched.every(row => selection.chosen.has(rows.id(row)));
    if (brushes.size && !isSame) {
      keep(new Map());
    } else {
      find();
    }
    plot.want();
  }

  /** Find the runs that are drawn in colour, and say what is seen. */
  function find(): void {
    const match = matching(
      brushes,
      key => axes.find(axis => axis.key === key)?.places,
      rows.count
    );
    const isChoice = !brushes.size && selection.chosen.size > 0;
    matched = [...match.keys()].filter(row =>
      isChoice ? selection.chosen.has(rows.id(row)) : match[row]
    );
    clear.hidden = !brushes.size;
    grips.show(axes, layout, brushes);
    const { best } = colouring;
    const runs = counted(rows.count, 'run');
    const seen = `${matched.length} of ${runs}`;
    plot.say(
      sentences(
        brushes.size ? `${seen} in the brushes` : isChoice && `${seen} chosen`,
        ...leftOut
      ),
      `Parallel coordinates of ${runs} over ${axes.map(axis => axis.heading).join(', ')}; ` +
        `${matched.length} in colour.${best < 0 ? '' : ` The best is ${nameOf(rows, best)}.`}`
    );
  }

  /** Read the cells and stand them on axes. */
  function make(): void {
    const keys = keysNow();
    const colour = rows.column(now.colour)?.key ?? objectiveOf(rows.columns)?.key ?? '';
    colouring = plot.read(keys, colour, of(colour).isCategory);
    const there = keys.filter(key => rows.has(key));
    const width = Math.max(keys.length * LEAST_ROOM, root.clientWidth || 600);
    layout = layoutOf(there.length, width, HEIGHT);
    const wanted = width < keys.length * ROOMY ? 4 : 7;
    axes = there.map(key => axisOf(plot.values(key, of(key).isCategory), of(key), wanted));
    const { constants, more } = usualAxes(rows.columns);
    leftOut = [
      !now.axes.length && more && `${axes.length} of ${axes.length + more} axes: add others`,
      constants && `${counted(constants, 'constant column')} left out`,
      ...axes.map(
        ({ belowZero, heading }) =>
          belowZero &&
          `${counted(belowZero, 'value')} ≤ 0 of ${heading} at none: its axis is logarithmic`
      )
    ];
    offer(keys, colour);
    plot.blank(keys.length ? '' : 'No flag or metric differs between these runs.');
    heads.show(axes, layout);
    const before = matched.join();
    find();
    // A brush of the notebook chooses again, and so does one under which runs have changed.
    if (brushes.size && there.length === keys.length && before !== matched.join()) {
      choose();
    }
    layers.drawBack(axes, layout, rows.count, plot.inks());
  }

  /** Offer the columns that are no axes, and those that may give colours. */
  function offer(keys: readonly string[], colour: string): void {
    const columns = rows.columns.filter(canStand);
    const isFull = keys.length >= MOST_AXES;
    const others = columns.filter(
      one => !isFull && one.constant === null && !keys.includes(one.key)
    );
    const first = isFull ? `${MOST_AXES} axes at most` : 'Add axis …';
    add.offer([['', first], ...optionsOf(others)], '');
    colours.offer(optionsOf(columns), colour);
  }

  /** Draw now. */
  function paint(): void {
    const width = root.clientWidth || 600;
    if (madeFor !== width) {
      madeFor = width;
      make();
    }
    const inks = plot.inks();
    const hovered = selection.hovered === null ? -1 : rows.row(selection.hovered);
    const best = matched.includes(colouring.best) ? colouring.best : -1;
    layers.drawFront(axes, layout, matched, colouring.of, best, inks);
    layers.drawOver(axes, layout, hovered, brushes, inks);
  }

  function isAside(event: Event): boolean {
    return (event.target as Element).closest('.g-axis-name, .t-popup') !== null;
  }

  function near(event: MouseEvent): number {
    const box = stage.getBoundingClientRect();
    const standing = axes.map(({ places }, i) => ({
      x: layout.xs[i]!,
      top: (row: number) => pixel(layout, places[row]!)
    }));
    const x = event.clientX - box.left + stage.scrollLeft;
    return nearestLine(standing, matched, x, event.clientY - box.top, REACH);
  }

  root.classList.add('g-parallel');
  // A click chooses the run too, or no longer.
  stage.addEventListener('click', event => {
    const isBar = (event.target as Element).closest('.g-axis') !== null;
    const row = isBar || isAside(event) || brushes.size ? -1 : near(event);
    if (row >= 0) {
      selection.toggle(rows.id(row));
    }
  });
  const off = selection.onChange(chosen);
  again();
  return () => {
    off();
    kept.close();
    plot.close();
  };
}
