// Made of guild_jupyter/wire/schemas/api_run_request.schema.json by `jlpm schemas`: change that.

/**
 * What is to be run.
 */
export interface RunRequest {
  /**
   * The notebook or folder of the project, as Jupyter shows it.
   */
  path: string;
  /**
   * Empty for the default one.
   */
  operation: string;
  flags?: {
    /**
     * A text is read as behind a command; what has a type keeps it.
     */
    [k: string]: string | number | boolean | null | (string | number | boolean | null)[];
  };
  label?: string;
  /**
   * @maxItems 100
   */
  tags?: string[];
  /**
   * Whose Python runs it; none for Guild's rule.
   */
  kernelspec?: string;
  /**
   * Whether it is made ready and not started.
   */
  stage?: boolean;
  /**
   * The name of the Guild home; none for the one in use.
   */
  home?: string;
}
