/** Tells the views in cells that the panel is there. */

import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Widget } from '@lumino/widgets';

import { bePanel } from '../widget/panel';
import { Bridge } from './bridge';
import type { Place } from './bridge';
import { Command } from './commands';
import { IGuildServer } from './tokens';

export const bridgePlugin: JupyterFrontEndPlugin<void> = {
  id: 'guild-jupyter:cells',
  description: 'What the panel does for runs that cells show.',
  autoStart: true,
  requires: [IGuildServer],
  activate: ({ commands }, server: IGuildServer) => {
    const open = async (place: Place): Promise<boolean> => {
      const tab: unknown = await commands.execute(Command.openRun, { ...place });
      if (tab instanceof Widget && !tab.isAttached) {
        tab.dispose(); // a page of Notebook 7 takes no second document
        return false;
      }
      return tab instanceof Widget;
    };
    bePanel(new Bridge(server.rest, open));
  }
};
