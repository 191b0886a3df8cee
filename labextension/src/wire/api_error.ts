// Made of guild_jupyter/wire/schemas/api_error.schema.json by `jlpm schemas`: change that.

/**
 * Why there is no answer.
 */
export interface ErrorAnswer {
  error: ApiError;
}
export interface ApiError {
  /**
   * What is wrong.
   */
  message: string;
  /**
   * What to do; empty where nothing is known.
   */
  hint: string;
  /**
   * What it is called in the log of the server, where it is a fault of the server's.
   */
  id?: string;
  /**
   * The flags that it is about; none where it is about something else.
   */
  flags?: string[];
}
