/** The parts of a comparison by name: the one place that knows what each is made by. */

import type { Colours } from '../shared/colours';
import type { Host } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { CurvesView } from '../curves/curves';
import { PANELS } from '../panels';
import { ParallelView } from '../parallel/parallel';
import { ScatterView } from '../scatter/scatter';
import { showTable } from '../table/table';
import type { Chart } from './layout';

/** A part: fills an element, and returns what takes it away. */
export type MountPart = (
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection,
  colours: Colours
) => () => void;

/** Ten rows and their headings, so that a chart is seen below them. */
const HEIGHT = 300;

/** The table of the runs. */
const RunTable: MountPart = (root, host, rows, selection, colours) =>
  showTable(root, host, rows, selection, colours, { panels: PANELS, height: HEIGHT });

/** Every part. */
export const MOUNTS: { readonly [part in Chart | 'table']: MountPart } = {
  table: RunTable,
  curves: CurvesView,
  parallel: ParallelView,
  scatter: ScatterView
};
