/** What is said while something is wrong with the server, with the command that mends it. */

import type { TranslationBundle } from '@jupyterlab/translation';

import type { ServerState } from './api/handshake';

/** One thing to say: sentences, and commands for a terminal. */
export interface Said {
  readonly text: string;
  readonly commands: readonly string[];
  /** Whether it is only a remark, while everything works. */
  readonly isMild?: boolean;
}

const ENABLE = 'jupyter server extension enable guild_jupyter';
const INSTALL = 'pip install --upgrade guild-jupyter';

/** Return what is said of how things are; null where all is well, or not known yet. */
export function wordsOf(state: ServerState, trans: TranslationBundle): Said | null {
  switch (state.kind) {
    case 'asking':
      return null;
    case 'ready':
      return state.said ? { text: state.said, commands: [], isMild: true } : null;
    case 'missing':
      return {
        text: trans.__(
          'The Jupyter server has no Guild extension, or it is not enabled. Enable it where ' +
            'Jupyter is installed, and start Jupyter again:'
        ),
        commands: [ENABLE]
      };
    case 'other':
      return {
        text:
          state.said ||
          trans.__(
            'The panel is of version %1, the server extension of version %2. Install one ' +
              'version, start Jupyter again, and reload the page:',
            VERSION,
            state.version
          ),
        commands: state.said ? [] : [INSTALL]
      };
    case 'unreachable':
      return {
        text: trans.__('The Jupyter server does not answer. It is asked again by itself.'),
        commands: []
      };
    default:
      return {
        text: state.said || trans.__('The Guild extension of the Jupyter server fails.'),
        commands: []
      };
  }
}
