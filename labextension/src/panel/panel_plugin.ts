/** Puts the panel at the left side of JupyterLab; every part of Lab but its shell may be lacking. */

import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { Command } from './commands';
import { guildIcon } from './icons';
import { Sections } from './registry';
import { remembered } from './remembered';
import { PANEL_ID, Sidebar } from './sidebar';
import { IGuildSections, IGuildServer } from './tokens';

const RANK = 700;

function activate(
  app: JupyterFrontEnd,
  server: IGuildServer,
  labShell: ILabShell | null,
  restorer: ILayoutRestorer | null,
  palette: ICommandPalette | null,
  translator: ITranslator | null,
  state: IStateDB | null
): IGuildSections {
  const trans = (translator ?? nullTranslator).load('guild_jupyter');
  const sections = new Sections();
  const sidebar = new Sidebar(sections, server.handshake, trans);
  app.shell.add(sidebar, 'left', { rank: RANK, type: 'Guild' });
  restorer?.add(sidebar, PANEL_ID);
  void remembered(state, PANEL_ID).then(kept => sidebar.remember(kept));
  app.commands.addCommand(Command.showPanel, {
    label: trans.__('Show the Guild Panel'),
    caption: trans.__('Runs and operations at the side'),
    icon: guildIcon,
    execute: () => {
      if (labShell?.leftCollapsed) {
        labShell.expandLeft();
      }
      app.shell.activateById(PANEL_ID);
    }
  });
  palette?.addItem({ command: Command.showPanel, category: trans.__('Guild') });
  return sections;
}

export const panelPlugin: JupyterFrontEndPlugin<IGuildSections> = {
  id: 'guild-jupyter:panel',
  description: 'The Guild panel at the side of JupyterLab.',
  autoStart: true,
  provides: IGuildSections,
  requires: [IGuildServer],
  optional: [ILabShell, ILayoutRestorer, ICommandPalette, ITranslator, IStateDB],
  activate
};
