import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const COMPONENTS = `${process.cwd()}/src/components/`;
const ROOTS = {
  'plot/plot': '.g-plot',
  'curves/curves': '.g-curves',
  'parallel/parallel': '.g-parallel',
  'scatter/scatter': '.g-scatter',
  'comparison/comparison': '.g-comparison'
};

describe('the style sheets of charts', () => {
  it.each(Object.entries(ROOTS))('%s.css dresses only what is within %s', (sheet, root) => {
    const text = readFileSync(`${COMPONENTS}${sheet}.css`, 'utf8');
    const outermost = [...text.matchAll(/^(\S.*) \{$/gm)].map(found => found[1]);
    expect(outermost).toEqual([root]);
  });
});
