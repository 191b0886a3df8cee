/** A scatter plot of any two columns; a rectangle drawn over it chooses runs. */

import { clean, fill, h } from '../shared/dom';
import type { Host, Json } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { useSheet } from '../shared/sheets';
import { fit } from '../plot/canvas';
import { colouringOf } from '../plot/colouring';
import { Painter } from '../plot/painter';
import plotCss from '../plot/plot.css';
import { Theme } from '../plot/theme';
import { Tooltip } from '../plot/tooltip';
import { bestRow, canStand, cellText, nameOf, objectiveOf, valuesOf } from '../plot/values';
import type { Values } from '../plot/values';
import { usualAxes } from '../parallel/axes';
import type { Frame } from '../plot/frame';
import { drawAxes, drawPoints, drawRing } from './drawing';
import { placesOf, rowAt, rowsIn, scaleOf } from './points';
import type { Box } from './points';
import css from './scatter.css';

const KEPT = 'scatter';
const HEIGHT = 380;
const REACH = 12;
const NAMES = ['x', 'y', 'colour'] as const;
type Name = (typeof NAMES)[number];

/** Show a scatter plot in an element; returns what takes it away. */
export function ScatterView(
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection
): () => void {
  const view = new Scatter(root, host, rows, selection);
  return () => view.close();
}

class Scatter {
  private readonly selects: { readonly [name in Name]: HTMLSelectElement };
  private readonly logs: { readonly x: HTMLInputElement; readonly y: HTMLInputElement };
  private readonly legend = h('span');
  private readonly said = h('p', { class: 'g-said', role: 'status' });
  private readonly canvas = h('canvas');
  private readonly marquee = h('div', { class: 'g-marquee', hidden: true });
  private readonly stage: HTMLElement;
  private readonly empty = h('div', { class: 'g-empty', hidden: true });
  private readonly theme: Theme;
  private readonly painter: Painter;
  private readonly tip: Tooltip;
  private readonly undo: (() => void)[] = [];
  private frame: Frame = { left: 64, top: 10, width: 1, height: 1 };
  private xs = new Float64Array(0);
  private ys = new Float64Array(0);
  private keyed = -1;
  private isDragging = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
    private readonly rows: Rows,
    private readonly selection: Selection
  ) {
    [plotCss, css].forEach(sheet => useSheet(root, sheet));
    const kept = host.get(KEPT);
    const of = kept && typeof kept === 'object' && !Array.isArray(kept) ? kept : {};
    const select = (name: Name): HTMLSelectElement => {
      const element = h('select', { 'aria-label': name, 'data-wanted': String(of[name] ?? '') });
      element.addEventListener('change', () => this.change(element));
      return element;
    };
    const log = (name: 'x' | 'y'): HTMLInputElement => {
      const box = h('input', { type: 'checkbox', 'aria-label': `Logarithmic ${name}` });
      box.checked = of[`log${name}`] === true;
      box.addEventListener('change', () => this.change(null));
      return box;
    };
    this.selects = { x: select('x'), y: select('y'), colour: select('colour') };
    this.logs = { x: log('x'), y: log('y') };
    this.stage = h(
      'div',
      { class: 'g-scatter', role: 'application', tabindex: 0 },
      this.canvas,
      this.marquee
    );
    this.theme = new Theme(root);
    this.tip = new Tooltip(this.stage);
    const muted = (text: string): HTMLElement => h('span', { class: 'g-muted' }, text);
    const bar = h(
      'div',
      { class: 'g-bar', role: 'toolbar', 'aria-label': 'Scatter plot' },
      h('label', null, muted('x'), this.selects.x),
      h('label', null, this.logs.x, 'log'),
      h('label', null, muted('y'), this.selects.y),
      h('label', null, this.logs.y, 'log'),
      h('label', null, muted('colour'), this.selects.colour),
      this.legend
    );
    root.append(bar, this.said, this.stage, this.empty);
    this.stage.addEventListener('pointerdown', event => this.press(event));
    this.stage.addEventListener('pointermove', event => this.point(event));
    this.stage.addEventListener('pointerleave', () => this.leave());
    this.stage.addEventListener('dblclick', () => selection.choose([]));
    this.stage.addEventListener('keydown', event => this.key(event));
    this.painter = new Painter(root, () => this.paint());
    if (typeof ResizeObserver !== 'undefined') {
      const resized = new ResizeObserver(() => this.painter.want());
      resized.observe(root);
      this.undo.push(() => resized.disconnect());
    }
    const want = (): void => this.painter.want();
    this.undo.push(
      rows.onChange(want),
      selection.onChange(want),
      selection.onHover(want),
      this.theme.onChange(want)
    );
    want();
  }

  close(): void {
    this.undo.forEach(off => off());
    this.painter.close();
    this.theme.close();
    this.root.replaceChildren();
  }

  private change(changed: HTMLSelectElement | null): void {
    if (changed) {
      changed.dataset['wanted'] = changed.value;
    }
    const kept: { [name: string]: Json } = {};
    for (const name of NAMES) {
      const wanted = this.selects[name].dataset['wanted'];
      if (wanted) {
        kept[name] = wanted;
      }
    }
    if (this.logs.x.checked) {
      kept['logx'] = true;
    }
    if (this.logs.y.checked) {
      kept['logy'] = true;
    }
    this.host.set(KEPT, Object.keys(kept).length ? kept : undefined);
    this.painter.want();
  }

  /** Offer columns, and return the keys of those that are shown. */
  private offer(): { readonly [name in Name]: string } {
    const { rows } = this;
    const columns = rows.columns.filter(canStand);
    const objective = objectiveOf(rows.columns)?.key ?? '';
    const usual = usualAxes(rows.columns).keys.filter(key => key !== objective);
    const first = usual[0] ?? columns[0]?.key ?? '';
    const defaults = {
      x: first,
      y: objective || (usual[1] ?? first),
      colour: usual[1] ?? objective
    };
    const keys = { x: '', y: '', colour: '' };
    for (const name of NAMES) {
      const select = this.selects[name];
      const wanted = select.dataset['wanted'] ?? '';
      keys[name] = rows.column(wanted) ? wanted : defaults[name];
      const offered = columns.filter((column, i) => i < 300 || column.key === keys[name]);
      if (
        select.options.length !== offered.length ||
        select.options[0]?.value !== offered[0]?.key
      ) {
        fill(
          select,
          ...offered.map(column =>
            h('option', { value: column.key }, clean(column.heading).slice(0, 60))
          )
        );
      }
      select.value = keys[name];
    }
    return keys;
  }

  /** Draw now. */
  paint(): void {
    const { rows, selection } = this;
    const keys = this.offer();
    void rows.need([keys.x, keys.y, keys.colour, 'label'].filter(Boolean)).catch(() => undefined);
    const isThere = rows.count > 0 && [keys.x, keys.y].every(key => key && rows.has(key));
    this.stage.hidden = !isThere;
    this.empty.hidden = isThere;
    if (!isThere) {
      this.empty.textContent = !rows.count
        ? clean(rows.table.empty) || 'No runs.'
        : keys.x
          ? 'reading …'
          : 'These runs have no flags or metrics.';
      return;
    }
    const values = (key: string): Values => valuesOf(rows, rows.column(key)!);
    const x = { values: values(keys.x), scale: scaleOf(values(keys.x), this.logs.x.checked) };
    const y = { values: values(keys.y), scale: scaleOf(values(keys.y), this.logs.y.checked) };
    const inks = this.theme.now;
    const coloured = keys.colour && rows.has(keys.colour) ? values(keys.colour) : null;
    const colouring = colouringOf(coloured, inks.isDark, inks.muted);
    fill(this.legend, colouring.legend());
    this.xs = placesOf(x.values, x.scale);
    this.ys = placesOf(y.values, y.scale);
    const width = Math.max(200, this.stage.clientWidth || 600);
    this.frame = { left: 72, top: 10, width: width - 90, height: HEIGHT - 56 };
    this.tell(x.values, y.values);
    const context = fit(this.canvas, width, HEIGHT);
    if (!context) {
      return;
    }
    drawAxes(context, this.frame, x, y, inks);
    const chosen = selection.chosen;
    const isBack = (row: number): boolean => chosen.size > 0 && !chosen.has(rows.id(row));
    drawPoints(context, this.frame, this.xs, this.ys, isBack, colouring.of, inks);
    const best = bestRow(rows.column(keys.y), y.values.numbers);
    const { hovered } = selection;
    for (let row = 0; row < rows.count; row++) {
      const isHovered = hovered !== null && rows.id(row) === hovered;
      if (isHovered || row === best) {
        drawRing(
          context,
          this.frame,
          this.xs[row]!,
          this.ys[row]!,
          isHovered ? inks.text : inks.accent
        );
      }
    }
  }

  private tell(x: Values, y: Values): void {
    const { rows, selection, xs, ys } = this;
    let left = 0;
    for (let row = 0; row < rows.count; row++) {
      left += Number.isNaN(xs[row]! + ys[row]!) ? 1 : 0;
    }
    const said: string[] = [];
    if (selection.chosen.size) {
      said.push(`${selection.chosen.size} of ${rows.count} runs chosen`);
    }
    if (left) {
      const isLog = this.logs.x.checked || this.logs.y.checked;
      const why = isLog ? 'no value, or one ≤ 0 on a log axis' : 'no value in one of both columns';
      said.push(`${left} ${left === 1 ? 'run is' : 'runs are'} not shown: ${why}`);
    }
    this.said.textContent = said.join('; ');
    const names = `${clean(y.column.heading)} over ${clean(x.column.heading)}`;
    this.stage.setAttribute(
      'aria-label',
      `Scatter plot of ${names}, ${rows.count - left} runs. Arrows go from run to run, Space chooses.`
    );
  }

  private placeOf(event: MouseEvent): { x: number; y: number; left: number; top: number } {
    const box = this.stage.getBoundingClientRect();
    const { frame } = this;
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    return {
      x: (left - frame.left) / frame.width,
      y: 1 - (top - frame.top) / frame.height,
      left,
      top
    };
  }

  private near(event: MouseEvent): number {
    const { x, y } = this.placeOf(event);
    const { width, height } = this.frame;
    return rowAt(this.xs, this.ys, x, y, width, height, REACH);
  }

  private point(event: PointerEvent): void {
    const row = this.isDragging ? -1 : this.near(event);
    if (row < 0) {
      this.leave();
    } else {
      this.show(row);
    }
  }

  private show(row: number): void {
    const { rows, frame } = this;
    this.selection.hover(rows.id(row));
    const keys = new Set(NAMES.map(name => this.selects[name].value));
    const lines = [...keys].map(key => {
      const column = rows.column(key)!;
      return `${clean(column.heading)}: ${cellText(rows, column, row)}`;
    });
    const left = frame.left + this.xs[row]! * frame.width;
    const top = frame.top + (1 - this.ys[row]!) * frame.height;
    this.tip.say([nameOf(rows, row), ...lines], left, top);
  }

  private leave(): void {
    this.tip.hide();
    this.selection.hover(null);
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0) {
      return;
    }
    event.preventDefault();
    this.stage.focus({ preventScroll: true });
    const from = this.placeOf(event);
    const near = this.near(event);
    const isMore = event.shiftKey || event.ctrlKey || event.metaKey;
    const before = isMore ? [...this.selection.chosen] : [];
    const move = (moving: PointerEvent): void => {
      const to = this.placeOf(moving);
      this.isDragging ||= Math.hypot(to.left - from.left, to.top - from.top) > 4;
      if (this.isDragging) {
        this.leave();
        const box: Box = {
          left: Math.min(from.x, to.x),
          right: Math.max(from.x, to.x),
          bottom: Math.min(from.y, to.y),
          top: Math.max(from.y, to.y)
        };
        this.marquee.hidden = false;
        Object.assign(this.marquee.style, {
          left: `${Math.min(from.left, to.left)}px`,
          top: `${Math.min(from.top, to.top)}px`,
          width: `${Math.abs(from.left - to.left)}px`,
          height: `${Math.abs(from.top - to.top)}px`
        });
        const met = rowsIn(this.xs, this.ys, box).map(row => this.rows.id(row));
        this.selection.choose([...before, ...met]);
      }
    };
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
      this.marquee.hidden = true;
      if (!this.isDragging && near >= 0) {
        this.selection.toggle(this.rows.id(near));
      }
      this.isDragging = false;
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
  }

  /** Arrows go from point to point along x. */
  private key(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (by) {
      const shown = [...this.xs.keys()].filter(
        row => !Number.isNaN(this.xs[row]! + this.ys[row]!)
      );
      shown.sort((a, b) => this.xs[a]! - this.xs[b]! || this.ys[a]! - this.ys[b]!);
      const at = shown.indexOf(this.keyed);
      const next = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
      if (next !== undefined) {
        this.keyed = next;
        this.show(next);
      }
    } else if (event.key === ' ' && this.keyed >= 0) {
      this.selection.toggle(this.rows.id(this.keyed));
    } else if (event.key === 'Escape') {
      this.selection.choose([]);
      this.leave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
