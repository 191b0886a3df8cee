/** The headings of axes: buttons that open a menu, and are dragged to another place. */

import { followDrag } from '../plot/dragging';
import { clean, h } from '../shared/dom';
import { openMenu } from '../table/view/menu';
import type { Axis, AxisChoice } from './axes';
import { moved } from './axes';
import { layoutOf } from './drawing';
import type { Layout } from './drawing';

/** What is done with axes. */
export interface AxisHeard {
  readonly change: (key: string, choice: AxisChoice) => void;
  readonly order: (keys: string[]) => void;
  readonly hide: (key: string) => void;
  readonly clear: (key: string) => void;
}

/** The headings above axes. */
export interface Heads {
  readonly element: HTMLElement;
  /** Show the headings of these axes. */
  readonly show: (axes: readonly Axis[], layout: Layout) => void;
}

/** The widest that a heading becomes. */
const WIDE = 150;

/** Make headings; `choice` says what the reader chose of an axis. */
export function headsOf(choice: (key: string) => AxisChoice, heard: AxisHeard): Heads {
  const element = h('div', { class: 'g-over' });
  let axes: readonly Axis[] = [];
  let layout: Layout = layoutOf(0, 0, 0);
  let isDragged = false;

  const find = (key: string): HTMLElement | undefined =>
    [...element.querySelectorAll<HTMLElement>('.g-axis-name')].find(
      one => one.dataset['axis'] === key
    );
  const move = (key: string, to: number): void =>
    heard.order(
      moved(
        axes.map(axis => axis.key),
        key,
        to
      )
    );

  const open = ({ key, values }: Axis, place: number, head: HTMLElement): void => {
    const chosen = choice(key);
    const { isLog = false, isFlipped = false, isCategory = false } = chosen;
    const change = (some: AxisChoice) => (): void => heard.change(key, { ...chosen, ...some });
    openMenu(
      element,
      head,
      clean(values.column.heading),
      [
        {
          label: 'Logarithmic',
          isOn: isLog,
          isOff: values.isCategory,
          take: change({ isLog: !isLog })
        },
        { label: 'Upside down', isOn: isFlipped, take: change({ isFlipped: !isFlipped }) },
        {
          label: 'One place per value',
          isOn: values.isCategory,
          isOff: values.column.kind !== 'number',
          take: change({ isCategory: !isCategory })
        },
        null,
        { label: 'Clear brushes', take: () => heard.clear(key) },
        { label: 'Move left', isOff: !place, take: () => move(key, place - 1) },
        {
          label: 'Move right',
          isOff: place === axes.length - 1,
          take: () => move(key, place + 1)
        },
        { label: 'Hide', take: () => heard.hide(key) }
      ],
      () => find(key)?.focus()
    );
  };

  const press = (event: PointerEvent, key: string): void => {
    const head = event.currentTarget as HTMLElement;
    const left = parseFloat(head.style.left);
    isDragged = false;
    followDrag(
      event,
      moving => {
        isDragged = true;
        head.style.left = `${left + moving.clientX - event.clientX}px`;
        head.classList.add('g-dragged');
      },
      (ending, isDrag) => {
        if (isDrag) {
          const place = axes.findIndex(axis => axis.key === key);
          const x = layout.xs[place]! + ending.clientX - event.clientX;
          move(key, layout.xs.filter((one, i) => i !== place && one < x).length);
        }
      }
    );
  };

  const make = (axis: Axis, place: number, wide: number): HTMLElement => {
    const { key, heading, scale } = axis;
    const left = Math.max(0, Math.min(layout.width - wide, layout.xs[place]! - wide / 2));
    const align = !left ? 'left' : left === layout.width - wide ? 'right' : 'center';
    const head: HTMLElement = h(
      'button',
      {
        type: 'button',
        class: 'g-axis-name',
        style: `left:${left}px;width:${wide}px;text-align:${align}`,
        title: `${clean(heading)}: menu; drag or Alt with arrows moves the axis`,
        'aria-haspopup': 'menu',
        'data-axis': key,
        onpointerdown: (event: PointerEvent) => press(event, key),
        onclick: () => {
          if (!isDragged) {
            open(axis, place, head);
          }
          isDragged = false;
        },
        onkeydown: (event: KeyboardEvent) => {
          const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
          if (by && event.altKey) {
            event.preventDefault();
            move(key, place + by);
          }
        }
      },
      `${scale.isFlipped ? '\u2193 ' : ''}${clean(heading)}${scale.isLog ? ' (log)' : ''}`
    );
    return head;
  };

  return {
    element,
    show: (shown, where) => {
      [axes, layout] = [shown, where];
      const held = (document.activeElement as HTMLElement | null)?.dataset['axis'];
      const room = (layout.xs[1] ?? layout.width) - (layout.xs[0] ?? 0) - 6;
      const wide = Math.min(Math.max(40, room), WIDE);
      element.querySelectorAll('.g-axis-name').forEach(head => head.remove());
      element.prepend(...axes.map((axis, place) => make(axis, place, wide)));
      if (held !== undefined) {
        find(held)?.focus();
      }
    }
  };
}
