/** What JupyterLab's modules want of a browser when they are loaded, and jsdom has not. */

globalThis.DragEvent ??= class extends MouseEvent {} as typeof DragEvent;
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
if (typeof window !== 'undefined') {
  window.matchMedia ??= () =>
    ({
      matches: false,
      addListener: () => undefined,
      addEventListener: () => undefined,
      removeEventListener: () => undefined
    }) as unknown as MediaQueryList;
  window.requestIdleCallback ??= (told => setTimeout(told)) as typeof requestIdleCallback;
}
