/** The parts of a comparison by name: the one place that knows what each is made by. */

import type { Colours } from '../shared/colours';
import { clean, fill, h } from '../shared/dom';
import type { Host } from '../shared/host';
import type { Rows } from '../shared/rows';
import type { Selection } from '../shared/selection';
import { CurvesView } from '../curves/curves';
import { ParallelView } from '../parallel/parallel';
import { ScatterView } from '../scatter/scatter';
import { nameOf } from '../plot/values';
import type { Part } from './layout';

/** A part: fills an element, and returns what takes it away. */
export type MountPart = (
  root: HTMLElement,
  host: Host,
  rows: Rows,
  selection: Selection,
  colours: Colours
) => () => void;

/** A plain list of runs with a box each. */
const RunList: MountPart = (root, _host, rows, selection, colours) => {
  const draw = (): void => {
    const count = Math.min(rows.count, 300);
    const items = Array.from({ length: count }, (_, row) => {
      const id = rows.id(row);
      const box = h('input', { type: 'checkbox', onchange: () => selection.toggle(id) });
      box.checked = selection.chosen.has(id);
      const style = `background:${colours.of(id)}`;
      return h(
        'li',
        null,
        h('label', null, box, h('span', { class: 'g-swatch', style }), nameOf(rows, row))
      );
    });
    const none = clean(rows.table.empty) || 'No runs.';
    fill(
      root,
      count ? h('ul', { class: 'g-runs' }, ...items) : h('p', { class: 'g-empty' }, none)
    );
  };
  const undo = [rows.onChange(draw), selection.onChange(draw)];
  void rows.need(['label']).catch(() => undefined);
  draw();
  return () => undo.forEach(off => off());
};

/** Every part. */
export const MOUNTS: { readonly [part in Part]: MountPart } = {
  table: RunList,
  curves: CurvesView,
  parallel: ParallelView,
  scatter: ScatterView
};
