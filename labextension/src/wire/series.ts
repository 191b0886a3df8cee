// Made of guild_jupyter/wire/schemas/series.schema.json by `jlpm schemas`: change that.

/**
 * Scalars of runs over their steps, for curves.
 */
export interface SeriesSet {
  series: SeriesData[];
  /**
   * How many series are not sent.
   */
  left_out: number;
  /**
   * The keys of all series of the runs that were asked about.
   */
  keys: string[];
}
export interface SeriesData {
  /**
   * The id of the run.
   */
  run: string;
  key: string;
  /**
   * Values of the whole series, or of the part that was asked for.
   */
  count: number;
  /**
   * Raw points, or buckets of points with their least, greatest and mean value.
   */
  level: 'raw' | 'buckets';
  /**
   * Number of the buffer of float64 steps; of a bucket, of its first point.
   */
  steps: number;
  /**
   * Number of the buffer of float64 wall times in seconds since the epoch.
   */
  walls: number;
  /**
   * Number of the buffer of float64 values; of a bucket the mean of the finite ones, NaN where there is none.
   */
  values: number;
  /**
   * Number of the buffer of float64 least finite values of buckets, NaN where there is none.
   */
  lows: number | null;
  /**
   * Number of the buffer of float64 greatest finite values of buckets, NaN where there is none.
   */
  highs: number | null;
  /**
   * Number of the buffer of float64 counts of points in buckets.
   */
  counts: number | null;
  /**
   * Number of the buffer of float64 counts of points in buckets that are NaN or infinite.
   */
  odds?: number | null;
  /**
   * Wall time of the first point of the whole series, for relative time.
   */
  first_wall: number;
}
