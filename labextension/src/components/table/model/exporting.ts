/** What is shown as text for elsewhere: CSV, Markdown, LaTeX. */

/** A table of texts: headings, and a row of texts for each run. */
export interface Grid {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Which columns are numbers, and stand on the right. */
  readonly isNumber: readonly boolean[];
}

/** The forms a table can be taken in. */
export type Form = 'csv' | 'markdown' | 'latex';

/** The table as text. */
export function exported(grid: Grid, form: Form): string {
  return { csv, markdown, latex }[form](grid);
}

/** Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet. */
export function csv(grid: Grid): string {
  const lines = [grid.headings, ...grid.rows].map(row => row.map(csvField).join(','));
  return `${lines.join('\n')}\n`;
}

function csvField(text: string): string {
  // A spreadsheet would execute a text that begins so; numbers stay as they are.
  const safe =
    /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) && text !== '-inf' ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** A table of GitHub's Markdown; no cell can become markup. */
export function markdown(grid: Grid): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[
    line(grid.headings.map(markdownText)),
    line(grid.isNumber.map(isNumber => (isNumber ? '---:' : '---'))),
    ...grid.rows.map(row => line(row.map(markdownText)))
  ].join('\n')}\n`;
}

function markdownText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

const LATEX: { readonly [character: string]: string } = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}'
};

/** A `tabular` with the rules of booktabs. */
export function latex(grid: Grid): string {
  const line = (cells: readonly string[]): string => `${cells.map(latexText).join(' & ')} \\\\`;
  return `${[
    `\\begin{tabular}{${grid.isNumber.map(isNumber => (isNumber ? 'r' : 'l')).join('')}}`,
    '\\toprule',
    line(grid.headings),
    '\\midrule',
    ...grid.rows.map(line),
    '\\bottomrule',
    '\\end{tabular}'
  ].join('\n')}\n`;
}

function latexText(text: string): string {
  return oneLine(text).replace(/[\\~^<>|"]|[&%$#_{}]/g, found => LATEX[found] ?? `\\${found}`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
