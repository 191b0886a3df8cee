/** The box beside the pointer. */

import { fill, h } from '../shared/dom';

/** Shows lines beside a place, or nothing. */
export interface Tooltip {
  /** Show a heading and lines beside a place in the root. */
  readonly show: (
    left: number,
    top: number,
    heading: string,
    ...lines: (HTMLElement | string | false)[]
  ) => void;
  readonly hide: () => void;
}

/** A tooltip of an element, above everything, within the window. */
export function tooltipOf(root: HTMLElement): Tooltip {
  const box = h('div.g-tip', { popover: 'manual', hidden: true });
  root.append(box);
  return {
    show: (left, top, heading, ...lines) => {
      fill(box, h('b', null, heading), ...lines.map(line => line && h('div', null, line)));
      box.hidden = false;
      // Where a page has no such layer the box stands in the view.
      if ('showPopover' in box && box.isConnected && !box.matches(':popover-open')) {
        box.showPopover();
      }
      const from = root.getBoundingClientRect();
      const [x, y, wide] = [from.left + left, from.top + top, box.offsetWidth];
      const isRight = x + wide + 24 > window.innerWidth;
      const lowest = window.innerHeight - box.offsetHeight - 8;
      box.style.left = `${Math.max(4, isRight ? x - 14 - wide : x + 14)}px`;
      box.style.top = `${Math.max(4, Math.min(y, lowest))}px`;
    },
    hide: () => {
      box.hidden = true;
    }
  };
}

/** The colour and the dash of a line, drawn small. */
export function swatch(colour: string, [on, off]: readonly number[] = []): HTMLElement {
  const paint = on
    ? `repeating-linear-gradient(90deg,${colour} 0 ${on}px,#0000 ${on}px ${on + off!}px)`
    : colour;
  return h('span.g-dash', { style: `background:${paint}`, 'aria-hidden': 'true' });
}
