/** Flags, operations and projects for tests. */

import type { ProjectAnswer, ProjectFlag, ProjectOperation } from '../../../src/wire/api_project';

export function flag(name: string, more: Partial<ProjectFlag> = {}): ProjectFlag {
  return {
    name,
    type: 'auto',
    default: null,
    null_label: '',
    description: '',
    required: false,
    is_secret: false,
    choices: [],
    allow_other: true,
    min: null,
    max: null,
    ...more
  };
}

export function operation(
  name: string,
  flags: readonly ProjectFlag[] = [],
  more: Partial<ProjectOperation> = {}
): ProjectOperation {
  return {
    name,
    description: '',
    is_default: false,
    is_hidden: false,
    is_pipeline: false,
    file: '',
    source: '',
    flags: [...flags],
    notes: [],
    ...more
  };
}

export function project(
  operations: readonly ProjectOperation[],
  more: Partial<ProjectAnswer> = {}
): ProjectAnswer {
  return {
    folder: 'work',
    project: { name: 'work', path: 'work', file: 'work/guild.yml' },
    faults: [],
    operations: [...operations],
    python: '',
    interpreters: [
      { kernelspec: 'other', display_name: 'Other', path: '/opt/other/bin/python' },
      { kernelspec: 'python3', display_name: 'Python 3', path: '/usr/bin/python' }
    ],
    ...more
  };
}
