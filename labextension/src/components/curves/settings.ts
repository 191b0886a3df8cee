/** What the reader chose of curves, and how it is kept: small, and only what is not the default. */

import { keepingOf, membersOf, someOf } from '../plot/keeping';
import type { Host, Json } from '../shared/host';
import type { Spread } from './bands';
import type { Order } from './readout';

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
  order: Order;
  filter: string;
  pinned: string[];
  /** Sections that were opened or closed by hand. */
  open: { [section: string]: boolean };
  /** The width of a chart. */
  size: number;
}

export const DEFAULTS: Readonly<Settings> = {
  x: 'step',
  smoothing: 0,
  isLogX: false,
  isLogY: false,
  isClipped: false,
  group: '',
  spread: 'sd',
  order: 'nearest',
  filter: '',
  pinned: [],
  open: {},
  size: 340
};

const KEPT = 'curves';
const MOST_PINNED = 24;

/** The settings that the notebook kept; what is of another kind than it should be is passed over. */
export function settingsOf(kept: Json | undefined): Settings {
  const settings: Settings = { ...DEFAULTS, pinned: [], open: {} };
  for (const [name, value] of Object.entries(membersOf(kept))) {
    const usual = DEFAULTS[name as keyof Settings];
    if (
      usual !== undefined &&
      typeof usual === typeof value &&
      Array.isArray(usual) === Array.isArray(value) &&
      value !== null
    ) {
      Object.assign(settings, { [name]: value });
    }
  }
  settings.smoothing = Math.max(0, Math.min(0.999, settings.smoothing));
  settings.size = Math.max(220, Math.min(1200, settings.size));
  settings.pinned = settings.pinned.filter(tag => typeof tag === 'string');
  return settings;
}

/** What there is to keep of settings: undefined where all is as it was. */
export function keptOf(settings: Settings): Json | undefined {
  const isUsual = (name: keyof Settings): boolean =>
    JSON.stringify(settings[name]) === JSON.stringify(DEFAULTS[name]);
  const kept = { ...settings, pinned: settings.pinned.slice(0, MOST_PINNED) };
  const names = Object.keys(DEFAULTS) as (keyof Settings)[];
  return someOf(
    Object.fromEntries(names.map(name => [name, isUsual(name) ? undefined : kept[name]]))
  );
}

/** Settings that are kept by a host. */
export interface Kept {
  readonly now: Settings;
  /** Change some. */
  readonly set: (some: Partial<Settings>) => void;
  readonly close: () => void;
}

/** Read and keep the settings of a host. */
export function keptBy(host: Host, changed: () => void): Kept {
  const now = settingsOf(host.get(KEPT));
  const { keep, close } = keepingOf(host, KEPT, () => keptOf(now));
  return {
    now,
    set: some => {
      Object.assign(now, some);
      keep();
      changed();
    },
    close
  };
}
