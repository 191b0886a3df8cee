/** Which files are open with changes that are not saved. */

import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** Files that are watched. */
export interface Unsaved {
  /** Those of them that have changes that are not saved. */
  readonly paths: readonly string[];
  readonly changed: ISignal<unknown, void>;
  /** Watch these files, and no others. */
  watch(paths: readonly string[]): void;
  /** Look whether files were opened or closed meanwhile. */
  look(): void;
  /** Save one. */
  save(path: string): Promise<void>;
}

export class UnsavedDocuments implements Unsaved {
  readonly #documents: IDocumentManager | null;
  readonly #changed = new Signal<this, void>(this);
  readonly #open = new Map<string, DocumentRegistry.Context>();
  #watched: readonly string[] = [];
  #told = '';

  constructor(documents: IDocumentManager | null) {
    this.#documents = documents;
    // A document is activated when it is opened, a moment before it is known.
    documents?.activateRequested.connect(() => void Promise.resolve().then(() => this.look()));
  }

  get changed(): ISignal<unknown, void> {
    return this.#changed;
  }

  get paths(): readonly string[] {
    return [...this.#open].flatMap(([path, { model }]) => (model?.dirty ? [path] : []));
  }

  watch(paths: readonly string[]): void {
    this.#watched = paths;
    this.look();
  }

  look(): void {
    const found = new Map<string, DocumentRegistry.Context>();
    for (const path of this.#watched) {
      const widget = this.#documents?.findWidget(path, null);
      const context = widget && this.#documents?.contextForWidget(widget);
      if (context) {
        found.set(path, context);
      }
    }
    for (const [path, context] of this.#open) {
      if (found.get(path) !== context) {
        this.#open.delete(path);
        context.model?.stateChanged.disconnect(this.#tell, this);
        context.disposed.disconnect(this.look, this);
      }
    }
    for (const [path, context] of found) {
      if (!this.#open.has(path)) {
        this.#open.set(path, context);
        context.model?.stateChanged.connect(this.#tell, this);
        context.disposed.connect(this.look, this);
      }
    }
    this.#tell();
  }

  async save(path: string): Promise<void> {
    await this.#open.get(path)?.save();
  }

  #tell(): void {
    const now = JSON.stringify(this.paths);
    if (now !== this.#told) {
      this.#told = now;
      this.#changed.emit();
    }
  }
}
