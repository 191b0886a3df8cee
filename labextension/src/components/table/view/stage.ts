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

/** What a sentence offers to do about it. */
export interface Offer {
  readonly label: string;
  readonly take: () => void;
}

export interface Stage {
  readonly host: Host;
  readonly rows: Rows;
  readonly selection: Selection;
  readonly colours: Colours;
  readonly state: TableState;
  readonly panels: Panels;
  /** Where menus stand: an element in the view, so that its style holds for them. */
  readonly root: HTMLElement;
  /** Say a sentence below the table; a fault stays until something else is said. */
  readonly say: (text: string, offer?: Offer) => void;
  /** Say what went wrong, and what to do. */
  readonly fail: (error: unknown) => void;
  /** Show something below the table; `fill` returns what takes it away. */
  readonly below: (title: string, fill: (place: HTMLElement) => (() => void) | undefined) => void;
  /** Take away what is shown below the table. */
  readonly unbelow: () => void;
  /** Draw everything anew, or some columns alone. */
  readonly draw: (keys?: readonly string[]) => void;
  /** Give the table the focus. */
  readonly focus: () => void;
}
