/** How values read in a cell: short, one width for all digits. */

const SIGNIFICANT = 6;

/** A number with six significant digits, as Python writes it. */
export function number(value: number): string {
  if (Number.isNaN(value)) {
    return 'nan';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? 'inf' : '-inf';
  }
  if (Number.isInteger(value) && Math.abs(value) < 1e12) {
    return String(value);
  }
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) {
    const [digits, power] = value.toExponential(SIGNIFICANT - 1).split('e') as [string, string];
    return `${digits.replace(/\.?0+$/, '')}e${power}`;
  }
  return String(Number(value.toPrecision(SIGNIFICANT)));
}

/** A number in full, as it was written. */
export function exact(value: number): string {
  return Number.isFinite(value) ? String(value) : number(value);
}

/** A change, always with its sign. */
export function signed(value: number): string {
  const text = number(Number(value.toPrecision(3)));
  return value > 0 ? `+${text}` : text.replace('-', '\u2212');
}

/** A local date and time; the whole of it, or as much as a cell needs. */
export function moment(milliseconds: number, isWhole = true): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) {
    return '?';
  }
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return isWhole ? `${day} ${time}:${two(date.getSeconds())}` : `${day} ${time}`;
}
