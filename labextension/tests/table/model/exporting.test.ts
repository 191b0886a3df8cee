import { describe, expect, it } from 'vitest';
import { csv, latex, markdown } from '../../../src/components/table/model/exporting';

const grid = (...texts: string[]) => ({
  headings: texts.map((_, index) => `c${index}`),
  isNumber: texts.map(() => false),
  rows: [texts]
});

describe('CSV', () => {
  it('quotes commas, quotes and line ends', () => {
    expect(csv(grid('a,b', 'say "hi"', 'one\ntwo', ''))).toBe(
      'c0,c1,c2,c3\n"a,b","say ""hi""","one\ntwo",\n'
    );
  });

  it('lets no text be a formula, and leaves numbers alone', () => {
    expect(csv(grid('=1+1', '@x', '-0.5', '-inf', '+a')).split('\n')[1]).toBe(
      "'=1+1,'@x,-0.5,-inf,'+a"
    );
  });
});

describe('Markdown', () => {
  it('lets no text become markup or another cell', () => {
    expect(markdown(grid('a|b', '<b>', '*x*', '[l](u)', 'one\ntwo')).split('\n')[2]).toBe(
      '| a\\|b | &lt;b&gt; | \\*x\\* | \\[l\\]\\(u\\) | one two |'
    );
  });

  it('puts numbers on the right', () => {
    const made = markdown({ headings: ['a', 'b'], isNumber: [false, true], rows: [] });
    expect(made.split('\n')[1]).toBe('| --- | ---: |');
  });
});

describe('LaTeX', () => {
  it('escapes all that means something to it', () => {
    expect(latex(grid('50% & $x_1$ #{~^\\}')).split('\n')[4]).toBe(
      '50\\% \\& \\$x\\_1\\$ \\#\\{\\textasciitilde{}\\textasciicircum{}\\textbackslash{}\\} \\\\'
    );
  });
});
