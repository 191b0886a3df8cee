/**
 * What the panel does for views in cells: opens the tabs of their runs, and has the server act.
 *
 * Anything in the page may ask. What is asked is looked at as if it came from a stranger: only
 * homes that the server itself names, one run in them, and what buttons of a card do.
 */

import type { Json, Message, Panel } from '../components/shared/host';
import type { HomesAnswer } from '../wire/api_homes';
import type { ActionAnswer } from '../wire/api_action';
import { ServerFault } from './api/fault';
import type { Rest } from './api/rest';

/** A run by its id, and its home by its name; none for the one in use. */
export interface Place {
  readonly run: string;
  readonly home?: string;
}

const DIRECTORY = /^(\/.*)\/runs\/([\w-]{1,200})$/;
const ACTIONS = new Set(['stop', 'label', 'tag', 'mark', 'comment']);

export class Bridge implements Panel {
  readonly #rest: Pick<Rest, 'get' | 'post'>;
  readonly #open: (place: Place) => Promise<boolean>;

  /** `open` opens the tab of a run; resolves to false where there are no tabs. */
  constructor(rest: Pick<Rest, 'get' | 'post'>, open: (place: Place) => Promise<boolean>) {
    this.#rest = rest;
    this.#open = open;
  }

  async open(directory: string): Promise<boolean> {
    try {
      const place = await this.#place(directory);
      return place !== null && (await this.#open(place));
    } catch {
      return false;
    }
  }

  async act(directory: string, wanted: { [name: string]: Json }): Promise<Message | null> {
    const { action, runs, value = null } = wanted;
    let isPosted = false;
    try {
      const place = await this.#place(directory);
      const isOne = Array.isArray(runs) && runs.length === 1 && runs[0] === place?.run;
      if (!place || !isOne || !ACTIONS.has(action as string)) {
        return null;
      }
      isPosted = true;
      const body = value === null ? { action, runs } : { action, runs, value };
      const done = await this.#rest.post<ActionAnswer>('actions', body as Json, {
        home: place.home
      });
      return { content: { ...done }, buffers: [] };
    } catch (fault) {
      const kind = fault instanceof ServerFault ? fault.kind : null;
      // It was understood, and the kernel would say the same; or it may have been done, and what
      // is no other when it is done twice is left to the kernel.
      if (kind === 'failed' || (kind === 'unreachable' && isPosted && action === 'comment')) {
        throw fault;
      }
      return null;
    }
  }

  /** Where a run is; null where the server has no such home. */
  async #place(directory: string): Promise<Place | null> {
    const [, path, run] = DIRECTORY.exec(directory) ?? [];
    if (!path || !run) {
      return null;
    }
    const { homes } = await this.#rest.get<HomesAnswer>('homes');
    const home = homes.find(one => one.path === path);
    return home ? (home.is_used ? { run } : { run, home: home.name }) : null;
  }
}
