/** Round places for marks along an axis, and how numbers are written there. */

import type { Range } from './ranges';

/** Round numbers within a range, about as many as wanted. */
export function linearTicks([lo, hi]: Range, wanted: number): number[] {
  const span = hi - lo;
  if (!(span > 0) || !Number.isFinite(span)) {
    return span === 0 ? [lo] : [];
  }
  const rough = span / Math.max(1, wanted);
  const size = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = size * ([1, 2, 2.5, 5].find(one => one * size >= rough * 0.999) ?? 10);
  const ticks: number[] = [];
  const first = Math.ceil(lo / step - 1e-9);
  const last = Math.floor(hi / step + 1e-9);
  for (let i = first; i <= last && ticks.length < 100; i++) {
    // The digits past those of the step are errors of the multiplication.
    ticks.push(Number((i * step).toPrecision(12)) + 0);
  }
  return ticks;
}

/** Powers of ten within a range above 0; 1, 2 and 5 of each where there are few of them. */
export function logTicks(range: Range, wanted: number): number[] {
  const [lo, hi] = range;
  if (!(lo > 0) || !(hi > lo)) {
    return [];
  }
  const from = Math.floor(Math.log10(lo) + 1e-9);
  const to = Math.ceil(Math.log10(hi) - 1e-9);
  const every = Math.max(1, Math.ceil((to - from) / Math.max(1, wanted)));
  const among = (factors: readonly number[], every: number): number[] => {
    const ticks: number[] = [];
    for (let power = Math.ceil(from / every) * every; power <= to; power += every) {
      ticks.push(...factors.map(factor => Number(`${factor}e${power}`)));
    }
    return ticks.filter(tick => tick >= lo * (1 - 1e-9) && tick <= hi * (1 + 1e-9));
  };
  const tens = among([1], every);
  if (tens.length >= 3 || every > 1) {
    return tens;
  }
  const more = among([1, 2, 5], 1);
  return more.length >= 2 ? more : linearTicks(range, wanted);
}

/** A number in few characters: 0.0123, 12.5, 1.2e-7, 34k stays 34000. */
export function short(value: number, digits = 4): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
    return value
      .toExponential(Math.max(0, digits - 1))
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  }
  if (Number.isInteger(value)) {
    return String(value);
  }
  return String(Number(value.toPrecision(Math.max(digits, Math.ceil(Math.log10(size)) + 1))));
}

/** Marks of one axis, all with as many digits as their distance needs. */
export function written(ticks: readonly number[]): string[] {
  const most = Math.max(0, ...ticks.map(Math.abs));
  const step = ticks[1]! - ticks[0]!;
  const isEven = ticks.every(
    (tick, i) => !i || Math.abs(tick - ticks[i - 1]! - step) < step * 1e-6
  );
  if (most >= 1e7 || (most > 0 && most < 1e-3) || ticks.length < 3 || !isEven) {
    return ticks.map(tick => short(tick));
  }
  let digits = 0;
  while (digits < 8 && ticks.some(tick => Math.abs(tick - Number(tick.toFixed(digits))) > 1e-9)) {
    digits++;
  }
  const isThousands = most >= 1e4 && ticks.every(tick => tick % 100 === 0);
  return ticks.map(tick =>
    isThousands && tick ? `${Number((tick / 1000).toFixed(1))}k` : tick.toFixed(digits)
  );
}

/** Seconds in the largest unit that fits: 45 s, 3.5 min, 2 h, 1.5 d. */
export function seconds(value: number): string {
  const size = Math.abs(value);
  const [unit, by] =
    size < 120 ? ['s', 1] : size < 7200 ? ['min', 60] : size < 2 * DAY ? ['h', 3600] : ['d', DAY];
  return `${Number((value / (by as number)).toPrecision(3))} ${unit}`;
}

const MINUTES = [1, 2, 5, 10, 15, 30];
const DAY = 86400;
const STEPS = [
  ...MINUTES,
  ...MINUTES.map(one => one * 60),
  ...[1, 2, 3, 6, 12].map(one => one * 3600),
  ...[1, 2, 7, 14, 30, 90, 180, 365].map(one => one * DAY)
];

/** Round times within a range of seconds since the epoch, and how they are written. */
export function timeTicks([lo, hi]: Range, wanted: number): { ticks: number[]; texts: string[] } {
  const year = 365 * DAY;
  const rough = (hi - lo) / wanted;
  const step = STEPS.find(one => one >= rough) ?? Math.ceil(rough / year) * year;
  // Round by the clock on the wall, not by that of Greenwich.
  const zone = new Date(lo * 1000).getTimezoneOffset() * 60;
  const first = Math.ceil((lo - zone) / step) * step + zone;
  const count = Math.max(0, Math.floor((hi - first) / step) + 1);
  const ticks = Array.from({ length: count }, (_, i) => first + i * step);
  const form: Intl.DateTimeFormatOptions =
    step < DAY
      ? { hour: '2-digit', minute: '2-digit', ...(step < 60 ? { second: '2-digit' } : {}) }
      : { month: 'short', day: 'numeric' };
  return {
    ticks,
    texts: ticks.map(tick => new Date(tick * 1000).toLocaleString(undefined, form))
  };
}
