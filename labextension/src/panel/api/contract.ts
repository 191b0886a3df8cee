/** What the server extension says and is told, where no schema has it yet. */

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
  readonly project?: string | null;
  readonly label: string;
  readonly tags: readonly string[];
  readonly status: string;
  /** Milliseconds since the epoch. */
  readonly started: number | null;
  readonly stopped: number | null;
  readonly marked: boolean;
  readonly progress: Progress | null;
  /** The flags as a user types them. */
  readonly flags: string;
}

/** How far a run has come. */
export interface Progress {
  readonly what: string;
  readonly done: number;
  readonly total: number | null;
  readonly seconds_left?: number | null;
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
  readonly value?: unknown;
}

/** What came of it, and what undoes it. */
export interface Done {
  readonly said: string;
  readonly undo?: Action | null;
}
