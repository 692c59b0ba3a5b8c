import type { HoldSeatsRequest } from '../contracts/messages';
import type { SessionView } from '../contracts/session';
import { TAKEN_SEAT_DETAILS } from '../domain/seatRefusals';
import { takenSeats } from '../persistence/reads/takenSeats';
import type { SqlClient } from '../persistence/sqlClient';
import { Problem } from './problem';

/**
 * Refuses seats that somebody else was faster with, which most holds of a busy sale are for. The session's workflow would
 * say the same, for a workflow task and six events of its history. Who holds what is decided there all the same: this only
 * says no, by what PostgreSQL has at this moment. Where the session itself may be what is in the way, because its window is
 * over, or because it is paying for one of the seats, the workflow is asked.
 * @throws Problem SEAT_HELD, SEAT_RESERVED
 */
export async function refuseTakenSeats(
  db: SqlClient,
  { identity, admittedUntil, hold }: SessionView,
  { scheduleId, seatIds }: HoldSeatsRequest,
): Promise<void> {
  const isOver = admittedUntil !== null && admittedUntil <= Date.now();
  if (!seatIds || isOver || hold?.seats.some(({ id }) => seatIds.includes(id))) return;
  const taken = await takenSeats(db, identity, { scheduleId, seatIds });
  if (taken) throw new Problem(taken.code, TAKEN_SEAT_DETAILS[taken.code], { seatIds: taken.seatIds });
}
