/** Which notebook or folder the operations are those of, and which kernel a notebook has. */

import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** A notebook, or a folder. */
export interface Place {
  /** As Jupyter shows it. */
  readonly path: string;
  /** The kernelspec of the notebook; empty for none. */
  readonly kernelspec: string;
  readonly isNotebook: boolean;
}

/** Where the reader is. */
export interface Whereabouts {
  readonly place: Place;
  readonly changed: ISignal<unknown, void>;
}

/** The notebook that was used last, else the folder that the file browser shows. */
export class Here implements Whereabouts {
  readonly #notebooks: INotebookTracker | null;
  readonly #browser: IDefaultFileBrowser | null;
  readonly #contents: Contents.IManager;
  readonly #changed = new Signal<this, void>(this);
  #watched: NotebookPanel | null = null;

  constructor(
    notebooks: INotebookTracker | null,
    browser: IDefaultFileBrowser | null,
    contents: Contents.IManager
  ) {
    this.#notebooks = notebooks;
    this.#browser = browser;
    this.#contents = contents;
    notebooks?.currentChanged.connect(this.#follow, this);
    browser?.model.pathChanged.connect(this.#told, this);
    this.#follow();
  }

  get changed(): ISignal<unknown, void> {
    return this.#changed;
  }

  get place(): Place {
    const notebook = this.#notebooks?.currentWidget;
    const path = notebook ? notebook.context.path : (this.#browser?.model.path ?? '');
    const session = notebook?.context.sessionContext;
    const written = notebook?.content.model?.getMetadata('kernelspec') as { name?: unknown };
    // What the file says counts until a kernel runs.
    const kernel =
      session?.session?.kernel?.name ?? session?.kernelPreference.name ?? written?.name;
    return {
      path: this.#contents.localPath(path),
      kernelspec: typeof kernel === 'string' ? kernel : '',
      isNotebook: Boolean(notebook)
    };
  }

  #follow(): void {
    const now = this.#notebooks?.currentWidget ?? null;
    if (this.#watched && !this.#watched.isDisposed) {
      this.#watched.context.pathChanged.disconnect(this.#told, this);
      this.#watched.sessionContext.kernelChanged.disconnect(this.#told, this);
    }
    this.#watched = now;
    now?.context.pathChanged.connect(this.#told, this);
    now?.sessionContext.kernelChanged.connect(this.#told, this);
    this.#told();
  }

  #told(): void {
    this.#changed.emit();
  }
}
