// Made of guild_jupyter/wire/schemas/card.schema.json by `jlpm schemas`: change that.

/**
 * A run as its card shows it. A push of a card may have some of its members only.
 */
export interface Card {
  run: CardRun;
  status: CardStatus;
  times: CardTimes;
  progress: CardProgress | null;
  /**
   * The values of the flags as a user types them.
   */
  flags: Named[];
  /**
   * What else is told of the run, in order.
   */
  facts: Named[];
  /**
   * Empty for none.
   */
  label: string;
  tags: string[];
  comments: string[];
  marked: boolean;
  /**
   * What cannot be read of the run, a sentence each.
   */
  problems: string[];
  scalars: CardScalar[];
  /**
   * How many scalars are left out.
   */
  more_scalars: number;
  output: CardOutput;
  /**
   * The line that starts the run again, to be changed.
   */
  again: string;
  /**
   * The line that shows this card again.
   */
  watch: string;
  /**
   * Milliseconds since the epoch for which this holds.
   */
  as_of: number;
}
export interface CardRun {
  id: string;
  short_id: string;
  operation: string;
  directory: string;
}
export interface CardStatus {
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
   * In words, with what is known of its reason.
   */
  text: string;
  /**
   * Whether it may still change by itself.
   */
  is_live: boolean;
  is_stoppable: boolean;
}
export interface CardTimes {
  /**
   * Milliseconds since the epoch.
   */
  started: number | null;
  stopped: number | null;
  /**
   * How long it took, or has been running.
   */
  seconds: number | null;
}
export interface CardProgress {
  /**
   * What is counted, such as step or epoch; or what is fetched.
   */
  what: string;
  done: number;
  total: number | null;
  seconds_left: number | null;
}
export interface Named {
  name: string;
  text: string;
}
export interface CardScalar {
  key: string;
  last: number | null;
  step: number | null;
  min: number | null;
  max: number | null;
  direction: '' | 'min' | 'max';
  count: number;
  /**
   * Of a few points for a sparkline.
   */
  steps: number[];
  values: (number | null)[];
}
export interface CardOutput {
  /**
   * The last lines, colours as escape sequences, overwritten lines folded.
   */
  text: string;
  /**
   * Bytes of the whole output.
   */
  size: number;
  /**
   * Whether the text is all of it.
   */
  is_whole: boolean;
}
