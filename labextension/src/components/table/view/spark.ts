/** Draws the points of a series as a little line. */

import { svg } from '../../shared/dom';
import { number } from '../model/format';

const WIDTH = 84;
const HEIGHT = 18;

/** A line of points; a lone one is a dot, and what is no number a gap. */
export function spark(points: Float32Array | null, colour: string): SVGElement | null {
  const finite = points?.filter(Number.isFinite);
  if (!points || !finite?.length) {
    return null;
  }
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const across = WIDTH / Math.max(1, points.length - 1);
  let path = '';
  points.forEach((point, index) => {
    if (Number.isFinite(point)) {
      const part = high > low ? (point - low) / (high - low) : 0.5;
      const place = `${(index * across).toFixed(1)} ${(HEIGHT - 2 - part * (HEIGHT - 4)).toFixed(1)}`;
      // A round cap draws a point that stands alone.
      path += Number.isFinite(points[index - 1]) ? `L${place}` : `M${place}h.01`;
    }
  });
  return svg(
    'svg',
    {
      class: 't-spark',
      viewBox: `-2 0 ${WIDTH + 4} ${HEIGHT}`,
      role: 'img',
      'aria-label': `from ${number(low)} to ${number(high)}`
    },
    svg('path', { d: path, style: `stroke:${colour}` })
  );
}
