/** Brushes under the pointer and the keys: made, moved, resized, taken away. */

import { followDrag } from '../plot/dragging';
import { clean, give, h } from '../shared/dom';
import type { Axis } from './axes';
import { textAt } from './axes';
import { LEAST, MOST, brushOf, gripAt, shifted, withBrushes } from './brushes';
import type { Brush, Brushes } from './brushes';
import { layoutOf, pixel, placeAt } from './drawing';
import type { Layout } from './drawing';

/** So near to an axis the pointer brushes it. */
const NEAR = 14;
/** So many pixels around the end of a brush take hold of it. */
const GRIP = 6;
/** So much of an axis a key moves the end of a brush. */
const STEP = 0.02;
const FIRST: Brush = [0.25, 0.75];

/** The bars over axes on which brushes are drawn. */
export interface Grips {
  readonly element: HTMLElement;
  readonly isDragging: () => boolean;
  /** Stand the bars of these axes. */
  readonly show: (axes: readonly Axis[], layout: Layout, brushes: Brushes) => void;
}

/** Make bars; `changed` takes other brushes. */
export function gripsOf(changed: (brushes: Brushes) => void): Grips {
  const element = h('div.g-over');
  const bars = new Map<string, HTMLElement>();
  let axes: readonly Axis[] = [];
  let layout: Layout = layoutOf(0, 0, 0);
  let brushes: Brushes = new Map();
  let isDragging = false;

  const brushesOf = (key: string): readonly Brush[] => brushes.get(key) ?? [];
  const put = (key: string, some: readonly Brush[]): void => {
    brushes = withBrushes(brushes, key, some);
    changed(brushes);
  };
  const placeOf = (event: MouseEvent): number =>
    placeAt(layout, event.clientY - element.getBoundingClientRect().top);
  const held = (event: MouseEvent, key: string): ReturnType<typeof gripAt> =>
    gripAt(brushesOf(key), placeOf(event), GRIP / (layout.bottom - layout.top));

  const press = (event: PointerEvent, key: string): void => {
    if (event.button !== 0) {
      return;
    }
    event.preventDefault();
    bars.get(key)?.focus({ preventScroll: true });
    const before = brushesOf(key);
    const from = placeOf(event);
    const grip = held(event, key);
    const others = before.filter((_, i) => i !== grip?.index);
    const [lo, hi] = grip ? before[grip.index]! : [from, from];
    followDrag(
      event,
      moving => {
        isDragging = true;
        const to = placeOf(moving);
        const isMoved = grip?.grip === 'whole';
        const brush = isMoved
          ? shifted([lo, hi], to - from)
          : brushOf(grip?.grip === 'lo' ? hi : lo, to);
        put(key, [...others, brush]);
      },
      () => {
        isDragging = false;
      }
    );
  };

  /** Enter makes a brush; arrows move its upper end, with Shift the lower, with Alt both. */
  const pressKey = (event: KeyboardEvent, key: string): void => {
    const some = brushesOf(key);
    const last = some[some.length - 1];
    const up = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const isMade = up !== undefined || event.key === 'Enter' || event.key === ' ';
    if (isMade && !last) {
      put(key, [FIRST]);
    } else if (up && last) {
      const [lo, hi] = last;
      const brush = event.altKey
        ? shifted(last, up)
        : event.shiftKey
          ? brushOf(Math.min(lo + up, hi), hi)
          : brushOf(lo, Math.max(hi + up, lo));
      put(key, [...some.slice(0, -1), brush]);
    } else if (last && ['Delete', 'Backspace', 'Escape'].includes(event.key)) {
      put(key, []);
    } else if (aside) {
      const at = axes.findIndex(axis => axis.key === key);
      bars.get(axes[at + aside]?.key ?? '')?.focus();
    } else if (!isMade) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const make = (key: string): HTMLElement => {
    const bar = h('div.g-axis', {
      role: 'slider',
      tabindex: 0,
      'aria-orientation': 'vertical',
      'aria-valuemin': Math.round(LEAST * 100),
      'aria-valuemax': Math.round(MOST * 100),
      title:
        'Drag to brush, double click to take the brush away. Keys: Enter, (Shift and) arrows, Delete.',
      onpointerdown: (event: PointerEvent) => press(event, key),
      onpointermove: (event: PointerEvent) => {
        const grip = held(event, key)?.grip;
        bar.style.cursor = grip === 'whole' ? 'grab' : grip ? 'ns-resize' : 'crosshair';
      },
      ondblclick: (event: MouseEvent) => {
        const grip = held(event, key);
        put(key, grip ? brushesOf(key).filter((_, i) => i !== grip.index) : []);
      },
      onkeydown: (event: KeyboardEvent) => pressKey(event, key)
    });
    bars.set(key, bar);
    element.append(bar);
    return bar;
  };

  return {
    element,
    isDragging: () => isDragging,
    show: (shown, where, now) => {
      [axes, layout, brushes] = [shown, where, now];
      for (const [key, bar] of bars) {
        if (!axes.some(axis => axis.key === key)) {
          bar.remove();
          bars.delete(key);
        }
      }
      const top = pixel(layout, MOST);
      axes.forEach((axis, i) => {
        const bar = bars.get(axis.key) ?? make(axis.key);
        Object.assign(bar.style, {
          left: `${layout.xs[i]! - NEAR}px`,
          top: `${top}px`,
          height: `${Math.min(layout.height, pixel(layout, LEAST)) - top}px`
        });
        const some = brushesOf(axis.key);
        const said = some.map(
          ([lo, hi]) => `${textAt(axis, Math.max(0, lo))} to ${textAt(axis, Math.min(1, hi))}`
        );
        give(bar, {
          'aria-label': `Brush of ${axis.heading}`,
          'aria-valuetext': clean(said.join(' or ')) || 'none',
          'aria-valuenow': Math.round((some[0]?.[1] ?? 1) * 100)
        });
      });
    }
  };
}
