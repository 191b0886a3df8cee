/** A ramp of colours of even steps to the eye, and grounds on which it can be read. */

const STEPS = 48;
const made = new Map<boolean, readonly string[]>();

/** The colours from the least to the greatest; lighter ones on a dark ground. */
export function ramp(isDark: boolean): readonly string[] {
  let colours = made.get(isDark);
  if (!colours) {
    colours = Array.from({ length: STEPS }, (_, i) => {
      const at = i / (STEPS - 1);
      const light = isDark ? 0.5 + 0.38 * at : 0.36 + 0.4 * at;
      // OKLCH, whose lightness is the one that is seen.
      const chroma = 0.13 + 0.02 * Math.sin(Math.PI * at);
      return `oklch(${light.toFixed(3)} ${chroma.toFixed(3)} ${(295 - 205 * at).toFixed(1)})`;
    });
    made.set(isDark, colours);
  }
  return colours;
}

/** The step of the ramp for a place between 0 and 1. */
export function stepOf(place: number): number {
  return Math.max(0, Math.min(STEPS - 1, Math.round(place * (STEPS - 1))));
}
