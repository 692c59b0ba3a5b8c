/** Holds of the same seats that this process has under way. */
export interface SeatRush {
  /**
   * Makes the call, after those for one of these seats that are under way have ended, or after a few seconds: it is no lock.
   * @param seatIds none: it waits for nobody
   * @param call is told whether it waited: the seats may be taken by now
   */
  run<T>(seatIds: readonly string[], call: (waited: boolean) => Promise<T>): Promise<T>;
}

/** A hold takes so long only while much else is going on, and then those behind it wait in the line of calls. */
const WAIT_MS = 3_000;

/**
 * Of a crowd that asks for one seat at the same moment the first one's call is decided before the others are made: then they are
 * refused by a read, together. Without it they all stand in the line of Temporal's calls, where each keeps a turn busy only
 * to find the seat taken, and in front of others' steps.
 *
 * Measured with 1,000 fans at once on 10 seats: docs/adr/0016.
 */
export function createSeatRush(waitMs = WAIT_MS): SeatRush {
  const underWay = new Map<string, Promise<unknown>>();

  return {
    async run(seatIds, call) {
      const before = seatIds.flatMap((id) => underWay.get(id) ?? []);
      if (before.length > 0) await endOrTime(before, waitMs);
      const own = call(before.length > 0);
      // Who comes while several are under way waits for the latest.
      for (const id of seatIds) underWay.set(id, own);
      try {
        return await own;
      } finally {
        for (const id of seatIds) if (underWay.get(id) === own) underWay.delete(id);
      }
    },
  };
}

async function endOrTime(calls: readonly Promise<unknown>[], ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([Promise.allSettled(calls), late]);
  clearTimeout(timer);
}
