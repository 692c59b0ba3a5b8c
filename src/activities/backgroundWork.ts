/** What goes on beside the steps of a long activity, which do not wait for it. */
export interface BackgroundWork {
  /** @param name nothing is begun while other work of this name goes on; left out, it goes on beside any other */
  start(work: () => Promise<void>, name?: string): void;
  isIdle(): boolean;
}

/** @param failed is told what work throws */
export function createBackgroundWork(failed: (error: unknown) => void): BackgroundWork {
  const underWay = new Set<string | symbol>();
  return {
    start(work, name) {
      const key = name ?? Symbol('unnamed');
      if (underWay.has(key)) return;
      underWay.add(key);
      void work()
        .catch(failed)
        .finally(() => underWay.delete(key));
    },
    isIdle: () => underWay.size === 0,
  };
}
