// Made of guild_jupyter/wire/schemas/api_project.schema.json by `jlpm schemas`: change that.

/**
 * The project of a notebook or folder, and its operations.
 */
export interface ProjectAnswer {
  /**
   * The folder that was asked about, as Jupyter shows it.
   */
  folder: string;
  /**
   * Null for none.
   */
  project: ProjectPlace | null;
  faults: ProjectFault[];
  operations: ProjectOperation[];
  /**
   * The interpreter that is set for all runs by GUILD_PYTHON_EXE; empty for none.
   */
  python: string;
  interpreters: KernelPython[];
}
export interface ProjectPlace {
  name: string;
  /**
   * Its folder, as Jupyter shows it.
   */
  path: string;
  /**
   * Its Guild file.
   */
  file: string;
}
export interface ProjectFault {
  message: string;
  hint: string;
  /**
   * As Jupyter shows it; empty for none.
   */
  file: string;
  /**
   * From 1.
   */
  line: number | null;
  /**
   * Whether it may be meant so.
   */
  is_remark: boolean;
}
export interface ProjectOperation {
  /**
   * As it is named to be run.
   */
  name: string;
  description: string;
  is_default: boolean;
  is_hidden: boolean;
  is_pipeline: boolean;
  /**
   * The script or notebook that it runs as it is; empty for others.
   */
  file: string;
  /**
   * The file of its program, as Jupyter shows it; empty where that is not known.
   */
  source: string;
  flags: ProjectFlag[];
  /**
   * What could not be read of its program.
   */
  notes: string[];
}
export interface ProjectFlag {
  name: string;
  type: 'string' | 'int' | 'float' | 'number' | 'boolean' | 'path' | 'existing-path' | 'auto';
  /**
   * As a user types it.
   */
  default: string | null;
  /**
   * What is shown for no value.
   */
  null_label: string;
  description: string;
  required: boolean;
  /**
   * Whether its value is not to be shown nor kept.
   */
  is_secret: boolean;
  choices: FlagChoice[];
  /**
   * Whether other values than the choices pass.
   */
  allow_other: boolean;
  min: number | null;
  max: number | null;
}
export interface FlagChoice {
  /**
   * As a user types it.
   */
  text: string;
  description: string;
}
export interface KernelPython {
  kernelspec: string;
  display_name: string;
  path: string;
}
