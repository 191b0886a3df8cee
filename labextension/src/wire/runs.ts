// Made of guild_jupyter/wire/schemas/runs.schema.json by `jlpm schemas`: change that.

/**
 * Lines of the light list: some of them from an offset on, or what changed.
 */
export interface RunsPush {
  /**
   * How many runs are listed.
   */
  total: number;
  /**
   * The number of the first of `runs`.
   */
  offset?: number;
  /**
   * Lines that follow each other, the newest run first.
   */
  runs?: RunRow[];
  /**
   * What the filters name in vain, a sentence each.
   */
  notes?: string[];
  /**
   * Whether too much changed to be told: what else was told does not hold.
   */
  is_anew?: boolean;
  /**
   * Lines that changed or came.
   */
  changed?: RunRow[];
  /**
   * The ids of runs that are not listed any more.
   */
  gone?: string[];
  [k: string]: unknown;
}
export interface RunRow {
  id: string;
  short_id: string;
  operation: string;
  /**
   * The name of the project's folder; empty where that is not known.
   */
  project: string;
  /**
   * Empty for none, and for the default one.
   */
  label: string;
  tags: string[];
  status: RunRowStatus;
  /**
   * Milliseconds since the epoch.
   */
  started: number | null;
  /**
   * Milliseconds since the epoch.
   */
  stopped: number | null;
  /**
   * How long it took, or has been running.
   */
  seconds: number | null;
  marked: boolean;
  progress: RunRowProgress | null;
  /**
   * The flags as a user types them, shortened.
   */
  flags: string;
}
export interface RunRowStatus {
  word:
    | 'pending'
    | 'staged'
    | 'running'
    | 'stopping'
    | 'completed'
    | 'error'
    | 'terminated'
    | 'orphaned'
    | 'lost'
    | 'unknown'
    | 'deleted';
  /**
   * The status in a sentence.
   */
  text: string;
  is_live: boolean;
  is_stoppable: boolean;
}
export interface RunRowProgress {
  /**
   * What is counted; `%` where nothing is.
   */
  what: string;
  done: number;
  total: number | null;
}
