// Made of guild_jupyter/wire/schemas/api_comparison.schema.json by `jlpm schemas`: change that.

/**
 * Runs side by side.
 */
export interface ComparisonAnswer {
  columns: ComparedColumn[];
  rows: ComparedRow[];
  notes: string[];
  left_out: number;
}
export interface ComparedColumn {
  heading: string;
  /**
   * Whether less or more is better, where that is known.
   */
  direction: 'min' | 'max' | '';
  is_core: boolean;
}
export interface ComparedRow {
  run: string;
  /**
   * In the order of the columns.
   */
  cells: (string | number | boolean | null)[];
}
