/** The section 'Operations' of the panel. */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

import { Command } from './commands';
import { insertLine } from './operations/cells';
import { Drafts } from './operations/drafts';
import { Here } from './operations/place';
import { UnsavedDocuments } from './operations/unsaved';
import { OperationsSection } from './sections/operations';
import { IGuildSections, IGuildServer } from './tokens';

const RANK = 10;
const STATE = 'guild-jupyter:operations';
/** How long typing rests before it is kept. */
const PAUSE = 300;

function activate(
  app: JupyterFrontEnd,
  server: IGuildServer,
  sections: IGuildSections,
  documents: IDocumentManager | null,
  browser: IDefaultFileBrowser | null,
  notebooks: INotebookTracker | null,
  state: IStateDB | null,
  translator: ITranslator | null
): void {
  const trans = (translator ?? nullTranslator).load('guild_jupyter');
  const { commands, serviceManager } = app;
  const { contents } = serviceManager;

  let timer: ReturnType<typeof setTimeout> | undefined;
  const drafts = new Drafts(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      state?.save(STATE, drafts.kept as object as never).catch(() => undefined);
    }, PAUSE);
  });
  const restored = state?.fetch(STATE).then(
    kept => drafts.restore(kept),
    () => undefined // what cannot be read was not kept
  );
  let section: OperationsSection | null = null;
  contents.fileChanged.connect((_, { newValue }) => {
    if (newValue?.path) {
      section?.written(contents.localPath(newValue.path));
    }
  });

  const openFile = (path: string, line: number | null): void => {
    const widget = documents?.openOrReveal(path, 'Editor');
    void widget?.context.ready.then(() => {
      const { editor } = widget.content as Widget & { editor?: CodeEditor };
      if (editor && line !== null) {
        const position = { line: line - 1, column: 0 };
        editor.setCursorPosition(position);
        editor.revealPosition(position);
      }
    });
  };

  sections.add({
    id: 'guild-jupyter-operations',
    title: trans.__('Operations'),
    rank: RANK,
    create: () => {
      const made = new OperationsSection(
        {
          server,
          here: new Here(notebooks, browser, contents),
          unsaved: new UnsavedDocuments(documents),
          drafts,
          started: run => void commands.execute(Command.chooseRun, { run }),
          openRun: run => void commands.execute(Command.openRun, { run }),
          openFile,
          insert: line => insertLine(notebooks, line)
        },
        trans
      );
      section = made;
      made.disposed.connect(() => {
        section = null;
      });
      void restored?.then(() => made.isDisposed || made.refresh());
      return made;
    }
  });
}

/** What an editor can be told, whatever it is. */
interface CodeEditor {
  setCursorPosition(position: { line: number; column: number }): void;
  revealPosition(position: { line: number; column: number }): void;
}

export const operationsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'guild-jupyter:operations',
  description: 'The operations of a project, in the panel: forms that start runs.',
  autoStart: true,
  requires: [IGuildServer, IGuildSections],
  optional: [IDocumentManager, IDefaultFileBrowser, INotebookTracker, IStateDB, ITranslator],
  activate
};
