/** The colours of the page as a canvas can use them, and when they change. */

/** What charts draw with. */
export interface Inks {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly ground: string;
  readonly accent: string;
  readonly bad: string;
  readonly isDark: boolean;
}

export class Theme {
  private inks: Inks | null = null;
  private readonly probe = document.createElement('span');
  private readonly listeners = new Set<() => void>();
  private readonly observer: MutationObserver;
  private readonly undo: (() => void)[] = [];

  constructor(root: HTMLElement) {
    this.probe.hidden = true;
    root.append(this.probe);
    const changed = (): void => {
      this.inks = null;
      this.listeners.forEach(told => told());
    };
    // The sheet of a new theme is there a little after the page says that it has one.
    const soon = (): void => {
      changed();
      setTimeout(changed, 400);
    };
    this.observer = new MutationObserver(soon);
    for (const element of [document.documentElement, document.body]) {
      this.observer.observe(element, { attributes: true });
    }
    const dark = window.matchMedia?.('(prefers-color-scheme: dark)');
    dark?.addEventListener?.('change', changed);
    this.undo.push(() => dark?.removeEventListener?.('change', changed));
  }

  /** The colours of now. */
  get now(): Inks {
    this.inks ??= this.read();
    return this.inks;
  }

  /** Be told when there are other colours. */
  onChange(told: () => void): () => void {
    this.listeners.add(told);
    return () => this.listeners.delete(told);
  }

  close(): void {
    this.observer.disconnect();
    this.undo.forEach(off => off());
    this.probe.remove();
  }

  private read(): Inks {
    const colour = (name: string): string => {
      this.probe.style.color = `var(--g-${name})`;
      return getComputedStyle(this.probe).color || '#777';
    };
    const text = colour('text');
    return {
      text,
      muted: colour('muted'),
      line: colour('line'),
      ground: colour('ground'),
      accent: colour('accent'),
      bad: colour('bad'),
      isDark: lightness(text) > 0.5
    };
  }
}

/** How light a computed colour is, from 0 to 1. */
export function lightness(colour: string): number {
  const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const most = colour.startsWith('rgb') ? 255 : 1;
  const [red = 0, green = 0, blue = 0] = parts.map(part => part / most);
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}
