/** How values read in a cell: short, one width for all digits. */

const SIGNIFICANT = 6;

/** A number with six significant digits, as Python writes it. */
export function number(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  }
  if (Number.isInteger(value) && size < 1e12) {
    return String(value);
  }
  if (size < 1e-4 || size >= 1e9) {
    const [digits, power] = value.toExponential(SIGNIFICANT - 1).split('e');
    return `${Number(digits)}e${power}`;
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
  // Swedes write dates as ISO 8601 does.
  return new Date(milliseconds).toLocaleString('sv').slice(0, isWhole ? 19 : 16);
}
