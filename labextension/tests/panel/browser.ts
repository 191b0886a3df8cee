/** What JupyterLab's modules want of a browser when they are loaded, and jsdom has not. */

globalThis.DragEvent ??= class extends MouseEvent {} as typeof DragEvent;
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
