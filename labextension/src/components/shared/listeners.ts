/** Those who are told when something changed. */

export interface Listeners<T> {
  /** Be told; returns what ends it. */
  add(told: (news: T) => void): () => void;
  /** Tell all of them. */
  tell(news: T): void;
}

/** Nobody yet. */
export const listeners = <T = void>(): Listeners<T> => {
  const all = new Set<(news: T) => void>();
  return {
    add: told => {
      all.add(told);
      return () => all.delete(told);
    },
    tell: news => all.forEach(told => told(news))
  };
};
