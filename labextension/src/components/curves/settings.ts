/** What the reader chooses of curves. */

import type { Spread } from './bands';

export interface Settings {
  /** 'step', 'wall', 'relative', or '=' and the key of a scalar. */
  x: string;
  smoothing: number;
  isLogX: boolean;
  isLogY: boolean;
  isClipped: boolean;
  /** The key of the column by which runs are grouped; empty for none. */
  group: string;
  spread: Spread;
  filter: string;
  pinned: readonly string[];
  /** Sections that were opened or closed by hand. */
  open: { [section: string]: boolean };
}

export const USUAL: Settings = {
  x: 'step',
  smoothing: 0,
  isLogX: false,
  isLogY: false,
  isClipped: false,
  group: '',
  spread: 'sd',
  filter: '',
  pinned: [],
  open: {}
};

const MOST_PINNED = 24;

/** Pinned scalars with one more, or without it. */
export function pinnedBut(pinned: readonly string[], tag: string): readonly string[] {
  return pinned.includes(tag)
    ? pinned.filter(one => one !== tag)
    : [...pinned, tag].slice(-MOST_PINNED);
}
