/** Times, numbers and sizes in the form in which people read them, as the static twins have it. */

/** A length of time: `0.4 s`, `3 min 05 s`, `3 d 4 h`. */
export const duration = (seconds: number): string => {
  const positive = Math.max(0, seconds);
  if (!Number.isFinite(positive)) {
    return '?';
  }
  if (positive < 9.95) {
    return `${positive.toFixed(1)} s`;
  }
  const whole = Math.round(positive);
  const two = (count: number): string => String(Math.floor(count)).padStart(2, '0');
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  }
  if (whole < 86_400) {
    return `${Math.floor(whole / 3600)} h ${two((whole % 3600) / 60)} min`;
  }
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
};

/** A length of time that is only guessed: `about 3 min`. */
export const roughly = (seconds: number): string => {
  if (seconds < 60) {
    return `${Math.max(1, Math.round(seconds))} s`;
  }
  if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min`;
  }
  return duration(seconds);
};

/** A number with five significant digits; what is none, as a dash. */
export const number = (value: number | null): string =>
  value === null ? '–' : String(Number(value.toPrecision(5)));

/** A number of bytes: `512 bytes`, `8.9 MiB`. */
export const size = (count: number): string => {
  if (count < 1024) {
    return count === 1 ? '1 byte' : `${count} bytes`;
  }
  let value = count;
  for (const unit of ['KiB', 'MiB', 'GiB', 'TiB']) {
    value /= 1024;
    if (value < 1023.95 || unit === 'TiB') {
      return `${value.toFixed(1).replace(/\.0$/, '')} ${unit}`;
    }
  }
  return '?';
};

/** A local date and time. */
export const moment = (milliseconds: number): string => {
  const when = new Date(milliseconds);
  return Number.isNaN(when.getTime()) ? '?' : when.toLocaleString();
};
