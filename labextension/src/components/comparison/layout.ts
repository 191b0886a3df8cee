/** Which parts of a comparison are seen and where; kept small with the notebook. */

import type { Json } from '../shared/host';

export const PARTS = ['table', 'curves', 'parallel', 'scatter'] as const;
export type Part = (typeof PARTS)[number];

export const NAMES: { readonly [part in Part]: string } = {
  table: 'Table',
  curves: 'Curves',
  parallel: 'Parallel',
  scatter: 'Scatter'
};

/** One part alone, or two with a bar between them. */
export interface Layout {
  readonly first: Part;
  /** The other part; null while one is seen alone. */
  readonly second: Part | null;
  /** How much of the width the first one has. */
  readonly share: number;
}

export const USUAL: Layout = { first: 'table', second: null, share: 0.5 };

const isPart = (value: unknown): value is Part => PARTS.includes(value as Part);

/** Read a layout; what is none is the usual one. */
export function layoutOf(kept: Json | undefined): Layout {
  if (!kept || typeof kept !== 'object' || Array.isArray(kept)) {
    return USUAL;
  }
  const first = isPart(kept['first']) ? kept['first'] : USUAL.first;
  const second = isPart(kept['second']) && kept['second'] !== first ? kept['second'] : null;
  const share = typeof kept['share'] === 'number' ? kept['share'] : USUAL.share;
  return { first, second, share: within(share) };
}

/** What there is to keep; undefined for the usual one. */
export function keptOf(layout: Layout): Json | undefined {
  const kept: { [name: string]: Json } = {};
  if (layout.first !== USUAL.first) {
    kept['first'] = layout.first;
  }
  if (layout.second) {
    kept['second'] = layout.second;
  }
  if (layout.share !== USUAL.share) {
    kept['share'] = Number(layout.share.toFixed(3));
  }
  return Object.keys(kept).length ? kept : undefined;
}

/** Show a part in a pane; where the other one shows it already, they change places. */
export function shown(layout: Layout, pane: 'first' | 'second', part: Part): Layout {
  const other = pane === 'first' ? 'second' : 'first';
  return layout[other] === part
    ? { ...layout, [pane]: part, [other]: layout[pane] ?? USUAL.first }
    : { ...layout, [pane]: part };
}

/** Split into two panes, or show the first alone again. */
export function split(layout: Layout): Layout {
  const second = layout.first === 'curves' ? 'parallel' : 'curves';
  return { ...layout, second: layout.second ? null : second };
}

/** Give the first pane another share of the width. */
export function shared(layout: Layout, share: number): Layout {
  return { ...layout, share: within(share) };
}

function within(share: number): number {
  return Math.max(0.2, Math.min(0.8, share));
}
