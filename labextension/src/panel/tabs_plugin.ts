/** Opens runs, comparisons and differences as tabs of the main area, and restores them. */

import { ILayoutRestorer } from '@jupyterlab/application';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import type { Kept } from './api/choices';
import { Command } from './commands';
import { insertCode } from './notebooks';
import { CompareTab } from './tabs/compare';
import { DiffTab } from './tabs/diff';
import { RunTab } from './tabs/run';
import type { TabOptions, ViewTab } from './tabs/tab';
import { IGuildServer } from './tokens';

type Made = Omit<TabOptions, 'open' | 'mount'>;

function activate(
  app: JupyterFrontEnd,
  server: IGuildServer,
  restorer: ILayoutRestorer | null,
  translator: ITranslator | null,
  notebooks: INotebookTracker | null
): void {
  const trans = (translator ?? nullTranslator).load('guild_jupyter');
  const insertCell = (code: string): void => void insertCode(notebooks, code);

  /** Have a command open tabs of a kind, one for each of its arguments. */
  function offer<T extends ViewTab>(
    command: string,
    namespace: string,
    label: string,
    make: (args: { readonly [name: string]: unknown }, made: Made) => T | null,
    argsOf: (tab: T) => { [name: string]: string | string[] }
  ): void {
    const tracker = new WidgetTracker<MainAreaWidget<T>>({ namespace });
    app.commands.addCommand(command, {
      label,
      execute: args => {
        const kept = (args['choices'] ?? {}) as Kept;
        const tab = make(args, { server, trans, kept, insertCell });
        if (!tab) {
          return null;
        }
        const known = tracker.find(({ content }) => content.id === tab.id);
        if (known) {
          tab.dispose();
          app.shell.activateById(known.id);
          return known;
        }
        const main = new MainAreaWidget({ content: tab });
        main.id = `${tab.id}-tab`;
        main.toolbar.hide();
        tab.chose.connect(() => void tracker.save(main));
        tab.title.changed.connect(() => void tracker.save(main));
        app.shell.add(main, 'main');
        void tracker.add(main);
        app.shell.activateById(main.id);
        return main;
      }
    });
    void restorer?.restore(tracker, {
      command,
      args: ({ content }) => ({ ...argsOf(content), choices: { ...content.choices.all } }),
      name: ({ content }) => content.id
    });
  }

  offer(
    Command.openRun,
    'guild-run',
    trans.__('Open Run'),
    ({ run, home, title }, made) =>
      typeof run === 'string' && run
        ? new RunTab(run, String(home ?? ''), String(title ?? ''), made)
        : null,
    ({ run, home, title }) => ({ run, home, title: title.label })
  );
  offer(
    Command.compareThese,
    'guild-compare',
    trans.__('Compare Runs'),
    ({ runs }, made) => (isIds(runs) ? new CompareTab(runs, made) : null),
    ({ runs }) => ({ runs: [...runs] })
  );
  offer(
    Command.diffThese,
    'guild-diff',
    trans.__('Show What Differs'),
    ({ runs }, made) => (isIds(runs) ? new DiffTab([runs[0]!, runs[1]!], made) : null),
    ({ runs }) => ({ runs: [...runs] })
  );
}

function isIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 1 && value.every(one => typeof one === 'string');
}

export const tabsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'guild-jupyter:tabs',
  description: 'Tabs for runs, comparisons and differences.',
  autoStart: true,
  requires: [IGuildServer],
  optional: [ILayoutRestorer, ITranslator, INotebookTracker],
  activate
};
