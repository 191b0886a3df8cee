// Made of guild_jupyter/wire/schemas/api_project_request.schema.json by `jlpm schemas`: change that.

/**
 * Where a project is to be made.
 */
export interface ProjectRequest {
  /**
   * The folder, as Jupyter shows it.
   */
  path: string;
  /**
   * A new folder in it; none for the folder itself.
   */
  name?: string;
}
