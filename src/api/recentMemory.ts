/** Remembers what was used lately. */
export interface RecentMemory<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

/**
 * Two generations: when the young one is full it becomes the old one, and what was not used since the last time is
 * forgotten, all at once. Rejected: one map that forgets its oldest entry for each new one, for a `Map` finds its first key
 * by stepping over all that were deleted before it, thousands in a large one.
 * @param most entries in both together; it remembers at least half of these
 */
export function recentMemory<T>(most: number): RecentMemory<T> {
  let young = new Map<string, T>();
  let old = new Map<string, T>();

  function set(key: string, value: T): void {
    if (young.size >= most / 2) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  }

  return {
    set,
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
  };
}
