import type { HoldSeatsRequest } from '../contracts/messages';
import type { Hold } from '../contracts/session';
import { recentMemory } from './recentMemory';

/** An estimated 10 MB when full. Older ones are of no interest: requests wait for seconds at most. */
const REMEMBER_MOST = 100_000;

/** Which seats were held through this process, and when. Whether they still are, PostgreSQL knows. */
export interface HoldsOfProcess {
  took(hold: Pick<Hold, 'seats'>): void;
  /** @param since epoch milliseconds */
  tookSince(request: HoldSeatsRequest, since: number): boolean;
}

export function holdsOfProcess(): HoldsOfProcess {
  const held = recentMemory<number>(REMEMBER_MOST);
  return {
    took({ seats }) {
      for (const { id } of seats) held.set(id, Date.now());
    },
    tookSince: ({ seatIds = [] }, since) => seatIds.some((id) => (held.get(id) ?? 0) >= since),
  };
}
