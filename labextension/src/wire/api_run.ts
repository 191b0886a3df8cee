// Made of guild_jupyter/wire/schemas/api_run.schema.json by `jlpm schemas`: change that.

/**
 * What is told of a run.
 */
export interface RunAnswer {
  run: RunRow;
  flags: ToldOfRun[];
  /**
   * What else is told of it, in order.
   */
  facts: ToldOfRun[];
  comments: string[];
  /**
   * What cannot be read of it, a sentence each.
   */
  problems: string[];
  scalars: ScalarRow[];
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
export interface ToldOfRun {
  name: string;
  text: string;
}
export interface ScalarRow {
  key: string;
  /**
   * How many values it has.
   */
  count: number;
  /**
   * Null for what is no number.
   */
  first: number | null;
  last: number | null;
  min: number | null;
  max: number | null;
  first_step: number;
  last_step: number;
}
