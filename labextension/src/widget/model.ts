/** What anywidget hands to a view; only what is used here. */

export interface Model {
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
