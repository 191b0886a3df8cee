/** What the reader chose of curves, and how it is kept: small, and only what is not the default. */

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
  if (!kept || typeof kept !== 'object' || Array.isArray(kept)) {
    return settings;
  }
  for (const [name, value] of Object.entries(kept)) {
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
  const kept: { [name: string]: Json } = {};
  for (const name of Object.keys(DEFAULTS) as (keyof Settings)[]) {
    if (JSON.stringify(settings[name]) !== JSON.stringify(DEFAULTS[name])) {
      kept[name] = settings[name] as Json;
    }
  }
  if (settings.pinned.length > MOST_PINNED) {
    kept['pinned'] = settings.pinned.slice(0, MOST_PINNED);
  }
  return Object.keys(kept).length ? kept : undefined;
}

/** Read and keep the settings of a host. */
export class Kept {
  readonly now: Settings;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: Host,
    private readonly changed: () => void
  ) {
    this.now = settingsOf(host.get(KEPT));
  }

  /** Change some; kept a little later, because a slider changes often. */
  set(some: Partial<Settings>): void {
    Object.assign(this.now, some);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.host.set(KEPT, keptOf(this.now)), 400);
    this.changed();
  }

  close(): void {
    clearTimeout(this.timer);
  }
}
