/** One chart: uPlot keeps axes, cursor and drag; the lines are drawn here. */

import uPlot from 'uplot';
import { Painter } from '../plot/painter';
import type { Range } from '../plot/ranges';
import type { Inks, Theme } from '../plot/theme';
import { linearTicks, logTicks, seconds, written } from '../plot/ticks';
import { drawEnds, drawLines } from './drawing';
import type { Field } from './drawing';
import { rangesOf } from './line';
import type { Drawing, Line } from './line';

/** What a chart shows. */
export interface Picture {
  readonly lines: readonly Line[];
  readonly drawing: Drawing;
  readonly zoom: Range | null;
  readonly hovered: string | null;
}

/** What a chart tells of the pointer. */
export interface Heard {
  /** An x is pointed at, and which pixel of the chart; null when the pointer left. */
  point(x: number | null, left: number, top: number): void;
  /** A range of x was dragged; null resets it. */
  zoom(range: Range | null): void;
}

const END_LABELS = 6;
const ROOM = 84;
const FONT = 'system-ui, sans-serif';

export class Chart {
  private plot: uPlot | null = null;
  private picture: Picture | null = null;
  private form = '';
  private ranges: { x: Range; y: Range } | null = null;
  private width = 0;
  private readonly painter: Painter;
  private readonly resized: ResizeObserver | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly theme: Theme,
    private readonly heard: Heard,
    private readonly height: () => number,
    watched: Element,
    onSeen?: (isSeen: boolean) => void
  ) {
    this.painter = new Painter(watched, () => this.paint(), onSeen);
    if (typeof ResizeObserver !== 'undefined') {
      this.resized = new ResizeObserver(() => {
        if (Math.abs(this.root.clientWidth - this.width) > 1) {
          this.painter.want();
        }
      });
      this.resized.observe(root);
    }
  }

  /** The ranges of the axes as they are drawn. */
  get shownRanges(): { x: Range; y: Range } | null {
    return this.ranges;
  }

  /** Whether it can be seen now. */
  get canBeSeen(): boolean {
    return this.painter.canBeSeen;
  }

  /** Draw this with the next frame. */
  show(picture: Picture): void {
    this.picture = picture;
    this.painter.want();
  }

  /** Draw again: the colours of the page are others. */
  refresh(): void {
    this.form = '';
    this.painter.want();
  }

  /** Stand the crosshair at an x of another chart; null takes it away. */
  cross(x: number | null): void {
    const { plot } = this;
    if (plot && this.painter.canBeSeen) {
      const left = x === null ? -10 : plot.valToPos(x, 'x');
      plot.setCursor(
        { left: left >= 0 && left <= plot.over.clientWidth ? left : -10, top: 0 },
        false
      );
    }
  }

  /** Where a value is, in pixels from the top of the plot; NaN where it cannot be placed. */
  topOf(value: number): number {
    return this.plot && this.plot.scales['y']?.min !== undefined
      ? this.plot.valToPos(value, 'y')
      : NaN;
  }

  /** The pixels from the left of the chart to an x. */
  leftOf(x: number): number {
    return this.plot ? this.plot.valToPos(x, 'x') + this.plot.over.offsetLeft : 0;
  }

  close(): void {
    this.painter.close();
    this.resized?.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  /** Draw now. */
  paint(): void {
    const { picture } = this;
    if (!picture) {
      return;
    }
    const { lines, drawing, zoom } = picture;
    this.ranges = rangesOf(lines, drawing, zoom);
    if (!this.ranges) {
      this.plot?.destroy();
      this.plot = null;
      this.form = '';
      return;
    }
    const width = Math.max(120, this.root.clientWidth || 320);
    const height = this.height();
    const isNamed = lines.filter(line => !line.isFaint).length <= END_LABELS && width > 260;
    const form = JSON.stringify([
      drawing.x === 'wall',
      drawing.x === 'relative',
      drawing.isLogX,
      drawing.isLogY,
      isNamed
    ]);
    const { x, y } = this.ranges;
    if (!this.plot || form !== this.form) {
      this.form = form;
      this.plot?.destroy();
      this.plot = new uPlot(this.options(drawing, isNamed, width, height), undefined, this.root);
    } else if (width !== this.width || this.plot.height !== height) {
      this.plot.setSize({ width, height });
    }
    this.width = width;
    const { plot } = this;
    plot.batch(() => {
      plot.setData(
        [
          [x[0], x[1]],
          [null, null]
        ] as uPlot.AlignedData,
        false
      );
      plot.setScale('x', { min: x[0], max: x[1] });
      plot.setScale('y', { min: y[0], max: y[1] });
    });
  }

  private options(
    drawing: Drawing,
    isNamed: boolean,
    width: number,
    height: number
  ): uPlot.Options {
    const inks = this.theme.now;
    const font = `11px ${FONT}`;
    const axis = {
      stroke: inks.muted,
      font,
      grid: { stroke: inks.line, width: 1 },
      ticks: { show: false }
    };
    const marked = (isLog: boolean, pixels: number): Partial<uPlot.Axis> => ({
      splits: (u, index, min, max): number[] => {
        const { over } = u;
        const long =
          index === 0 ? over.clientWidth || width - 60 : over.clientHeight || height - 40;
        return (isLog ? logTicks : linearTicks)(
          [min, max],
          Math.max(2, Math.floor(long / pixels))
        );
      },
      filter: (_u, splits) => splits
    });
    const xMarks: Partial<uPlot.Axis> =
      drawing.x === 'wall'
        ? { space: 70 }
        : {
            ...marked(drawing.isLogX, 62),
            values: (_u, splits) =>
              drawing.x === 'relative' ? splits.map(seconds) : written(splits)
          };
    const range = (which: 'x' | 'y') => (): uPlot.Range.MinMax => [
      ...(this.ranges?.[which] ?? [0, 1])
    ];
    return {
      width,
      height,
      legend: { show: false },
      padding: [8, isNamed ? ROOM : 12, 0, 0],
      scales: {
        x: { time: drawing.x === 'wall', distr: drawing.isLogX ? 3 : 1, range: range('x') },
        y: { auto: false, distr: drawing.isLogY ? 3 : 1, range: range('y') }
      },
      axes: [
        { ...axis, ...xMarks, size: 26, gap: 4, grid: { show: false } },
        {
          ...axis,
          ...marked(drawing.isLogY, 34),
          values: (_u, splits) => written(splits),
          size: (_u, values) =>
            Math.max(44, 12 + 6.4 * Math.max(0, ...(values ?? []).map(one => one.length))),
          gap: 6
        }
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        bind: {
          dblclick: () => () => {
            this.heard.zoom(null);
            return null;
          }
        }
      },
      hooks: {
        draw: [plot => this.draw(plot, drawing, isNamed)],
        setCursor: [
          plot => {
            const { left = -10, top = -10 } = plot.cursor;
            const isIn = left >= 0;
            this.heard.point(isIn ? plot.posToVal(left, 'x') : null, left, top);
          }
        ],
        setSelect: [
          plot => {
            const { left, width: wide } = plot.select;
            if (wide > 3) {
              this.heard.zoom([plot.posToVal(left, 'x'), plot.posToVal(left + wide, 'x')]);
            }
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          }
        ]
      }
    };
  }

  private draw(plot: uPlot, drawing: Drawing, isNamed: boolean): void {
    const { picture, ranges } = this;
    if (!picture || !ranges) {
      return;
    }
    const inks: Inks = this.theme.now;
    const { left, top, width, height } = plot.bbox;
    const field: Field = {
      context: plot.ctx,
      left,
      top,
      width,
      height,
      ratio: uPlot.pxRatio || 1,
      xRange: ranges.x,
      isLogX: drawing.isLogX,
      xAt: along(ranges.x, drawing.isLogX, left, width),
      yAt: along(ranges.y, drawing.isLogY, top + height, -height)
    };
    drawLines(field, picture.lines, picture.hovered, drawing.smoothing > 0, inks);
    if (isNamed) {
      const named = picture.lines.filter(line => !line.isFaint);
      drawEnds(field, named, inks, ROOM, FONT);
    }
  }
}

/** From values to pixels; NaN for a value that a log axis does not have. */
function along(
  [lo, hi]: Range,
  isLog: boolean,
  from: number,
  long: number
): (v: number) => number {
  if (isLog) {
    const first = Math.log(lo);
    const by = long / (Math.log(hi) - first);
    return value => (value > 0 ? from + (Math.log(value) - first) * by : NaN);
  }
  const by = long / (hi - lo);
  return value => from + (value - lo) * by;
}
