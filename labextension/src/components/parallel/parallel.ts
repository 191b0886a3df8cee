/** Parallel coordinates: every run a line over the axes of its flags and metrics. */

import { clean, h } from '../shared/dom';
import type { Host } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { fit } from '../plot/canvas';
import { colouringOf } from '../plot/colouring';
import { Painter } from '../plot/painter';
import plotCss from '../plot/plot.css';
import { Theme } from '../plot/theme';
import { Tooltip } from '../plot/tooltip';
import { bestRow, cellText, nameOf, objectiveOf, valuesOf } from '../plot/values';
import type { Values } from '../plot/values';
import { MOST_AXES, axisOf, usualAxes } from './axes';
import type { Axis } from './axes';
import { matching } from './brushes';
import { isSame, rowOf } from './runs';
import { choicesOf, keptOf } from './choices';
import { Controls, sentences } from './controls';
import { drawAxes, drawRows, layoutOf, pixel } from './drawing';
import type { Layout } from './drawing';
import { Grips } from './grips';
import { Heads } from './heads';
import css from './parallel.css';
import { nearestLine } from './picking';

const KEPT = 'parallel';
const REACH = 14;

/** Show parallel coordinates in an element; returns what takes them away. */
export function ParallelView(
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection
): () => void {
  const view = new Parallel(root, host, rows, selection);
  return () => view.close();
}

class Parallel {
  private readonly choices;
  private readonly theme: Theme;
  private readonly painter: Painter;
  private readonly said = h('p', { class: 'g-said', role: 'status' });
  private readonly controls: Controls;
  private readonly back = h('canvas');
  private readonly front = h('canvas');
  private readonly over = h('canvas');
  private readonly stage: HTMLElement;
  private readonly empty = h('div', { class: 'g-empty', hidden: true });
  private readonly heads: Heads;
  private readonly grips: Grips;
  private readonly tip: Tooltip;
  private readonly undo: (() => void)[] = [];
  private axes: Axis[] = [];
  private layout: Layout = layoutOf(0, 0, 0);
  private colouring = colouringOf(null, false, '#999');
  private match = new Uint8Array(0);
  private best = -1;
  private isOurs = false;
  private isMade = false;
  private isBackDrawn = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
    private readonly rows: Rows,
    private readonly selection: Selection
  ) {
    [plotCss, css].forEach(sheet => useSheet(root, sheet));
    this.choices = choicesOf(host.get(KEPT));
    this.theme = new Theme(root);
    this.heads = new Heads({
      change: (key, choice) => this.change(() => (this.choices.of[key] = choice)),
      order: keys => this.change(() => (this.choices.axes = keys)),
      hide: key => this.change(() => this.hide(key)),
      clear: key => this.brush(new Map([...this.choices.brushes].filter(([one]) => one !== key)))
    });
    this.grips = new Grips(brushes => this.brush(brushes));
    this.stage = h(
      'div',
      { class: 'g-parallel', role: 'application' },
      this.back,
      this.front,
      this.over,
      this.grips.element,
      this.heads.element
    );
    this.tip = new Tooltip(this.stage);
    this.controls = new Controls({
      add: key => this.change(() => (this.choices.axes = [...this.keys(), key].slice(-MOST_AXES))),
      colour: key => this.change(() => (this.choices.colour = key)),
      clear: () => this.brush(new Map())
    });
    root.append(this.controls.element, this.said, this.stage, this.empty);
    this.stage.addEventListener('pointermove', event => this.point(event));
    this.stage.addEventListener('pointerleave', () => this.leave());
    this.stage.addEventListener('click', event => this.click(event));
    this.painter = new Painter(root, () => this.paint());
    if (typeof ResizeObserver !== 'undefined') {
      const resized = new ResizeObserver(() => {
        if (Math.abs(this.stage.clientWidth - this.layout.width) > 1) {
          this.again();
        }
      });
      resized.observe(root);
      this.undo.push(() => resized.disconnect());
    }
    this.undo.push(
      rows.onChange(() => this.again()),
      selection.onChange(() => this.chosen()),
      selection.onHover(() => this.painter.want()),
      this.theme.onChange(() => this.again())
    );
    this.again();
  }

  close(): void {
    this.undo.forEach(off => off());
    clearTimeout(this.timer);
    this.painter.close();
    this.heads.close();
    this.theme.close();
    this.root.replaceChildren();
  }

  private keys(): string[] {
    const known = this.choices.axes?.filter(key => this.rows.column(key));
    return (known?.length ? known : usualAxes(this.rows.columns).keys).slice(0, MOST_AXES);
  }

  private hide(key: string): void {
    this.choices.axes = this.keys().filter(one => one !== key);
    this.choices.brushes = new Map([...this.choices.brushes].filter(([one]) => one !== key));
  }

  private colourKey(): string {
    const { colour } = this.choices;
    return this.rows.column(colour) ? colour : (objectiveOf(this.rows.columns)?.key ?? '');
  }

  /** Make it anew with the next frame that is seen. */
  private again(): void {
    this.isMade = false;
    this.painter.want();
  }

  private change(act: () => void): void {
    act();
    this.keep();
    this.again();
  }

  private keep(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.host.set(KEPT, keptOf(this.choices)), 300);
  }

  /** Take other brushes: their runs are chosen everywhere. */
  private brush(brushes: typeof this.choices.brushes): void {
    const had = this.choices.brushes.size > 0;
    this.choices.brushes = brushes;
    this.keep();
    this.find();
    if (brushes.size || had) {
      this.choose(brushes.size > 0);
    }
    this.painter.want();
  }

  private choose(isBrushed: boolean): void {
    this.isOurs = true;
    const ids: string[] = [];
    for (let row = 0; isBrushed && row < this.rows.count; row++) {
      if (this.match[row]) {
        ids.push(this.rows.id(row));
      }
    }
    this.selection.choose(ids);
    this.isOurs = false;
  }

  /** Other runs were chosen: a brush that says something else is none any more. */
  private chosen(): void {
    if (!this.isOurs) {
      if (this.choices.brushes.size && !isSame(this.match, this.rows, this.selection.chosen)) {
        this.choices.brushes = new Map();
        this.keep();
      }
      this.find();
      this.painter.want();
    }
  }

  /** Find the runs that are drawn in colour. */
  private find(): void {
    const { rows, selection } = this;
    const { brushes } = this.choices;
    const byKey = new Map(this.axes.map(axis => [axis.key, axis.places]));
    this.match = matching(brushes, key => byKey.get(key), rows.count);
    if (!brushes.size && selection.chosen.size) {
      this.match = Uint8Array.from({ length: rows.count }, (_, row) =>
        selection.chosen.has(rows.id(row)) ? 1 : 0
      );
    }
    this.tell();
  }

  /** Read the cells and stand them on axes. */
  private make(): void {
    const { rows, choices, stage } = this;
    const keys = this.keys();
    const colourKey = this.colourKey();
    const needed = [...keys, colourKey, 'id', 'label'].filter(key => key);
    void rows.need(needed).catch(() => undefined);
    const height = 330;
    const width = Math.max(keys.length * 62, stage.clientWidth || this.root.clientWidth || 600);
    const there = keys.filter(key => rows.has(key));
    this.layout = layoutOf(there.length, width, height);
    const values = (key: string, asCategory: boolean): Values =>
      valuesOf(rows, rows.column(key)!, asCategory);
    this.axes = there.map(key => {
      const choice = choices.of[key] ?? {};
      return axisOf(values(key, choice.isCategory === true), choice, height);
    });
    const inks = this.theme.now;
    const isThere = colourKey !== '' && rows.has(colourKey);
    const isWords = choices.of[colourKey]?.isCategory === true;
    this.colouring = colouringOf(
      isThere ? values(colourKey, isWords) : null,
      inks.isDark,
      inks.muted
    );
    const objective = objectiveOf(rows.columns);
    this.best =
      objective && rows.has(objective.key)
        ? bestRow(objective, values(objective.key, false).numbers)
        : -1;
    this.controls.show(this.colouring.legend());
    this.controls.offer(rows.columns, keys, colourKey);
    this.stage.style.height = `${height}px`;
    const isEmpty = rows.count === 0 || keys.length === 0;
    this.stage.hidden = isEmpty;
    this.empty.hidden = !isEmpty;
    this.empty.textContent = rows.count
      ? 'No flag or metric differs between these runs.'
      : clean(rows.table.empty) || 'No runs.';
    this.heads.show(this.axes, this.layout, choices.of);
    this.isBackDrawn = false;
    const before = this.match;
    this.find();
    // A brush of the notebook chooses again, and so does one under which runs have changed.
    if (
      choices.brushes.size &&
      there.length === keys.length &&
      String(before) !== String(this.match)
    ) {
      this.choose(true);
    }
    this.isMade = true;
  }

  /** Say in words what is seen. */
  private tell(): void {
    const { rows, axes, choices } = this;
    const matches = this.match.reduce((sum, one) => sum + one, 0);
    this.said.textContent = sentences(rows, axes, choices, matches).join('; ');
    this.controls.brushed(choices.brushes.size > 0);
    const best = this.best >= 0 ? ` The best is ${nameOf(rows, this.best)}.` : '';
    const names = axes.map(axis => clean(axis.heading)).join(', ');
    this.stage.setAttribute(
      'aria-label',
      `Parallel coordinates of ${rows.count} runs over ${names}; ${matches} in colour.${best}`
    );
    this.grips.show(axes, this.layout, choices.brushes);
  }

  /** Draw now. */
  paint(): void {
    if (!this.isMade) {
      this.make();
    }
    const { axes, layout, match, rows } = this;
    const inks = this.theme.now;
    const { width, height } = layout;
    if (!this.isBackDrawn) {
      this.isBackDrawn = true;
      const back = fit(this.back, width, height);
      const all = Array.from({ length: rows.count }, (_, row) => row);
      if (back) {
        drawRows(
          back,
          layout,
          axes,
          new Map([[inks.muted, all]]),
          rows.count > 400 ? 0.12 : 0.2,
          1
        );
      }
    }
    const front = fit(this.front, width, height);
    const byColour = new Map<string, number[]>();
    let count = 0;
    for (let row = 0; row < rows.count; row++) {
      if (match[row]) {
        count++;
        const colour = this.colouring.of(row);
        const of = byColour.get(colour);
        if (of) {
          of.push(row);
        } else {
          byColour.set(colour, [row]);
        }
      }
    }
    const alpha = count > 1000 ? 0.35 : count > 200 ? 0.55 : 0.85;
    if (front) {
      drawRows(front, layout, axes, byColour, alpha, count > 300 ? 1 : 1.3);
      if (this.best >= 0 && match[this.best]) {
        this.drawOne(front, this.best, 3);
      }
    }
    const over = fit(this.over, width, height);
    if (over) {
      const hovered = rowOf(rows, this.selection.hovered);
      if (hovered >= 0) {
        this.drawOne(over, hovered, 2.6, inks.text);
      }
      drawAxes(over, layout, axes, this.choices.brushes, inks);
    }
  }

  private drawOne(context: CanvasRenderingContext2D, row: number, width: number, ink = ''): void {
    const colour = ink || this.colouring.of(row);
    const { layout, axes } = this;
    drawRows(context, layout, axes, new Map([[this.theme.now.ground, [row]]]), 0.8, width + 2.4);
    drawRows(context, layout, axes, new Map([[colour, [row]]]), 1, width);
  }

  private rowAt(event: MouseEvent): { row: number; x: number; y: number } {
    const box = this.stage.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left + this.stage.scrollLeft, event.clientY - box.top];
    const { layout, axes, match } = this;
    const standing = axes.map((axis, i) => ({
      x: layout.xs[i]!,
      top: (row: number) => pixel(layout, axis.places[row]!)
    }));
    const row = nearestLine(standing, this.rows.count, x, y, REACH, one => match[one] === 1);
    return { row, x, y };
  }

  private point(event: PointerEvent): void {
    if (this.grips.isDragging || (event.target as Element).closest('.g-heads')) {
      this.leave();
      return;
    }
    const { row, x, y } = this.rowAt(event);
    if (row < 0) {
      this.leave();
      return;
    }
    this.selection.hover(this.rows.id(row));
    const lines = this.axes.map(
      axis => `${clean(axis.heading)}: ${cellText(this.rows, axis.values.column, row)}`
    );
    this.tip.say(
      [nameOf(this.rows, row) + (row === this.best ? ' (best)' : ''), ...lines],
      x,
      y + 12
    );
  }

  private leave(): void {
    this.tip.hide();
    this.selection.hover(null);
  }

  /** A click chooses the run too, or no longer. */
  private click(event: MouseEvent): void {
    if ((event.target as Element).closest('.g-heads, .g-axis')) {
      return;
    }
    const { row } = this.rowAt(event);
    if (row >= 0 && !this.choices.brushes.size) {
      this.selection.toggle(this.rows.id(row));
    }
  }
}
