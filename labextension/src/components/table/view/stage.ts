/** What the parts of a table share. */

import type { Colours } from '../../shared/colours';
import type { Host, Message } from '../../shared/host';
import type { Rows } from '../../shared/rows';
import type { Selection } from '../../shared/selection';
import type { TableState } from '../model/state';

/** Components of others that a table shows below itself. */
export interface Panels {
  /** Show a difference: the answer to the question `diff`. */
  readonly diff?: (root: HTMLElement, host: Host, answer: Message) => () => void;
  /** Show the files of a run. */
  readonly files?: (root: HTMLElement, host: Host, run: string, close: () => void) => () => void;
}

/** Fills a place below the table; may return what takes it away. */
export type Filling = (place: HTMLElement) => (() => void) | undefined;

export interface Stage {
  readonly host: Host;
  readonly rows: Rows;
  readonly selection: Selection;
  readonly colours: Colours;
  readonly state: TableState;
  readonly panels: Panels;
  /** Where menus stand: an element in the view, so that its style holds for them. */
  readonly root: HTMLElement;
  /** Say a sentence below the table; one with a button stays until something else is said. */
  readonly say: (text: string, button?: string, take?: () => void) => void;
  /** Say what went wrong, and what to do. */
  readonly fail: (error: unknown) => void;
  /** Show something below the table. */
  readonly below: (title: string, show: Filling) => void;
  /** Take away what is shown below the table. */
  readonly unbelow: () => void;
  /** Draw everything anew, or some columns alone. */
  readonly draw: (keys?: readonly string[]) => void;
  /** Give the table the focus. */
  readonly focus: () => void;
}

/** What an error says, and what to do. */
export function told(error: unknown): string {
  const { message = String(error), hint } = error as { message?: string; hint?: string };
  return [message, hint].filter(Boolean).join(' \u2014 ');
}
