import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const COMPONENTS = `${process.cwd()}/src/components/`;
/** Under which selectors all rules of a part stand, so that none dresses another part. */
const ROOTS = {
  card: ['.g-card'],
  comparison: ['.g-comparison'],
  curves: ['.g-curves'],
  diff: ['.gd'],
  files: ['.g-files'],
  log: ['.g-log'],
  parallel: ['.g-parallel'],
  plot: ['.g-plot'],
  scatter: ['.g-scatter'],
  shared: ['.guild-view'],
  table: ['.g-table', '.t-popup']
};

/** The selectors of a sheet that are nested in none; rules of the page that name no element aside. */
function outermost(css) {
  const found = [];
  let depth = 0;
  let head = '';
  for (const letter of css.replace(/\/\*[^]*?\*\//g, '')) {
    if (letter === '{' && depth++ === 0) {
      found.push(head.trim());
    } else if (letter === '}') {
      depth -= 1;
    }
    head = depth || '};'.includes(letter) ? '' : head + letter;
  }
  return found.filter(one => !one.startsWith('@keyframes')).flatMap(one => one.split(/\s*,\s*/));
}

/** Selectors that stand under none of the roots. */
function strays(css, roots) {
  const isWithin = (one, root) => new RegExp(`^\\${root}(?![\\w-])`).test(one);
  return outermost(css).filter(one => !roots.some(root => isWithin(one, root)));
}

test('what stands under no root is found', () => {
  const css =
    '/* .c {} */ .a { .x { y: z; } } .a .b, .ab { y: z; } @keyframes k { 50% { y: z; } }';
  expect(outermost(css)).toEqual(['.a', '.a .b', '.ab']);
  expect(strays(css, ['.a'])).toEqual(['.ab']);
  expect(strays('@media print { .b { y: z; } }', ['.a'])).toEqual(['@media print']);
});

test('every part that has a sheet has a root', () => {
  const parts = readdirSync(COMPONENTS).filter(
    name => !name.endsWith('.ts') && sheets(name).length
  );
  expect(parts.sort()).toEqual(Object.keys(ROOTS));
});

test.each(Object.entries(ROOTS))('all rules of %s stand under %s', (part, roots) => {
  const found = sheets(part).flatMap(name =>
    strays(readFileSync(`${COMPONENTS}${part}/${name}`, 'utf8'), roots)
  );
  expect(found).toEqual([]);
});

function sheets(part) {
  return readdirSync(COMPONENTS + part).filter(name => name.endsWith('.css'));
}
