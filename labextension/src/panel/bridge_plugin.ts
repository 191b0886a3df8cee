/** Tells the views in cells that the panel is there. */

import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { bePanel } from '../widget/panel';
import { Bridge } from './bridge';
import { Command } from './commands';
import { IGuildServer } from './tokens';

export const bridgePlugin: JupyterFrontEndPlugin<void> = {
  id: 'guild-jupyter:cells',
  description: 'What the panel does for runs that cells show.',
  autoStart: true,
  requires: [IGuildServer],
  activate: ({ commands }, server: IGuildServer) => {
    bePanel(new Bridge(server.rest, place => commands.execute(Command.openRun, { ...place })));
  }
};
