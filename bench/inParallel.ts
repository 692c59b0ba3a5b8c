/**
 * Runs `count` tasks, at most `width` at once: the next begins when one has ended.
 * @param until no task begins once this says so; what did not begin is left out of the answer
 * @returns what the tasks gave, in their order
 * @throws what a task throws, after those under way have ended
 */
export async function inParallel<T>(
  width: number,
  count: number,
  task: (index: number) => Promise<T>,
  until: () => boolean = () => false,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  let failed = false;
  async function worker(): Promise<void> {
    while (next < count && !failed && !until()) {
      const index = next++;
      try {
        results[index] = await task(index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  const settled = await Promise.allSettled(Array.from({ length: Math.min(width, count) }, worker));
  const failure = settled.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return results;
}
