/** Program output with the colours of a terminal, as spans of text; nothing else of it is obeyed. */

import { clean, h } from '../shared/dom';

// eslint-disable-next-line no-control-regex
const CSI = /\u001b\[([0-?]*)[ -/]*([@-~])/;
// eslint-disable-next-line no-control-regex
const OTHERS = /\u001b(?:[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])?/;
const SEQUENCE = new RegExp(`${CSI.source}|${OTHERS.source}`, 'g');
/** Black, red, green, yellow, blue, magenta, cyan, white: readable on light and dark ground. */
const COLOURS = '#6b7280 #e05252 #3a9a55 #b07d13 #3b82f6 #b05cc6 #1594a6 #8d949e'.split(' ');
const LEVELS = [0, 95, 135, 175, 215, 255];
const TAB = 8;
const FRONT = 38;
const BACK = 48;
const MARKS: { readonly [code: number]: string } = {
  1: 'font-weight:700',
  2: 'opacity:.7',
  3: 'font-style:italic',
  4: 'text-decoration:underline',
  7: 'filter:invert(1);background:var(--g-ground)',
  9: 'text-decoration:line-through'
};

/** How text is drawn from here on: the declaration that each code brought. */
export type Style = Map<number, string>;

/** A style as an element has it. */
export const declared = (style: Style): string => [...style.values()].join(';');

/** Make nodes of output that begins in a style; the style is then that of its end. */
export const ansi = (text: string, style: Style = new Map()): DocumentFragment => {
  const made = document.createDocumentFragment();
  const put = (part: string): void => {
    if (part) {
      const shown = part
        .split('\n')
        .map(line => clean(line.replace(/\t/g, ' '.repeat(TAB))))
        .join('\n');
      made.append(style.size ? h('span', { style: declared(style) }, shown) : shown);
    }
  };
  let at = 0;
  for (const found of text.matchAll(SEQUENCE)) {
    put(text.slice(at, found.index));
    at = found.index + found[0].length;
    if (found[2] === 'm') {
      apply(found[1]!.split(/[;:]/).map(Number), style);
    }
  }
  put(text.slice(at));
  return made;
};

const apply = (codes: number[], style: Style): void => {
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at]!;
    const group = Math.floor(code / 10);
    if (code === 0) {
      style.clear();
    } else if (MARKS[code]) {
      style.set(code, MARKS[code]);
    } else if (code === 22) {
      style.delete(1);
      style.delete(2);
    } else if (group === 2) {
      style.delete(code - 20);
    } else if (code === 39 || code === 49) {
      style.delete(code - 1);
    } else if (code === FRONT || code === BACK) {
      const [colour, used] = extended(codes.slice(at + 1));
      at += used;
      paint(style, code, colour);
    } else if (code % 10 < 8) {
      const colour = COLOURS[code % 10]!;
      if (group === 3 || group === 9) {
        paint(style, FRONT, colour);
      } else if (group === 4 || group === 10) {
        paint(style, BACK, `${colour}66`);
      }
    }
  }
};

const paint = (style: Style, code: number, colour: string | undefined): void => {
  if (colour) {
    style.set(code, `${code === FRONT ? 'color' : 'background'}:${colour}`);
  }
};

/** The colour that follows 38 or 48, and how many numbers tell it. */
const extended = ([kind, index = 0, ...more]: number[]): [string | undefined, number] => {
  if (kind === 2) {
    return [rgb([index, ...more.slice(0, 2)]), 4];
  }
  if (kind !== 5) {
    return [undefined, 0];
  }
  if (index < 16) {
    return [COLOURS[index % 8], 2];
  }
  if (index < 232) {
    const cube = index - 16;
    return [rgb([cube / 36, (cube % 36) / 6, cube % 6].map(n => LEVELS[Math.floor(n)]!)), 2];
  }
  return [rgb(Array.from({ length: 3 }, () => 8 + 10 * (index - 232))), 2];
};

const rgb = (parts: readonly number[]): string =>
  `rgb(${[0, 1, 2].map(at => Math.max(0, Math.min(255, parts[at] || 0))).join()})`;
