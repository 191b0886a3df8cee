/** What other extensions may use of the panel: its sections, and the server behind them. */

import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { Widget } from '@lumino/widgets';

import type { Handshake } from './api/handshake';
import type { Rest } from './api/rest';
import type { Stream } from './api/stream';

/** A section of the sidebar. */
export interface IGuildSection {
  /** Unique among the sections, and the id of its element. */
  readonly id: string;
  /** The heading, translated. */
  readonly title: string;
  /** Smaller ones stand further up; 100 where it is left out. */
  readonly rank?: number;
  /**
   * Make what it shows, when the panel is first seen. A `Seen` widget works only while it is
   * looked at.
   */
  create(): Widget;
}

/** The sections of the sidebar. */
export interface IGuildSections {
  /** Add a section; dispose what is returned to take it away again. */
  add(section: IGuildSection): IDisposable;
}

export const IGuildSections = new Token<IGuildSections>(
  'guild-jupyter:IGuildSections',
  'The sections of the Guild panel: add one of your own.'
);

/** The server extension as the panel sees it. */
export interface IGuildServer {
  /** Whether it is there. */
  readonly handshake: Handshake;
  /** Single questions. */
  readonly rest: Rest;
  /** What is told of changes, for all views of the page. */
  readonly stream: Stream;
}

export const IGuildServer = new Token<IGuildServer>(
  'guild-jupyter:IGuildServer',
  'The server extension of Guild: ask it, and be told of changes.'
);
