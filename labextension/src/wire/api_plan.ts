// Made of guild_jupyter/wire/schemas/api_plan.schema.json by `jlpm schemas`: change that.

/**
 * What would be run.
 */
export interface PlanAnswer {
  preview: string;
  flags: PlannedFlag[];
  label: string;
  interpreter: PlannedPython;
  /**
   * Why it would fail; empty where nothing is known.
   */
  problem: string;
}
export interface PlannedFlag {
  name: string;
  text: string;
}
export interface PlannedPython {
  path: string;
  version: string;
}
