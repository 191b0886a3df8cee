/** A model as anywidget hands it to a view, with a kernel that a test moves. */

import type { Kernel, Manager, Model } from '../../src/widget/model';

type Told = (...values: never[]) => void;

export class FakeKernel implements Kernel {
  id = 'k1';
  status = 'idle';
  isDisposed = false;
  connectionStatus = 'connected';
  readonly told = new Set<() => void>();
  readonly statusChanged = {
    connect: (one: () => void): unknown => this.told.add(one),
    disconnect: (one: () => void): unknown => this.told.delete(one)
  };
  readonly connectionStatusChanged = this.statusChanged;

  become(status: string): void {
    this.status = status;
    this.told.forEach(one => one());
  }
}

export class FakeModel implements Model {
  readonly sent: { [name: string]: unknown }[] = [];
  readonly values: { [name: string]: unknown };
  readonly listeners = new Map<string, Set<Told>>();
  saved = 0;

  constructor(
    values: { [name: string]: unknown } = {},
    readonly widget_manager: Manager = {}
  ) {
    this.values = values;
  }

  get(name: string): unknown {
    return this.values[name];
  }

  set(name: string, value: unknown): void {
    this.values[name] = value;
    this.trigger(`change:${name}`);
  }

  save_changes(): void {
    this.saved += 1;
  }

  send(content: unknown): void {
    this.sent.push(content as { [name: string]: unknown });
  }

  on(event: string, told: Told): void {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(told));
  }

  off(event: string, told: Told): void {
    this.listeners.get(event)?.delete(told);
  }

  /** Have an event, as from the kernel. */
  trigger(event: string, ...values: unknown[]): void {
    this.listeners.get(event)?.forEach(told => told(...(values as never[])));
  }

  /** Say something, as the kernel does. */
  say(content: { [name: string]: unknown }, buffers: DataView[] = []): void {
    this.trigger('msg:custom', content, buffers);
  }

  /** How many listen to anything. */
  get listening(): number {
    return [...this.listeners.values()].reduce((total, of) => total + of.size, 0);
  }
}
