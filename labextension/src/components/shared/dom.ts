/** Elements made in one call; text is always text. */

export type Child = Node | string | number | null | undefined | false;

/** What an element may be given: attributes, `class`, `style`, and `on…` listeners. */
export interface Properties {
  readonly [name: string]: unknown;
}

/**
 * Make an element: `h('div.t-bar', …)` has that class. Text children become text nodes: no markup
 * is ever read.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K | `${K}.${string}`,
  properties: Properties | null = null,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const [tag, className = ''] = name.split('.') as [K, string?];
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  give(element, properties);
  append(element, children);
  return element;
}

/** Make an element of text that is said in passing. */
export function muted(text: string, name: 'span' | 'div' = 'span'): HTMLElement {
  return h(`${name}.g-muted`, null, clean(text));
}

/** Make an SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  properties: Properties | null = null,
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  give(element, properties);
  append(element, children);
  return element;
}

/** Give an element attributes and listeners. */
export function give(element: Element, properties: Properties | null): void {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

/** Put other children in place of those of an element. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  append(element, children);
}

const DECEIVING =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text for one line: controls and marks that turn the direction of writing become visible. */
export function clean(text: string): string {
  return text.replace(DECEIVING, character => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
  });
}
