/**
 * Takes what a source gives, so many at once, and never more of it than is being worked on.
 * @throws what the source or the work throws, once everything under way has ended; nothing further is taken then
 */
export async function inParallel<T>(
  atOnce: number,
  source: AsyncIterable<T> | Iterable<T>,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let failed = false;
  async function lane(): Promise<void> {
    try {
      for (let next = await iterator.next(); !next.done && !failed; next = await iterator.next())
        await work(next.value);
    } catch (error) {
      failed = true;
      throw error;
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  const failure = ended.find((lane) => lane.status === 'rejected');
  if (failure) throw failure.reason;
}
