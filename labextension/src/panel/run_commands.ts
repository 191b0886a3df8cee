/** What can be done to the chosen runs: as commands for menu, palette and shortcuts. */

import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { Command } from './commands';
import type { RunRow } from '../wire/api_runs';
import type { RunsSection } from './sections/runs';

/** The commands of the menu of runs, in order; null for a line between them. */
export const MENU: readonly (string | null)[] = [
  Command.openChosen,
  Command.compare,
  Command.diff,
  null,
  Command.label,
  Command.mark,
  Command.insert,
  null,
  Command.stop,
  Command.remove
];

/** The server takes no more for one comparison. */
const MOST_COMPARED = 500;

/** What the commands work with. */
export interface Works {
  readonly trans: TranslationBundle;
  /** The section, once it is made. */
  section(): RunsSection | null;
  /** Put code into the notebook that is open; tells whether there is one. */
  insert(code: string): boolean;
}

/** Add the commands. */
export function addRunCommands(commands: CommandRegistry, works: Works): void {
  const { trans } = works;
  const runs = (): readonly RunRow[] => works.section()?.targets ?? [];
  const ids = (): string[] => runs().map(({ id }) => id);
  const add = (
    command: string,
    label: string | (() => string),
    isEnabled: () => boolean,
    execute: () => unknown
  ): void => {
    commands.addCommand(command, { label, isEnabled, execute });
  };

  add(
    Command.openChosen,
    trans.__('Open Run'),
    () => runs().length > 0 && runs().length <= 10,
    () => ids().forEach(run => void commands.execute(Command.openRun, { run }))
  );
  add(
    Command.compare,
    trans.__('Compare Runs'),
    () => runs().length > 1,
    () => {
      const these = ids();
      if (these.length > MOST_COMPARED) {
        const most = String(MOST_COMPARED);
        works
          .section()
          ?.doing.say(trans.__('At most %1 runs are compared at once: choose fewer.', most));
        return undefined;
      }
      return commands.execute(Command.compareThese, { runs: these });
    }
  );
  add(
    Command.diff,
    trans.__('Show What Differs'),
    () => runs().length === 2,
    () => {
      const [first, second] = [...runs()].sort((a, b) => (a.started ?? 0) - (b.started ?? 0));
      return commands.execute(Command.diffThese, { runs: [first!.id, second!.id] });
    }
  );
  add(
    Command.stop,
    trans.__('Stop'),
    () => runs().some(({ status }) => status.is_stoppable),
    () => works.section()?.act('stop')
  );
  add(
    Command.label,
    trans.__('Label…'),
    () => runs().length > 0,
    async () => {
      const of = runs();
      const { value, button } = await InputDialog.getText({
        title: trans._n('Label of %1 run', 'Label of %1 runs', of.length),
        text: of.length === 1 ? of[0]!.label : '',
        placeholder: trans.__('no label')
      });
      if (button.accept) {
        await works.section()?.doing.act({
          action: 'label',
          runs: of.map(({ id }) => id),
          value: (value ?? '').trim()
        });
      }
    }
  );
  const areMarked = (): boolean => runs().length > 0 && runs().every(({ marked }) => marked);
  add(
    Command.mark,
    () => (areMarked() ? trans.__('Unmark') : trans.__('Mark')),
    () => runs().length > 0,
    () => works.section()?.act('mark', !areMarked())
  );
  add(
    Command.remove,
    trans.__('Delete'),
    () => runs().length > 0 && !runs().some(({ status }) => status.is_live),
    () => works.section()?.act('delete')
  );
  add(
    Command.insert,
    trans.__('Insert Reference in Cell'),
    () => runs().length > 0,
    () => {
      const of = runs().map(({ short_id }) => short_id);
      const is = of.length > 1 ? `%guild compare ${of.join(' ')}` : `%guild watch ${of[0]}`;
      if (!works.insert(is)) {
        works
          .section()
          ?.doing.say(trans.__('Open a notebook first: there is none to put it into.'));
      }
    }
  );
  commands.addCommand(Command.chooseRun, {
    label: trans.__('Choose a Run in the Panel'),
    execute: ({ run }) => (typeof run === 'string' ? works.section()?.choose(run) : undefined)
  });
  add(
    Command.refresh,
    trans.__('Look for Runs Now'),
    () => works.section() !== null,
    () => works.section()?.refresh()
  );
}
