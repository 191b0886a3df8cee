// Made of guild_jupyter/wire/schemas/diff.schema.json by `jlpm schemas`: change that.

/**
 * What differs between two runs, or a run and a folder. Lines of files are asked for.
 */
export interface Diff {
  old: DiffSide;
  new: DiffSide;
  parts: DiffPart[];
  /**
   * What does not differ, in words; empty for nothing.
   */
  same: string;
  is_of_itself: boolean;
  /**
   * The line that makes this view again.
   */
  line: string;
  /**
   * Files that come open.
   */
  opened: DiffLines[];
}
export interface DiffSide {
  name: string;
  about: string;
  /**
   * The run's id; null for a folder.
   */
  run: string | null;
}
export interface DiffPart {
  name: string;
  title: string;
  /**
   * How much differs, in words.
   */
  count: string;
  values: DiffValue[];
  more_values: number;
  files: DiffFile[];
  more_files: number;
  /**
   * What is said below, in sentences.
   */
  remarks: string[];
}
export interface DiffValue {
  name: string;
  /**
   * own: another in every run.
   */
  change: 'added' | 'removed' | 'changed' | 'own';
  old: Piece[];
  new: Piece[];
  /**
   * By how much a number changed.
   */
  step?: string;
  /**
   * Whether its lines are better asked for, by 'lines' with its name as the file.
   */
  is_long?: boolean;
}
export interface Piece {
  text: string;
  changed?: boolean;
  /**
   * Kind of the token in the language of the file: keyword, string, comment, number, name, operator; empty for none.
   */
  token?: string;
}
export interface DiffFile {
  name: string;
  change: 'added' | 'removed' | 'changed';
  kind: 'text' | 'picture' | 'binary' | 'folder' | 'link' | 'other';
  /**
   * What is known of the difference in words.
   */
  said: string;
  /**
   * Lines.
   */
  added: number | null;
  removed: number | null;
}
export interface DiffLines {
  part: string;
  file: string;
  rows: DiffRow[];
  /**
   * How many rows follow at least; they are asked for with 'start'.
   */
  more_rows: number;
  /**
   * Number of the buffer of the old picture.
   */
  old_picture?: number | null;
  /**
   * Number of the buffer of the new picture.
   */
  new_picture?: number | null;
  /**
   * Mime types of the old and the new picture.
   */
  picture_types?: string[];
  /**
   * Number of the first row among all.
   */
  start?: number;
  /**
   * What is known of the difference in words.
   */
  said?: string[];
  added?: number;
  removed?: number;
}
export interface DiffRow {
  kind: 'same' | 'changed' | 'added' | 'removed' | 'folded' | 'note';
  old_number?: number | null;
  new_number?: number | null;
  /**
   * Empty for a row that is the same: the new side has it.
   */
  old: Piece[];
  new: Piece[];
  /**
   * Of a fold or a note: its words.
   */
  said?: string;
  /**
   * Of a fold: lines; the numbers are those of the first of them.
   */
  count?: number;
  /**
   * Sides on which no newline ends the line.
   */
  no_end?: ('old' | 'new')[];
}
