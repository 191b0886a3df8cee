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
export const h = <K extends keyof HTMLElementTagNameMap>(
  name: K | `${K}.${string}`,
  ...parts: readonly (Properties | Child)[]
): HTMLElementTagNameMap[K] => {
  const [tag, className = ''] = name.split('.') as [K, string?];
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  return put(element, parts);
};

/** Make an element of text that is said in passing. */
export const muted = (text: string, name: 'span' | 'div' = 'span'): HTMLElement =>
  h(`${name}.g-muted`, clean(text));

/** Make an SVG element. */
export const svg = <K extends keyof SVGElementTagNameMap>(
  name: K,
  ...parts: readonly (Properties | Child)[]
): SVGElementTagNameMap[K] =>
  put(document.createElementNS('http://www.w3.org/2000/svg', name), parts);

/** Give an element attributes and listeners; of `aria-…`, false is a value too. */
export const give = (element: Element, properties: Properties): void => {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (name.startsWith('aria-') && typeof value === 'boolean') {
      element.setAttribute(name, String(value));
    } else if (isThere(value)) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
};

/** Put other children in place of those of an element. */
export const fill = (element: Element, ...children: readonly Child[]): void => {
  element.replaceChildren();
  put(element, children);
};

const isThere = (value: unknown): boolean =>
  value !== false && value !== null && value !== undefined;

/** Give an element children and, where they are neither nodes nor texts, attributes. */
const put = <E extends Element>(element: E, parts: readonly (Properties | Child)[]): E => {
  for (const part of parts.filter(isThere)) {
    if (typeof part === 'object' && !(part instanceof Node)) {
      give(element, part as Properties);
    } else {
      element.append(part as Node | string);
    }
  }
  return element;
};

const DECEIVING =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text for one line: controls and marks that turn the direction of writing become visible. */
export const clean = (text: string): string =>
  text.replace(DECEIVING, character => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
  });
