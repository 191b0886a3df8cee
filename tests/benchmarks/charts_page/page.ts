/** A page with a comparison over made-up runs, and what measures its charts. */

import { mountComparison } from '../../../labextension/src/components/comparison/comparison';
import { chartOf } from '../../../labextension/src/components/curves/chart';
import { lineOf } from '../../../labextension/src/components/curves/line';
import { framed } from '../../../labextension/src/components/shared/frame';
import { themeOf } from '../../../labextension/src/components/plot/theme';
import { FakeHost } from './fake';

interface Wanted {
  runs?: number;
  points?: number;
  more?: number;
  first?: string;
  way?: string;
  kept?: { [name: string]: never };
}

function show(wanted: Wanted): void {
  const host = new FakeHost(wanted.runs ?? 40, wanted.points ?? 1000, wanted.more ?? 0);
  host.kept.set('layout', { way: wanted.way ?? 'chart', first: wanted.first ?? 'curves' });
  Object.entries(wanted.kept ?? {}).forEach(([name, value]) => host.kept.set(name, value));
  const root = document.getElementById('view')!;
  Object.assign(window, { fake: host, unmount: framed(mountComparison, () => '%guild compare')(root, host) });
}

/** Milliseconds to draw a series of so many points from its raw arrays, pixels included. */
function drawSeries(points: number, isClipped: boolean): number[] {
  const root = document.getElementById('view')!;
  root.classList.add('guild-view');
  const drawing = { x: 'step', smoothing: 0.6, isLogX: false, isLogY: false, isClipped, spread: 'sd' } as const;
  const steps = Float64Array.from({ length: points }, (_, i) => i);
  const walls = steps;
  const times: number[] = [];
  for (let n = 0; n < 7; n++) {
    const values = Float64Array.from({ length: points }, (_, i) => Math.sin(i / 9000 + n) + Math.random());
    const place = document.createElement('div');
    place.style.width = '900px';
    root.replaceChildren(place);
    const theme = themeOf(root, () => undefined);
    const chart = chartOf(place, theme, { point: () => undefined, zoom: () => undefined });
    const before = performance.now();
    const series = { run: 'a', key: 'loss', count: points, steps, walls, values, lows: null, highs: null, counts: null, firstWall: 0 };
    const line = lineOf({ id: 'a', name: 'a', colour: '#4c8dd6', dash: [], isFaint: false, runs: ['a'] }, series, drawing);
    chart.show({ lines: [line], drawing, zoom: null, hovered: null });
    chart.paint();
    // A pixel read back has to be drawn first.
    place.querySelector('canvas')!.getContext('2d')!.getImageData(0, 0, 1, 1);
    times.push(performance.now() - before);
    theme.close();
  }
  return times;
}

Object.assign(window, { show, drawSeries });
