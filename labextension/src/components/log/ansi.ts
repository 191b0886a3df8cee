/** Program output with the colours of a terminal, as spans of text; nothing else of it is obeyed. */

import { clean, h } from '../shared/dom';

// eslint-disable-next-line no-control-regex
const CSI = /\u001b\[([0-?]*)[ -/]*([@-~])/;
// eslint-disable-next-line no-control-regex
const OTHERS = /\u001b(?:[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])?/;
const SEQUENCE = new RegExp(`${CSI.source}|${OTHERS.source}`, 'g');
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const LEVELS = [0, 95, 135, 175, 215, 255];
const TAB = 8;

/** How text is drawn: classes, and colours that have no name. */
interface Style {
  readonly marks: Set<string>;
  front: string;
  back: string;
}

const MARKS: { readonly [code: number]: string } = {
  1: 'bold',
  2: 'faint',
  3: 'italic',
  4: 'underlined',
  7: 'inverse',
  9: 'struck'
};
const ENDS: { readonly [code: number]: readonly string[] } = {
  22: ['bold', 'faint'],
  23: ['italic'],
  24: ['underlined'],
  27: ['inverse'],
  29: ['struck']
};

/** Make nodes of output. */
export function ansi(text: string): DocumentFragment {
  const made = document.createDocumentFragment();
  const style: Style = { marks: new Set(), front: '', back: '' };
  let at = 0;
  for (const found of text.matchAll(SEQUENCE)) {
    put(made, text.slice(at, found.index), style);
    at = found.index + found[0].length;
    if (found[2] === 'm') {
      apply(found[1] ?? '', style);
    }
  }
  put(made, text.slice(at), style);
  return made;
}

function put(place: DocumentFragment, text: string, style: Style): void {
  if (!text) {
    return;
  }
  const shown = text
    .split('\n')
    .map(line => clean(line.replace(/\t/g, ' '.repeat(TAB))))
    .join('\n');
  if (!style.marks.size && !style.front && !style.back) {
    place.append(shown);
    return;
  }
  const span = h('span', null, shown);
  style.marks.forEach(mark => span.classList.add(`g-ansi-${mark}`));
  colour(span, style.front, 'color', 'front');
  colour(span, style.back, 'background-color', 'back');
  place.append(span);
}

function colour(span: HTMLElement, value: string, property: string, part: string): void {
  if (value.startsWith('rgb')) {
    span.style.setProperty(property, value);
  } else if (value) {
    span.classList.add(`g-ansi-${value}-${part}`);
  }
}

function apply(codes: string, style: Style): void {
  const numbers = codes.split(/[;:]/).map(code => (code === '' ? 0 : Number(code)));
  for (let at = 0; at < numbers.length; at += 1) {
    const code = numbers[at] ?? 0;
    if (code === 0) {
      style.marks.clear();
      style.front = style.back = '';
    } else if (code === 38 || code === 48) {
      const [value, used] = extended(numbers.slice(at + 1));
      at += used;
      if (code === 38) {
        style.front = value;
      } else {
        style.back = value;
      }
    } else if (MARKS[code]) {
      style.marks.add(MARKS[code]);
    } else if (ENDS[code]) {
      ENDS[code].forEach(mark => style.marks.delete(mark));
    } else if (code === 39) {
      style.front = '';
    } else if (code === 49) {
      style.back = '';
    } else {
      named(code, style);
    }
  }
}

function named(code: number, style: Style): void {
  const name = NAMES[code % 10];
  const group = Math.floor(code / 10);
  if (!name) {
    return;
  }
  if (group === 3 || group === 9) {
    style.front = name;
  } else if (group === 4 || group === 10) {
    style.back = name;
  }
}

/** The colour that follows 38 or 48, and how many numbers tell it. */
function extended(numbers: readonly number[]): [string, number] {
  if (numbers[0] === 2) {
    return [rgb(numbers.slice(1, 4)), 4];
  }
  if (numbers[0] !== 5) {
    return ['', 0];
  }
  const index = numbers[1] ?? 0;
  if (index < 16) {
    return [NAMES[index % 8] ?? '', 2];
  }
  if (index < 232) {
    const cube = index - 16;
    return [rgb([cube / 36, (cube % 36) / 6, cube % 6].map(n => LEVELS[Math.floor(n)] ?? 0)), 2];
  }
  return [rgb(Array.from({ length: 3 }, () => 8 + 10 * (index - 232))), 2];
}

function rgb(parts: readonly number[]): string {
  const [red = 0, green = 0, blue = 0] = parts.map(part => Math.max(0, Math.min(255, part || 0)));
  return `rgb(${red}, ${green}, ${blue})`;
}
