/** The section 'Runs' of the panel, with its commands and menu. */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { MenuSvg } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';

import type { Choices } from './api/choices';
import { Command } from './commands';
import { insertCode } from './notebooks';
import { panelPlugin } from './panel_plugin';
import { remembered } from './remembered';
import { MENU, addRunCommands } from './run_commands';
import { RunsSection } from './sections/runs';
import { IGuildSections, IGuildServer } from './tokens';

const RANK = 20;
const SECONDS = 3;
/** The key of the filter, and of what is folded. */
const KEPT = 'guild-jupyter-runs';

function activate(
  app: JupyterFrontEnd,
  server: IGuildServer,
  sections: IGuildSections,
  palette: ICommandPalette | null,
  registry: ISettingRegistry | null,
  translator: ITranslator | null,
  notebooks: INotebookTracker | null,
  state: IStateDB | null
): void {
  const trans = (translator ?? nullTranslator).load('guild_jupyter');
  const { commands } = app;
  let section: RunsSection | null = null;
  let settings: ISettingRegistry.ISettings | null = null;
  let isGrouped = false;

  addRunCommands(commands, {
    trans,
    section: () => section,
    insert: code => insertCode(notebooks, code)
  });
  const menu = new MenuSvg({ commands });
  MENU.forEach(command => menu.addItem(command ? { command } : { type: 'separator' }));
  const category = trans.__('Guild');
  for (const command of [...MENU, Command.refresh]) {
    if (command) {
      palette?.addItem({ command, category });
    }
  }

  const take = (): void => {
    isGrouped = settings ? settings.composite['grouped'] === true : isGrouped;
    const seconds = Number(settings?.composite['pollSeconds'] ?? SECONDS);
    section?.set(isGrouped, seconds);
  };
  registry?.load(panelPlugin.id).then(
    loaded => {
      settings = loaded;
      settings.changed.connect(take);
      take();
    },
    () => undefined // without settings everything is as it comes
  );
  const add = (kept: Choices): IDisposable =>
    sections.add({
      id: 'guild-jupyter-runs',
      title: trans.__('Runs'),
      rank: RANK,
      create: () => {
        const made = new RunsSection(
          server,
          {
            open: ({ id }) => void commands.execute(Command.openRun, { run: id }),
            menu: (x, y) => menu.open(x, y),
            grouped: wanted => {
              isGrouped = wanted;
              void settings?.set('grouped', wanted);
              take();
            }
          },
          trans,
          kept
        );
        section = made;
        made.disposed.connect(() => {
          section = null;
        });
        take();
        return made;
      }
    });
  void remembered(state, KEPT).then(add);
}

export const runsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'guild-jupyter:runs',
  description: 'The runs of the Guild home in use, in the panel.',
  autoStart: true,
  requires: [IGuildServer, IGuildSections],
  optional: [ICommandPalette, ISettingRegistry, ITranslator, INotebookTracker, IStateDB],
  activate
};
