// Made of guild_jupyter/wire/schemas/api_output.schema.json by `jlpm schemas`: change that.

/**
 * Some lines of an output.
 */
export interface OutputAnswer {
  /**
   * The lines as they are shown: colours stay, overwritten text and credentials do not.
   */
  text: string;
  /**
   * The first byte of them.
   */
  offset: number;
  /**
   * The byte after them.
   */
  next: number;
  /**
   * Bytes of the whole output.
   */
  size: number;
}
