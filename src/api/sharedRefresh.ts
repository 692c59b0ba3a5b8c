/**
 * Shares one piece of reading among all who ask for it: one runs at a time, and who asks while one runs waits for the next,
 * because the one under way may have looked before what the caller wants to see.
 * @returns resolves when a reading that began after the call has ended; rejects as that one does
 */
export function sharedRefresh(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function run(): Promise<void> {
    running = read().finally(() => (running = null));
    return running;
  }

  return () => {
    if (next) return next;
    if (!running) return run();
    next = running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return run();
      });
    return next;
  };
}
