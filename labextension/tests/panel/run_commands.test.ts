import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { Command } from '../../src/panel/commands';
import { addRunCommands } from '../../src/panel/run_commands';
import type { RunsSection } from '../../src/panel/sections/runs';
import type { RunRow } from '../../src/wire/api_runs';
import { row } from './runs/rows';

let commands: CommandRegistry;
let targets: RunRow[];
const say = vi.fn<(text: string) => void>();
const compared = vi.fn<(args: { runs?: unknown }) => void>();

beforeEach(() => {
  vi.clearAllMocks();
  commands = new CommandRegistry();
  commands.addCommand(Command.compareThese, { execute: args => compared(args) });
  addRunCommands(commands, {
    trans: nullTranslator.load('guild_jupyter'),
    section: () => ({ targets, doing: { say } }) as unknown as RunsSection,
    insert: () => true
  });
});

describe('the command that compares runs', () => {
  it('takes those that are chosen, if they are several', async () => {
    targets = [row(1)];
    expect(commands.isEnabled(Command.compare)).toBe(false);
    targets = [row(1), row(2)];
    expect(commands.isEnabled(Command.compare)).toBe(true);
    await commands.execute(Command.compare);
    expect(compared.mock.calls[0]?.[0].runs).toEqual(targets.map(({ id }) => id));
  });

  it('says how many it takes, where more are chosen', async () => {
    targets = Array.from({ length: 501 }, (_, index) => row(index));
    await commands.execute(Command.compare);
    expect(compared).not.toHaveBeenCalled();
    expect(say.mock.calls[0]?.[0]).toContain('At most 500 runs');
  });
});
