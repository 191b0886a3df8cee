import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const COMPONENTS = `${process.cwd()}/src/components/`;

/** The classes that the sheets of a component name. */
function classes(component) {
  const folder = `${COMPONENTS}${component}/`;
  const sheets = readdirSync(folder).filter(name => name.endsWith('.css'));
  const text = sheets.map(name => readFileSync(folder + name, 'utf8')).join('');
  return new Set([...text.matchAll(/\.([a-z][\w-]*)/g)].map(found => found[1]));
}

describe('the style sheet of the table', () => {
  it('shares no class with that of another component, which would dress it too', () => {
    const own = [...classes('table')].filter(name => name.startsWith('t-'));
    expect(own.length).toBeGreaterThan(40);
    const others = readdirSync(COMPONENTS, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && entry.name !== 'table')
      .map(entry => entry.name);
    for (const other of others) {
      const theirs = classes(other);
      expect(own.filter(name => theirs.has(name))).toEqual([]);
    }
  });

  it('dresses nothing that others show below the table', () => {
    const text = readFileSync(`${COMPONENTS}table/style.css`, 'utf8').replace(/\/\*.*?\*\//gs, '');
    const selectors = [...text.matchAll(/([^{};]+)\{/g)].flatMap(found => found[1].split(','));
    const free = selectors
      .map(selector => selector.trim())
      .filter(selector => !/^(\.t-|&|\.g-table$|@keyframes|50%)/.test(selector));
    expect(selectors.length).toBeGreaterThan(80);
    expect(free).toEqual([]);
    expect(selectors.filter(selector => /\.t-below [^>]/.test(selector))).toEqual([]);
  });
});
