/** The headings of axes: buttons that open a menu, and are dragged to another place. */

import { clean, h } from '../shared/dom';
import type { Axis, AxisChoice } from './axes';
import { moved } from './axes';
import type { Layout } from './drawing';

/** What is done with an axis. */
export interface AxisHeard {
  change(key: string, choice: AxisChoice): void;
  order(keys: string[]): void;
  hide(key: string): void;
  clear(key: string): void;
}

export class Heads {
  readonly element = h('div', { class: 'g-heads' });
  private axes: readonly Axis[] = [];
  private layout: Layout | null = null;
  private choices: { readonly [key: string]: AxisChoice } = {};
  private menu: HTMLElement | null = null;
  private focused = '';

  constructor(private readonly heard: AxisHeard) {}

  /** Show the headings of these axes. */
  show(
    axes: readonly Axis[],
    layout: Layout,
    choices: { readonly [key: string]: AxisChoice }
  ): void {
    this.axes = axes;
    this.layout = layout;
    this.choices = choices;
    const room = Math.max(40, (layout.xs[1] ?? layout.width) - (layout.xs[0] ?? 0) - 6);
    const wide = Math.min(room, 150);
    const held = this.element.contains(document.activeElement);
    const buttons = axes.map((axis, place) => {
      const text = `${axis.scale.isFlipped ? '\u2193 ' : ''}${clean(axis.heading)}${axis.scale.isLog ? ' (log)' : ''}`;
      const left = Math.max(0, Math.min(layout.width - wide, layout.xs[place]! - wide / 2));
      const align = left === 0 ? 'left' : left === layout.width - wide ? 'right' : 'center';
      const button = h(
        'button',
        {
          type: 'button',
          class: 'g-axis-head',
          style: `left:${left}px;width:${wide}px;text-align:${align}`,
          title: `${clean(axis.heading)}: menu; drag or Alt with arrows moves the axis`,
          'aria-haspopup': 'menu',
          'data-axis': axis.key
        },
        text
      );
      button.addEventListener('pointerdown', event => this.press(event, button, axis.key));
      button.addEventListener('keydown', event => this.key(event, axis.key, place));
      button.addEventListener('click', () => {
        if (button.dataset['dragged']) {
          delete button.dataset['dragged'];
        } else {
          this.open(button, axis, place);
        }
      });
      return button;
    });
    const menu = this.menu?.isConnected ? this.menu : null;
    this.element.replaceChildren(...buttons);
    if (menu) {
      this.element.append(menu);
    }
    const again = buttons.find(button => button.dataset['axis'] === this.focused);
    if (held && !menu) {
      again?.focus();
    }
  }

  close(): void {
    this.shut();
  }

  private key(event: KeyboardEvent, key: string, place: number): void {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by && event.altKey) {
      event.preventDefault();
      this.focused = key;
      this.heard.order(moved(this.keys(), key, place + by));
    }
  }

  private keys(): string[] {
    return this.axes.map(axis => axis.key);
  }

  private press(event: PointerEvent, button: HTMLElement, key: string): void {
    const from = event.clientX;
    const left = parseFloat(button.style.left);
    let isMoved = false;
    const move = (moving: PointerEvent): void => {
      const by = moving.clientX - from;
      isMoved ||= Math.abs(by) > 5;
      if (isMoved) {
        button.style.left = `${left + by}px`;
        button.classList.add('g-dragged');
      }
    };
    const end = (ending: PointerEvent): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      if (!isMoved || !this.layout) {
        return;
      }
      button.dataset['dragged'] = 'yes';
      setTimeout(() => delete button.dataset['dragged'], 50);
      const place = this.keys().indexOf(key);
      const x = this.layout.xs[place]! + ending.clientX - from;
      const to = this.layout.xs.filter((one, i) => i !== place && one < x).length;
      this.heard.order(moved(this.keys(), key, to));
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
  }

  private open(button: HTMLElement, axis: Axis, place: number): void {
    const wasOpen = this.menu?.dataset['axis'] === axis.key && this.menu.isConnected;
    this.shut();
    if (wasOpen) {
      return;
    }
    const { key } = axis;
    const choice = this.choices[key] ?? {};
    const entry = (text: string, act: () => void, isOn?: boolean, isOff = false): HTMLElement =>
      h(
        'button',
        {
          type: 'button',
          role: isOn === undefined ? 'menuitem' : 'menuitemcheckbox',
          'aria-checked': isOn === undefined ? null : String(isOn),
          disabled: isOff,
          onclick: () => {
            this.focused = key;
            this.shut();
            act();
          }
        },
        h('span', { 'aria-hidden': 'true' }, isOn ? '\u2713' : ''),
        text
      );
    const { values } = axis;
    const isWords = values.column.kind !== 'number';
    const to = (other: number) => (): void => this.heard.order(moved(this.keys(), key, other));
    const change = (some: AxisChoice) => (): void =>
      this.heard.change(key, { ...choice, ...some });
    this.menu = h(
      'div',
      {
        class: 'g-axis-menu',
        role: 'menu',
        'data-axis': key,
        'aria-label': clean(axis.heading),
        style: `left:${Math.max(0, Math.min(button.offsetLeft, (this.layout?.width ?? 0) - 180))}px`
      },
      entry(
        'Logarithmic',
        change({ isLog: !choice.isLog }),
        choice.isLog === true,
        values.isCategory
      ),
      entry('Upside down', change({ isFlipped: !choice.isFlipped }), choice.isFlipped === true),
      entry(
        'One place per value',
        change({ isCategory: !choice.isCategory }),
        values.isCategory,
        isWords
      ),
      entry('Clear brushes', () => this.heard.clear(key)),
      entry('Move left', to(place - 1), undefined, place === 0),
      entry('Move right', to(place + 1), undefined, place === this.axes.length - 1),
      entry('Hide', () => this.heard.hide(key))
    );
    const menu = this.menu;
    menu.addEventListener('keydown', event => {
      const entries = [...menu.querySelectorAll<HTMLElement>('button:not(:disabled)')];
      const at = entries.indexOf(document.activeElement as HTMLElement);
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (by) {
        event.preventDefault();
        entries[(at + by + entries.length) % entries.length]?.focus();
      } else if (event.key === 'Escape') {
        event.stopPropagation();
        this.shut();
        button.focus();
      }
    });
    menu.addEventListener('focusout', event => {
      if (!menu.contains(event.relatedTarget as Node | null)) {
        this.shut();
      }
    });
    this.element.append(menu);
    menu.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
  }

  private shut(): void {
    const { menu } = this;
    this.menu = null;
    menu?.remove();
  }
}
