/** Which runs charts draw: the chosen ones, else the first; never so many that none is seen. */

/** Without a choice so many are drawn, as many as there are colours. */
export const FIRST = 10;
/** Of the chosen ones so many are drawn. */
export const MOST = 60;
/** As many make up groups. */
export const MOST_GROUPED = 200;

/** Runs that are drawn strong, and those that stand behind them. */
export interface Drawn {
  readonly strong: readonly string[];
  readonly faint: readonly string[];
  readonly said: string;
}

/** Choose which runs are drawn out of all, in their order. */
export function drawnOf(
  ids: readonly string[],
  chosen: ReadonlySet<string>,
  isGrouped: boolean
): Drawn {
  const most = isGrouped ? MOST_GROUPED : MOST;
  const all = ids.filter(id => chosen.has(id));
  if (!all.length) {
    const strong = ids.slice(0, isGrouped ? MOST_GROUPED : FIRST);
    const said =
      strong.length < ids.length
        ? `${strong.length} of ${ids.length} runs drawn: choose others in the table`
        : '';
    return { strong, faint: [], said };
  }
  const strong = all.slice(0, most);
  const faint = isGrouped ? [] : ids.slice(0, FIRST).filter(id => !chosen.has(id));
  const said =
    strong.length < all.length
      ? `${strong.length} of ${all.length} chosen runs drawn`
      : `${all.length} chosen ${all.length === 1 ? 'run' : 'runs'} drawn`;
  return { strong, faint, said };
}
