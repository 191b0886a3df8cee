/** What anywidget hands to a view; only what is used here. */

/** A signal of JupyterLab. */
interface Signal {
  connect(told: () => void): unknown;
  disconnect(told: () => void): unknown;
}

/** The connection to a kernel, in JupyterLab and Notebook 7. */
export interface Kernel {
  readonly id: string;
  readonly status: string;
  readonly isDisposed: boolean;
  readonly connectionStatus: string;
  readonly statusChanged: Signal;
  readonly connectionStatusChanged: Signal;
}

/** A notebook that takes new cells, in JupyterLab and Notebook 7. */
export interface Notebook {
  insertCell?(index: number, cell: { cell_type: 'code'; source: string }): unknown;
}

/** What manages the widgets of a page; other front ends tell nothing of kernels here. */
export interface Manager {
  readonly kernel?: Kernel | null;
  readonly context?: { readonly model?: { readonly sharedModel?: Notebook } };
}

export interface Model {
  readonly widget_manager?: Manager;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, told: (...values: never[]) => void): void;
  off(event: string, told: (...values: never[]) => void): void;
}

/** The arguments of a view's `render`. */
export interface Context {
  readonly model: Model;
  readonly el: HTMLElement;
}
