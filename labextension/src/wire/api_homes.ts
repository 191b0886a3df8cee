// Made of guild_jupyter/wire/schemas/api_homes.schema.json by `jlpm schemas`: change that.

/**
 * The Guild homes that may be asked for; the one in use is the first.
 */
export interface HomesAnswer {
  homes: ApiHome[];
}
export interface ApiHome {
  /**
   * By which it is asked for; always the same.
   */
  name: string;
  path: string;
  /**
   * Whether it is the one in use where none is named.
   */
  is_used: boolean;
}
