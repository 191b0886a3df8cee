/** Going from change to change of the files of a difference, and which keys do that. */

import type { FileNode } from './files';

export const KEYS =
  'n, j or ] next change · p, k or [ previous · c copies the line, C its old side';
const NEXT = 'nj]';
const LAST = 'pk[';

/** The step that a key makes; 0 for none. */
export const stepOf = (key: string): number =>
  NEXT.includes(key) ? 1 : LAST.includes(key) ? -1 : 0;

/** Walks over the changes of the files that are seen. */
export interface Walker {
  /** Go to the next change or the one before; of a file that is folded, to its name. */
  move(step: number): void;
  /** Go on from here, if it is the name of a file. */
  point(target: EventTarget | null): void;
}

/** A change of a file by its number; -1 is the file's name. */
type Stop = readonly [node: FileNode, change: number];

/** Make what walks. */
export const walker = (nodes: () => FileNode[], said: (text: string) => void): Walker => {
  let at: Stop | undefined;
  return {
    point(target) {
      const node = nodes().find(one => one.heading === target);
      at = node ? [node, -1] : at;
    },
    move(step) {
      const stops = nodes().flatMap((node): Stop[] => {
        const count = node.body?.stops() ?? 0;
        return count ? Array.from({ length: count }, (_, change) => [node, change]) : [[node, -1]];
      });
      let index = stops.findIndex(([node, change]) => node === at?.[0] && change === at[1]);
      if (index < 0 && at) {
        // From the name of an open file on, its first change is the next.
        const [node] = at;
        index = stops.findIndex(one => one[0] === node) - (step > 0 ? 1 : 0);
      }
      const next = stops[index + step];
      said(next ? '' : step > 0 ? 'this was the last change' : 'this was the first change');
      if (!next) {
        return;
      }
      at = next;
      const [{ heading, body }, change] = next;
      if (change < 0) {
        heading.focus({ preventScroll: true });
        heading.scrollIntoView?.({ block: 'center' });
      } else {
        body?.go(change);
      }
    }
  };
};
