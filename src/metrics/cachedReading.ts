export interface CachedReadingInput<T> {
  read: () => Promise<T>;
  /** An answer is given again for so long. Milliseconds. */
  keepMs: number;
  /** Who asks waits no longer. Milliseconds. */
  withinMs: number;
  /** Is told why there is no answer. */
  onError: (error: unknown) => void;
}

/**
 * A reading for many scrapers: it is made at most once at a time, and its answer is kept for a while. One that hangs keeps
 * nobody waiting and is not begun a second time.
 * @returns a function that gives undefined where there is no answer in time
 */
export function createCachedReading<T>(input: CachedReadingInput<T>): () => Promise<T | undefined> {
  const { read, keepMs, withinMs, onError } = input;
  let latest: { value: T; until: number } | undefined;
  let underWay: Promise<T | undefined> | undefined;

  async function readOnce(): Promise<T | undefined> {
    try {
      // Begun later, so that one that throws at once also ends after it was noted as under way.
      const value = await Promise.resolve().then(read);
      latest = { value, until: performance.now() + keepMs };
      return value;
    } catch (error) {
      onError(error);
      return undefined;
    } finally {
      underWay = undefined;
    }
  }

  return async () => {
    if (latest && performance.now() < latest.until) return latest.value;
    underWay ??= readOnce();
    return await withinTime(withinMs, underWay);
  };
}

/** @returns undefined: it took longer */
export async function withinTime<T>(ms: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
