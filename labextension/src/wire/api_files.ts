// Made of guild_jupyter/wire/schemas/api_files.schema.json by `jlpm schemas`: change that.

/**
 * What is in a folder of a run.
 */
export interface FilesAnswer {
  entries: FileEntry[];
  /**
   * How many are not told.
   */
  more: number;
}
export interface FileEntry {
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
  /**
   * Bytes of a file.
   */
  size: number;
}
