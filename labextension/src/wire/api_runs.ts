// Made of guild_jupyter/wire/schemas/api_runs.schema.json by `jlpm schemas`: change that.

/**
 * A page of runs.
 */
export interface RunsAnswer {
  /**
   * How many runs are chosen.
   */
  total: number;
  /**
   * How many were passed over.
   */
  offset: number;
  /**
   * What the filters name in vain, a sentence each.
   */
  notes: string[];
  runs: RunRow[];
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
