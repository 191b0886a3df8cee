import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const COMPONENTS = 'src/components';

/** The classes that the sheets of a component name. */
function classes(component: string): string[] {
  const folder = `${COMPONENTS}/${component}`;
  const names = readdirSync(folder).filter(name => name.endsWith('.css'));
  const sheets = names.map(name => readFileSync(`${folder}/${name}`, 'utf8')).join('');
  return [...sheets.matchAll(/\.([a-z][\w-]*)/g)].map(found => found[1]!);
}

describe('the style sheet of the table', () => {
  it('shares no class with that of another component, which would dress it too', () => {
    const own = classes('table').filter(name => name.startsWith('t-'));
    expect(own.length).toBeGreaterThan(40);
    const others = readdirSync(COMPONENTS).filter(
      name => !name.endsWith('.ts') && name !== 'table'
    );
    for (const other of others) {
      const theirs = new Set(classes(other));
      expect([other, own.filter(name => theirs.has(name))]).toEqual([other, []]);
    }
  });
});
