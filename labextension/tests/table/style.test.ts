import { describe, expect, it } from 'vitest';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): { [path: string]: string };
  }
}

const SHEETS = import.meta.glob('../../src/components/*/*.css', {
  eager: true,
  import: 'default'
});

/** The classes that a sheet names. */
function classes(sheet: string): string[] {
  return [...sheet.matchAll(/\.([a-z][\w-]*)/g)].map(found => found[1]!);
}

describe('the style sheet of the table', () => {
  it('shares no class with that of another component, which would dress it too', () => {
    const own = Object.entries(SHEETS).filter(([path]) => path.includes('/table/'));
    const others = Object.entries(SHEETS).filter(([path]) => !path.includes('/table/'));
    const names = own.flatMap(([, sheet]) => classes(sheet)).filter(one => one.startsWith('t-'));
    expect(names.length).toBeGreaterThan(40);
    expect(others.length).toBeGreaterThan(5);
    for (const [path, sheet] of others) {
      const theirs = new Set(classes(sheet));
      expect([path, names.filter(name => theirs.has(name))]).toEqual([path, []]);
    }
  });
});
