/** The colours of the page as a canvas can use them, and when they change. */

const NAMES = ['text', 'muted', 'line', 'ground', 'accent'] as const;

/** What charts draw with. */
export type Inks = Readonly<Record<(typeof NAMES)[number], string>> & { readonly isDark: boolean };

/** The colours of now. */
export interface Theme {
  readonly now: () => Inks;
  readonly close: () => void;
}

/** Read the colours in which an element stands; `changed` is told when there are others. */
export function themeOf(root: HTMLElement, changed: () => void): Theme {
  let inks: Inks | null = null;
  const probe = document.createElement('span');
  probe.hidden = true;
  root.append(probe);
  const other = (): void => {
    inks = null;
    changed();
  };
  // The sheet of a new theme is there a little after the page says that it has one.
  let later: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    other();
    clearTimeout(later);
    later = setTimeout(other, 400);
  });
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true });
  }
  const dark = window.matchMedia?.('(prefers-color-scheme: dark)');
  dark?.addEventListener?.('change', other);
  const colour = (name: string): string => {
    probe.style.color = `var(--g-${name})`;
    return getComputedStyle(probe).color || '#777';
  };
  return {
    now: () =>
      (inks ??= {
        ...(Object.fromEntries(NAMES.map(name => [name, colour(name)])) as Omit<Inks, 'isDark'>),
        isDark: lightness(colour('text')) > 0.5
      }),
    close: () => {
      observer.disconnect();
      clearTimeout(later);
      dark?.removeEventListener?.('change', other);
      probe.remove();
    }
  };
}

/** How light a computed colour is, from 0 to 1. */
export function lightness(colour: string): number {
  const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const most = colour.startsWith('rgb') ? 255 : 1;
  const [red = 0, green = 0, blue = 0] = parts.map(part => part / most);
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}
