/** The parts of a comparison by name: the one place that knows what each is made by. */

import type { Colours } from '../shared/colours';
import type { Host } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { PANELS } from '../panels';
import { showTable } from '../table/table';
import { CurvesView } from '../curves/curves';
import { ParallelView } from '../parallel/parallel';
import { ScatterView } from '../scatter/scatter';
import type { Part } from './layout';

/** A part: fills an element, and returns what takes it away. */
export type MountPart = (
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection,
  colours: Colours
) => () => void;

/** The table of the runs, in the rest of the cell's width. */
const RunTable: MountPart = (root, host, rows, selection, colours) =>
  showTable(root, host, rows, selection, colours, { panels: PANELS });

/** Every part. */
export const MOUNTS: { readonly [part in Part]: MountPart } = {
  table: RunTable,
  curves: CurvesView,
  parallel: ParallelView,
  scatter: ScatterView
};
