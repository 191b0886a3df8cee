/** Names of scalars in sections: by what stands before the first slash, pinned ones first. */

/** A section of charts. */
export interface Section {
  readonly name: string;
  readonly tags: readonly string[];
}

export const PINNED = 'Pinned';
export const OTHERS = 'Scalars';

/** What a pattern lets through; a pattern that is none says why. */
export function filterOf(pattern: string): { test: (tag: string) => boolean; fault: string } {
  if (!pattern) {
    return { test: () => true, fault: '' };
  }
  try {
    const regex = new RegExp(pattern, 'i');
    return { test: tag => regex.test(tag), fault: '' };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
    return { test: () => true, fault: `not a regular expression: ${why}` };
  }
}

/** Sections of tags, in natural order; pinned tags stand in a section of their own. */
export function sectionsOf(tags: Iterable<string>, pinned: readonly string[]): Section[] {
  const all = [...new Set(tags)].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const sections = new Map<string, string[]>();
  const isPinned = new Set(pinned);
  for (const tag of all) {
    if (isPinned.has(tag)) {
      continue;
    }
    const slash = tag.indexOf('/');
    const name = slash > 0 ? tag.slice(0, slash) : OTHERS;
    const of = sections.get(name) ?? [];
    of.push(tag);
    sections.set(name, of);
  }
  const kept = pinned.filter(tag => all.includes(tag));
  const others = [...sections].map(([name, of]) => ({ name, tags: of }));
  // Scalars without a prefix are most often those that matter most.
  others.sort((a, b) => Number(b.name === OTHERS) - Number(a.name === OTHERS));
  return [...(kept.length ? [{ name: PINNED, tags: kept }] : []), ...others];
}
