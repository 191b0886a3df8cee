// Made of guild_jupyter/wire/schemas/api_series.schema.json by `jlpm schemas`: change that.

/**
 * Scalars of a run over their steps.
 */
export interface SeriesAnswer {
  series: PlainSeries[];
  /**
   * How many series are not sent.
   */
  left_out: number;
  /**
   * The keys of all series of the run.
   */
  keys: string[];
}
export interface PlainSeries {
  run: string;
  key: string;
  /**
   * Values of the whole series.
   */
  count: number;
  /**
   * Raw points, or buckets of points with their least, greatest and mean value.
   */
  level: 'raw' | 'buckets';
  /**
   * Seconds since the epoch of its first value.
   */
  first_wall: number;
  /**
   * Of a bucket, of its first point.
   */
  steps: (number | null)[];
  /**
   * Seconds since the epoch.
   */
  walls: (number | null)[];
  /**
   * Of a bucket the mean; null for what is no number.
   */
  values: (number | null)[];
  /**
   * The least values of buckets; null for raw points.
   */
  lows: (number | null)[] | null;
  /**
   * The greatest values of buckets.
   */
  highs: (number | null)[] | null;
  /**
   * How many points are in each bucket.
   */
  counts: (number | null)[] | null;
  /**
   * How many of them are no numbers.
   */
  odds: (number | null)[] | null;
}
