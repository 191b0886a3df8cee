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
      return rgb(light, 0.13 + 0.02 * Math.sin(Math.PI * at), 295 - 205 * at);
    });
    made.set(isDark, colours);
  }
  return colours;
}

/** The step of the ramp for a place between 0 and 1. */
export function stepOf(place: number): number {
  return Math.max(0, Math.min(STEPS - 1, Math.round(place * (STEPS - 1))));
}

/**
 * OKLCH, whose lightness is the one that is seen, as a colour of the screen: a canvas that is given
 * OKLCH itself draws three times as slowly.
 */
function rgb(light: number, chroma: number, hue: number): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const parts = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s
  ].map(part => {
    const seen = part <= 0.0031308 ? 12.92 * part : 1.055 * Math.pow(part, 1 / 2.4) - 0.055;
    return Math.round(255 * Math.max(0, Math.min(1, seen)));
  });
  return `rgb(${parts.join(' ')})`;
}
