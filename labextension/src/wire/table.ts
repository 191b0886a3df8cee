// Made of guild_jupyter/wire/schemas/table.schema.json by `jlpm schemas`: change that.

/**
 * What a table of runs consists of; its cells come as ColumnData.
 */
export interface Table {
  title: string;
  /**
   * Rows.
   */
  count: number;
  columns: TableColumn[];
  /**
   * How many columns are left out.
   */
  more_columns: number;
  /**
   * How many runs are left out.
   */
  more_rows: number;
  /**
   * Sentences above the table.
   */
  notes: string[];
  /**
   * What is said instead of a table without rows.
   */
  empty: string;
  /**
   * The line that makes this view again.
   */
  line: string;
  /**
   * Milliseconds since the epoch.
   */
  as_of: number;
  /**
   * Cells that come along.
   */
  data?: ColumnData[];
}
export interface TableColumn {
  /**
   * Stands for the column in questions; 'id', 'status', 'operation', 'started', 'time', 'label', 'tags', 'comments', 'marked' for what every run has, else a column spec such as '=lr' or 'last loss'.
   */
  key: string;
  heading: string;
  group: 'run' | 'flag' | 'attribute' | 'scalar';
  /**
   * How cells are read: time in milliseconds since the epoch, duration in seconds, boolean as 0 or 1.
   */
  kind:
    | 'id'
    | 'status'
    | 'text'
    | 'number'
    | 'time'
    | 'duration'
    | 'boolean'
    | 'tags'
    | 'comments'
    | 'spark';
  /**
   * Whether less or more is better; empty where that is not known.
   */
  direction: '' | 'min' | 'max';
  /**
   * Of a scalar: last, first, min, max, mean, total, count; else empty.
   */
  reducer: string;
  /**
   * Of a scalar: the key of its series; else empty.
   */
  series: string;
  /**
   * Whether the user named the column.
   */
  is_asked: boolean;
  is_editable: boolean;
  /**
   * The text of every cell where all are the same and there are two or more.
   */
  constant: string | null;
  /**
   * Whether it is shown only when asked for.
   */
  is_hidden: boolean;
}
export interface ColumnData {
  key: string;
  /**
   * The first row.
   */
  from: number;
  /**
   * The row after the last.
   */
  to: number;
  /**
   * Number of the buffer of float64 values, a row each.
   */
  numbers?: number | null;
  /**
   * Number of the buffer of bytes, 1 where there is no value; null where every row has one.
   */
  missing?: number | null;
  /**
   * Number of the buffer of int32 positions in words, -1 for none.
   */
  codes?: number | null;
  /**
   * The texts that codes stand for.
   */
  words?: string[];
  /**
   * Number of the buffer of float32 points of sparklines, 'width' a row, NaN where there is none.
   */
  points?: number | null;
  width?: number;
}
