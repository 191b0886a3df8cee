/** Style sheets of components, put once into the document or shadow tree that shows them. */

const put = new WeakMap<Node, Set<string>>();

/** Have a sheet in the tree of an element. */
export const useSheet = (element: HTMLElement, css: string): void => {
  const root = element.getRootNode();
  const place = root instanceof ShadowRoot ? root : document.head;
  const known = put.get(place) ?? new Set<string>();
  put.set(place, known);
  if (!known.has(css)) {
    known.add(css);
    const sheet = document.createElement('style');
    sheet.textContent = css;
    place.append(sheet);
  }
};
