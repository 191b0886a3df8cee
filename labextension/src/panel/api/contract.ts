/** What the server extension says and is told, where no schema has it yet. */

import type { Json } from '../../components/shared/host';

/** The answer to the handshake. */
export interface Hello {
  readonly version: string;
  /** The number of the interface; another one cannot be understood. */
  readonly api: number;
  readonly is_same: boolean;
  /** What to do where the versions differ. */
  readonly said: string;
}

/** A run as a line of a list. */
export interface RunRow {
  readonly id: string;
  readonly short_id: string;
  readonly operation: string;
  readonly project: string;
  /** Empty for none, and for the default one. */
  readonly label: string;
  readonly tags: readonly string[];
  readonly status: RunStatus;
  /** Milliseconds since the epoch. */
  readonly started: number | null;
  readonly stopped: number | null;
  readonly seconds: number | null;
  readonly marked: boolean;
  readonly progress: Progress | null;
  /** The flags as a user types them. */
  readonly flags: string;
}

export interface RunStatus {
  readonly word: string;
  /** In a sentence. */
  readonly text: string;
  readonly is_live: boolean;
  readonly is_stoppable: boolean;
}

/** How far a run has come; `what` is `%` where nothing is counted. */
export interface Progress {
  readonly what: string;
  readonly done: number;
  readonly total: number | null;
}

/** Some of the runs of a home, newest first. */
export interface RunPage {
  readonly total: number;
  readonly offset: number;
  readonly runs: readonly RunRow[];
}

/** Something done to runs. */
export interface Action {
  readonly action: string;
  readonly runs: readonly string[];
  readonly value?: Json;
}

/** What came of it, and what undoes it. */
export interface Done {
  readonly said: string;
  readonly undo?: Action;
}
