// Made of guild_jupyter/wire/schemas/api_hello.schema.json by `jlpm schemas`: change that.

/**
 * Whether a panel fits the server.
 */
export interface HelloAnswer {
  /**
   * The version of the server's half.
   */
  version: string;
  /**
   * The version of the interface.
   */
  api: number;
  /**
   * Whether both halves have one version.
   */
  is_same: boolean;
  /**
   * What to do where they have not; empty otherwise.
   */
  said: string;
}
