/** Every component by the name that a view asks for. */

import type { Mount } from './shared/host';
import { mountCard } from './card/card';
import { mountComparison } from './comparison/comparison';
import { mountDiff } from './diff/diff';
import { PANELS } from './panels';
import { tableWith } from './table/table';

export const COMPONENTS: { readonly [kind: string]: Mount } = {
  card: mountCard,
  table: tableWith(PANELS),
  comparison: mountComparison,
  diff: mountDiff
};
