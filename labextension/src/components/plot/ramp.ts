/** A ramp of colours of even steps to the eye, and grounds on which it can be read. */

/** OKLCH from violet to yellow, as a canvas draws it fastest: six digits a step. */
const LIGHT =
  '4428783b35882b439500519e0060a2006ea1007c9b008892009385009b7600a26550a75479aa459aab39b8ac38d1ad41';
/** The same, lighter. */
const DARK =
  '6a51a45f5eb54f6cc2357aca0089ce0098cc00a5c500b2bb00bcad00c49c48cb8b78cf7a9ed16dc0d364ded363f9d46b';

/** The colours from the least to the greatest on a light or dark ground. */
export function ramp(isDark: boolean): readonly string[] {
  return (isDark ? DARK : LIGHT).match(/.{6}/g)!.map(digits => `#${digits}`);
}
