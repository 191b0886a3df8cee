/** A scatter plot of any two columns; a rectangle drawn over it chooses runs. */

import { clean, give, h } from '../shared/dom';
import type { Host } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { fit } from '../plot/canvas';
import { choice, counted, optionsOf, sentences, tick } from '../plot/controls';
import { followDrag } from '../plot/dragging';
import type { Frame } from '../plot/frame';
import { keptBy } from '../plot/keeping';
import { runPlotOf } from '../plot/runs';
import { bestRow, canStand, objectiveOf } from '../plot/values';
import { usualAxes } from '../parallel/axes';
import { drawAxes, drawPoints, drawRing } from './drawing';
import { axisOf, rowAt, rowsIn } from './points';
import type { PlotAxis } from './points';
import css from './scatter.css';

const HEIGHT = 380;
const REACH = 12;
const USUAL = { x: '', y: '', colour: '', logx: false, logy: false };
const NAMES = ['x', 'y', 'colour'] as const;

/** A place in the plot: in parts of it, and in pixels of the stage. */
type Place = Record<'x' | 'y' | 'left' | 'top', number>;

/** Show a scatter plot in an element; returns what takes it away. */
export function ScatterView(
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection
): () => void {
  const kept = keptBy(host, 'scatter', USUAL, () => plot.want());
  const { now } = kept;
  let frame: Frame = { left: 72, top: 10, width: 1, height: HEIGHT - 56 };
  let keys: readonly string[] = [];
  let xs = new Float64Array(0);
  let ys = new Float64Array(0);
  let at = -1;
  let isDragging = false;

  const canvas = h('canvas');
  const marquee = h('div.g-marquee', { hidden: true });
  const stage = h('div.g-stage', { role: 'application', tabindex: 0 }, canvas, marquee);
  const choices = NAMES.map(name => choice(name, name, key => kept.set({ [name]: key })));
  const [x, y, colour] = choices.map(one => one.element);
  const log = (name: 'logx' | 'logy', title: string): HTMLElement =>
    tick('log', `Logarithmic ${title}`, now[name], isOn => kept.set({ [name]: isOn }));
  const plot = runPlotOf(root, rows, selection, {
    name: 'Scatter plot',
    stage,
    css,
    controls: [x, log('logx', 'x'), y, log('logy', 'y'), colour],
    columns: () => [...new Set(keys)].flatMap(key => rows.column(key) ?? []),
    listed: standing,
    near: event => (isDragging ? -1 : near(event)),
    paint,
    again: () => plot.want()
  });

  /** The rows that have a place, from the left to the right. */
  function standing(): number[] {
    return [...xs.keys()]
      .filter(row => !Number.isNaN(xs[row]! + ys[row]!))
      .sort((a, b) => xs[a]! - xs[b]! || ys[a]! - ys[b]!);
  }

  function idsOf(some: readonly number[]): string[] {
    return some.map(row => rows.id(row));
  }

  /** What was chosen as x, y and colour, or the usual. */
  function keysNow(): string[] {
    const columns = rows.columns.filter(canStand);
    const objective = objectiveOf(rows.columns)?.key ?? '';
    const usual = usualAxes(rows.columns).keys.filter(key => key !== objective);
    const [first = columns[0]?.key ?? '', second = ''] = usual;
    const shown = [first, objective || second || first, second || objective];
    return NAMES.map((name, i) => {
      const key = rows.column(now[name])?.key ?? shown[i]!;
      choices[i]!.offer(optionsOf(columns), key);
      return key;
    });
  }

  /** Draw now. */
  function paint(): void {
    keys = keysNow();
    const [keyX, keyY, keyColour] = keys as [string, string, string];
    const colouring = plot.read(keys, keyColour);
    const isThere = rows.has(keyX) && rows.has(keyY);
    if (plot.blank(isThere ? '' : keyX ? 'reading …' : 'These runs have no flags or metrics.')) {
      return;
    }
    const ofX = axisOf(plot.values(keyX), now.logx);
    const ofY = axisOf(plot.values(keyY), now.logy);
    [xs, ys] = [ofX.places, ofY.places];
    const width = Math.max(200, root.clientWidth || 600);
    frame = { ...frame, width: width - 90 };
    tell(ofX, ofY);
    const context = fit(canvas, width, HEIGHT);
    if (!context) {
      return;
    }
    const inks = plot.inks();
    drawAxes(context, frame, ofX, ofY, inks);
    const { chosen, hovered } = selection;
    const isBack = (row: number): boolean => chosen.size > 0 && !chosen.has(rows.id(row));
    drawPoints(context, frame, xs, ys, isBack, colouring.of, inks);
    const { column, numbers } = ofY.values;
    drawRing(context, frame, xs, ys, bestRow(column, numbers), inks.accent);
    drawRing(context, frame, xs, ys, hovered === null ? -1 : rows.row(hovered), inks.text);
  }

  function tell(x: PlotAxis, y: PlotAxis): void {
    const chosen = selection.chosen.size;
    const shown = standing().length;
    const left = rows.count - shown;
    const isLog = x.scale.isLog || y.scale.isLog;
    const why = isLog ? 'no value, or one ≤ 0 on a log axis' : 'no value';
    plot.say(
      sentences(
        chosen && `${chosen} of ${counted(rows.count, 'run')} chosen`,
        left && `${counted(left, 'run is', 'runs are')} not shown: ${why}`
      ),
      `Scatter plot of ${clean(y.values.column.heading)} over ${clean(x.values.column.heading)}, ` +
        `${counted(shown, 'run')}. Arrows go from run to run, with Shift they choose; ` +
        'Space chooses one, Escape none.'
    );
  }

  function placeOf(event: MouseEvent): Place {
    const box = stage.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const x = (left - frame.left) / frame.width;
    return { x, y: 1 - (top - frame.top) / frame.height, left, top };
  }

  function near(event: MouseEvent): number {
    return rowAt(xs, ys, placeOf(event), frame, REACH);
  }

  /** Draw a rectangle over the runs that are chosen. */
  function stretch(a: Place, b: Place, before: readonly string[]): void {
    const low = (name: keyof Place): number => Math.min(a[name], b[name]);
    const long = (name: keyof Place): number => Math.abs(a[name] - b[name]);
    marquee.hidden = false;
    Object.assign(marquee.style, {
      left: `${low('left')}px`,
      top: `${low('top')}px`,
      width: `${long('left')}px`,
      height: `${long('top')}px`
    });
    const met = rowsIn(xs, ys, {
      left: low('x'),
      right: low('x') + long('x'),
      bottom: low('y'),
      top: low('y') + long('y')
    });
    selection.choose([...before, ...idsOf(met)]);
  }

  function press(event: PointerEvent): void {
    if (event.button !== 0) {
      return;
    }
    event.preventDefault();
    stage.focus({ preventScroll: true });
    const from = placeOf(event);
    const pressed = near(event);
    const isMore = event.shiftKey || event.ctrlKey || event.metaKey;
    const before = isMore ? [...selection.chosen] : [];
    followDrag(
      event,
      moving => {
        isDragging = true;
        plot.point(-1);
        stretch(from, placeOf(moving), before);
      },
      (_, isDrag) => {
        isDragging = false;
        marquee.hidden = true;
        if (!isDrag && pressed >= 0) {
          selection.toggle(rows.id(pressed));
        }
      }
    );
  }

  /** Arrows go from point to point along x. */
  function pressKey(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const shown = standing();
    const next = by && shown[Math.max(0, Math.min(shown.length - 1, shown.indexOf(at) + by))];
    if (next !== undefined) {
      if (event.shiftKey) {
        selection.choose([...selection.chosen, ...idsOf([at, next].filter(row => row >= 0))]);
      }
      at = next;
      const left = frame.left + xs[at]! * frame.width;
      plot.point(at, left, frame.top + (1 - ys[at]!) * frame.height);
    } else if (event.key === ' ' && at >= 0) {
      selection.toggle(rows.id(at));
    } else if (event.key === 'Escape') {
      selection.choose([]);
      plot.point(-1);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  root.classList.add('g-scatter');
  give(stage, {
    onpointerdown: press,
    ondblclick: () => selection.choose([]),
    onkeydown: pressKey
  });
  const off = selection.onChange(plot.want);
  plot.want();
  return () => {
    off();
    kept.close();
    plot.close();
  };
}
