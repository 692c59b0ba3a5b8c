import type { HoldSeatsRequest } from '../contracts/messages';
import type { SessionView } from '../contracts/session';
import { TAKEN_SEAT_DETAILS } from '../domain/seatRefusals';
import { takenSeats, type SeatWish, type TakenSeats } from '../persistence/reads/takenSeats';
import type { SqlClient } from '../persistence/sqlClient';
import { callsTogether } from '../queue/callsTogether';
import { Problem } from './problem';

/** @throws Problem SEAT_HELD, SEAT_RESERVED */
export type RefuseTakenSeats = (view: SessionView, request: HoldSeatsRequest) => Promise<void>;

/**
 * Refuses seats that somebody else was faster with, which most holds of a busy sale are for. The session's workflow would
 * say the same, for a workflow task and six events of its history. Who holds what is decided there all the same: this only
 * says no, by what PostgreSQL has at this moment. Where the session itself may be what is in the way, because its window is
 * over, or because it is paying for one of the seats, the workflow is asked.
 *
 * Those who ask in one turn of the event loop share a round trip.
 */
export function refusalOfTakenSeats(db: SqlClient): RefuseTakenSeats {
  const read = callsTogether((concertId: string, wishes: SeatWish[]): Promise<(TakenSeats | null)[]> =>
    takenSeats(db, concertId, wishes),
  );
  return async ({ identity, admittedUntil, hold }, { scheduleId, seatIds }) => {
    const isOver = admittedUntil !== null && admittedUntil <= Date.now();
    if (!seatIds || isOver || hold?.seats.some(({ id }) => seatIds.includes(id))) return;
    const { sessionId, concertId } = identity;
    const taken = await read(concertId, { sessionId, scheduleId, seatIds });
    if (taken) throw new Problem(taken.code, TAKEN_SEAT_DETAILS[taken.code], { seatIds: taken.seatIds });
  };
}
