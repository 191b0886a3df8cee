// Made of guild_jupyter/wire/schemas/api_action.schema.json by `jlpm schemas`: change that.

/**
 * What was done.
 */
export interface ActionAnswer {
  said: string;
  undo?: UndoAction;
}
/**
 * The request that undoes it.
 */
export interface UndoAction {
  action: string;
  runs: string[];
  /**
   * As in the request.
   */
  value: {
    [k: string]: unknown;
  };
}
