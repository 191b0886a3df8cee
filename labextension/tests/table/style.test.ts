import { describe, expect, it } from 'vitest';

const SHEETS = import.meta.glob<string>('../../src/components/*/*.css', {
  query: '?raw',
  import: 'default',
  eager: true
});

/** The classes that the sheets of components name, by component. */
function classes(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [path, text] of Object.entries(SHEETS)) {
    const component = path.split('/').at(-2)!;
    const known = found.get(component) ?? new Set<string>();
    [...text.matchAll(/\.([a-z][\w-]*)/g)].forEach(one => known.add(one[1]!));
    found.set(component, known);
  }
  return found;
}

describe('the style sheet of the table', () => {
  it('shares no class with that of another component, which would dress it too', () => {
    const all = classes();
    const own = [...all.get('table')!].filter(name => name.startsWith('t-'));
    expect(own.length).toBeGreaterThan(40);
    expect(all.size).toBeGreaterThan(5);
    for (const [other, theirs] of all) {
      if (other !== 'table') {
        expect(own.filter(name => theirs.has(name))).toEqual([]);
      }
    }
  });
});
