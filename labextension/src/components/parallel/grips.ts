/** Brushes under the pointer and the keys: made, moved, resized, taken away. */

import { clean, h } from '../shared/dom';
import type { Axis } from './axes';
import { textAt } from './axes';
import { brushOf, gripAt, shifted, withBrushes } from './brushes';
import type { Brush, Brushes } from './brushes';
import { pixel, placeAt } from './drawing';
import type { Layout } from './drawing';

/** So near to an axis the pointer brushes it. */
const NEAR = 14;
/** So many pixels around the end of a brush take hold of it. */
const GRIP = 6;

export class Grips {
  readonly element = h('div', { class: 'g-grips' });
  private axes: readonly Axis[] = [];
  private layout: Layout | null = null;
  private brushes: Brushes = new Map();
  private readonly bars = new Map<string, HTMLElement>();
  isDragging = false;

  constructor(private readonly changed: (brushes: Brushes) => void) {}

  /** Stand the bars of these axes. */
  show(axes: readonly Axis[], layout: Layout, brushes: Brushes): void {
    this.axes = axes;
    this.layout = layout;
    this.brushes = brushes;
    const keys = new Set(axes.map(axis => axis.key));
    for (const [key, bar] of this.bars) {
      if (!keys.has(key)) {
        bar.remove();
        this.bars.delete(key);
      }
    }
    axes.forEach((axis, i) => {
      const bar = this.bars.get(axis.key) ?? this.make(axis.key);
      const top = pixel(layout, 1.03);
      bar.style.left = `${layout.xs[i]! - NEAR}px`;
      bar.style.top = `${top}px`;
      bar.style.height = `${pixel(layout, -0.16) - top}px`;
      const of = brushes.get(axis.key) ?? [];
      const said = of
        .map(
          brush =>
            `${textAt(axis, Math.max(0, brush.lo))} to ${textAt(axis, Math.min(1, brush.hi))}`
        )
        .join(' or ');
      bar.setAttribute('aria-label', `Brush of ${clean(axis.heading)}`);
      bar.setAttribute('aria-valuetext', clean(said) || 'none');
      bar.setAttribute('aria-valuenow', String(Math.round((of[0]?.hi ?? 1) * 100)));
    });
  }

  private make(key: string): HTMLElement {
    const bar = h('div', {
      class: 'g-axis',
      role: 'slider',
      tabindex: 0,
      'aria-orientation': 'vertical',
      'aria-valuemin': -16,
      'aria-valuemax': 103,
      title:
        'Drag to brush; double click takes the brush away. Keys: Enter, arrows, Shift and arrows, Delete.'
    });
    bar.addEventListener('pointerdown', event => this.press(event, bar, key));
    bar.addEventListener('pointermove', event => {
      const grip = this.gripAt(event, bar, key)?.grip;
      bar.style.cursor = grip === 'whole' ? 'grab' : grip ? 'ns-resize' : 'crosshair';
    });
    bar.addEventListener('dblclick', event => {
      const grip = this.gripAt(event, bar, key);
      const of = this.of(key);
      this.put(key, grip ? of.filter((_, i) => i !== grip.index) : []);
    });
    bar.addEventListener('keydown', event => this.key(event, key));
    this.bars.set(key, bar);
    this.element.append(bar);
    return bar;
  }

  private of(key: string): readonly Brush[] {
    return this.brushes.get(key) ?? [];
  }

  private put(key: string, of: readonly Brush[]): void {
    this.brushes = withBrushes(this.brushes, key, of);
    this.changed(this.brushes);
  }

  private placeOf(event: MouseEvent): number {
    const box = this.element.getBoundingClientRect();
    return this.layout ? placeAt(this.layout, event.clientY - box.top) : 0;
  }

  private gripAt(event: MouseEvent, _bar: HTMLElement, key: string): ReturnType<typeof gripAt> {
    const { layout } = this;
    const reach = layout ? GRIP / (layout.bottom - layout.top) : 0;
    return gripAt(this.of(key), this.placeOf(event), reach);
  }

  private press(event: PointerEvent, bar: HTMLElement, key: string): void {
    if (event.button !== 0) {
      return;
    }
    event.preventDefault();
    bar.focus({ preventScroll: true });
    const before = this.of(key);
    const from = this.placeOf(event);
    const held = this.gripAt(event, bar, key);
    const others = held ? before.filter((_, i) => i !== held.index) : before;
    const one = held ? before[held.index]! : { lo: from, hi: from };
    this.isDragging = true;
    const move = (moving: PointerEvent): void => {
      const to = this.placeOf(moving);
      const brush =
        held?.grip === 'whole'
          ? shifted(one, to - from)
          : held?.grip === 'lo'
            ? brushOf(to, one.hi)
            : held?.grip === 'hi'
              ? brushOf(one.lo, to)
              : brushOf(from, to);
      if (held || Math.abs(to - from) > 0.01) {
        this.put(key, [...others, brush]);
      }
    };
    const end = (): void => {
      this.isDragging = false;
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
  }

  /** Enter makes a brush; arrows move its upper end, with Shift the lower, with Alt both. */
  private key(event: KeyboardEvent, key: string): void {
    const of = this.of(key);
    const last = of[of.length - 1];
    const by = event.key === 'ArrowUp' ? 0.02 : event.key === 'ArrowDown' ? -0.02 : 0;
    if ((event.key === 'Enter' || event.key === ' ' || by) && !last) {
      this.put(key, [{ lo: 0.25, hi: 0.75 }]);
    } else if (by && last) {
      const brush = event.altKey
        ? shifted(last, by)
        : event.shiftKey
          ? brushOf(Math.min(last.lo + by, last.hi), last.hi)
          : brushOf(last.lo, Math.max(last.hi + by, last.lo));
      this.put(key, [...of.slice(0, -1), brush]);
    } else if (event.key === 'Delete' || event.key === 'Backspace' || event.key === 'Escape') {
      if (!last) {
        return;
      }
      this.put(key, []);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const place = this.axes.findIndex(axis => axis.key === key);
      const next = this.axes[place + (event.key === 'ArrowLeft' ? -1 : 1)];
      this.bars.get(next?.key ?? '')?.focus();
    } else if (event.key !== 'Enter' && event.key !== ' ') {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
