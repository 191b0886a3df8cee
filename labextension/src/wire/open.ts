// Made of guild_jupyter/wire/schemas/open.schema.json by `jlpm schemas`: change that.

/**
 * What a view over the stream is to show.
 */
export interface OpenRequest {
  kind: 'table' | 'card' | 'comparison' | 'diff' | 'runs';
  /**
   * The name of a Guild home; empty for the one in use.
   */
  home?: string;
  /**
   * The notebook or folder whose home is in use, where none is named.
   */
  at?: string;
  /**
   * The id of the run of a card.
   */
  run?: string;
  /**
   * The ids of the runs of a comparison; all that are chosen where it lacks.
   *
   * @maxItems 500
   */
  runs?: string[];
  /**
   * More columns of a comparison, such as `min loss, =lr`.
   */
  columns?: string;
  /**
   * The id of the older run of a difference.
   */
  old?: string;
  /**
   * That of the newer; null, empty or none for the project as it is now.
   */
  new?: string | null;
  /**
   * An expression that chooses among the runs of a table, comparison or list.
   */
  filter?: string;
  /**
   * @maxItems 100
   */
  operation?: string[];
  /**
   * @maxItems 20
   */
  status?: string[];
  /**
   * Whether those in the trash are meant.
   */
  deleted?: boolean;
}
