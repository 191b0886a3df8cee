/** The headings of axes: buttons that open a menu, and are dragged to another place. */

import { followDrag } from '../plot/dragging';
import { h } from '../shared/dom';
import { openMenu } from '../table/view/menu';
import type { Entry } from '../table/view/menu';
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
  const element = h('div.g-over');
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

  const open = ({ key, heading, values }: Axis, place: number, head: HTMLElement): void => {
    const chosen = choice(key);
    const entry = (label: string, take: () => void, isOff = false, isOn = false): Entry => ({
      label,
      take,
      isOff,
      isOn
    });
    const turn = (label: string, name: keyof AxisChoice, isOff: boolean): Entry => {
      const isOn = chosen[name] === true;
      return entry(label, () => heard.change(key, { ...chosen, [name]: !isOn }), isOff, isOn);
    };
    const isNumber = values.column.kind === 'number';
    openMenu(
      element,
      head,
      heading,
      [
        turn('Logarithmic', 'isLog', values.isCategory),
        turn('Upside down', 'isFlipped', false),
        turn('One place per value', 'isCategory', !isNumber),
        null,
        entry('Clear brushes', () => heard.clear(key)),
        entry('Move left', () => move(key, place - 1), !place),
        entry('Move right', () => move(key, place + 1), place === axes.length - 1),
        entry('Hide', () => heard.hide(key))
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
    const { key, heading, scale, isFlipped } = axis;
    const left = Math.max(0, Math.min(layout.width - wide, layout.xs[place]! - wide / 2));
    const align = !left ? 'left' : left === layout.width - wide ? 'right' : 'center';
    const head: HTMLElement = h(
      'button.g-axis-name',
      {
        type: 'button',
        style: `left:${left}px;width:${wide}px;text-align:${align}`,
        title: `${heading}: menu; drag to move the axis`,
        'aria-haspopup': 'menu',
        'data-axis': key,
        onpointerdown: (event: PointerEvent) => press(event, key),
        onclick: () => {
          if (!isDragged) {
            open(axis, place, head);
          }
          isDragged = false;
        }
      },
      `${isFlipped ? '\u2193 ' : ''}${heading}${scale.isLog ? ' (log)' : ''}`
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
