// Made of guild_jupyter/wire/schemas/api_action_request.schema.json by `jlpm schemas`: change that.

/**
 * What is to be done to runs.
 */
export interface ActionRequest {
  action: 'stop' | 'label' | 'tag' | 'comment' | 'mark' | 'delete' | 'restore' | 'purge';
  /**
   * Their ids.
   *
   * @minItems 1
   * @maxItems 10000
   */
  runs: string[];
  /**
   * A label or comment; tags, or `{add, remove}`; whether they are marked; `{each: {id: value}}` for one each.
   */
  value?: {
    [k: string]: unknown;
  };
}
