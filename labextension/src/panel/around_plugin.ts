/** What stands around the panel: an item of the status bar, notices, a card of the launcher. */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { noticesOf } from './around/notices';
import type { Notice } from './around/notices';
import { Running } from './around/running';
import { RunningStatus } from './around/status';
import { Command } from './commands';
import { panelPlugin } from './panel_plugin';
import { IGuildServer } from './tokens';

const SHOWN_FOR = 10_000;

function activate(
  app: JupyterFrontEnd,
  server: IGuildServer,
  launcher: ILauncher | null,
  bar: IStatusBar | null,
  registry: ISettingRegistry | null,
  translator: ITranslator | null
): void {
  const trans = (translator ?? nullTranslator).load('guild_jupyter');
  const { commands } = app;
  const show = (): void => void commands.execute(Command.showPanel);
  const running = new Running(server);
  let isTold = true;

  launcher?.add({ command: Command.showPanel, category: trans.__('Guild') });
  bar?.registerStatusItem('guild-jupyter:running', {
    item: new RunningStatus(running, show, trans),
    align: 'left',
    rank: 100,
    isActive: () => running.count > 0,
    activeStateChanged: running.changed
  });
  registry?.load(panelPlugin.id).then(
    settings => {
      const take = (): void => {
        isTold = settings.composite['notices'] !== false;
      };
      settings.changed.connect(take);
      take();
    },
    () => undefined // without settings everything is as it comes
  );

  const tell = ({ said, type, run }: Notice): void => {
    const open = {
      label: run ? trans.__('Open') : trans.__('Show'),
      callback: () => (run ? void commands.execute(Command.openRun, { run }) : show())
    };
    Notification.emit(said, type, { actions: [open], autoClose: SHOWN_FOR });
  };
  running.ended.connect((_, ended) => {
    if (isTold) {
      void noticesOf(ended, server.rest, trans).then(notices => notices.forEach(tell));
    }
  });
  void app.restored.then(() => running.watch());
}

export const aroundPlugin: JupyterFrontEndPlugin<void> = {
  id: 'guild-jupyter:around',
  description: 'Tells of runs that go on and end, wherever one looks.',
  autoStart: true,
  requires: [IGuildServer],
  optional: [ILauncher, IStatusBar, ISettingRegistry, ITranslator],
  activate
};
