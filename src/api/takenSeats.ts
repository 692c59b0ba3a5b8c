import type { HoldSeatsRequest } from '../contracts/messages';
import { TAKEN_SEAT_DETAILS } from '../domain/seatRefusals';
import { takenSeats } from '../persistence/reads/takenSeats';
import type { SqlClient } from '../persistence/sqlClient';
import { Problem } from './problem';
import type { SessionReference } from './sessionGateway';

/**
 * Refuses seats that somebody else was faster with, which most holds of a busy sale are for. The session's workflow would
 * say the same, for a workflow task and six events of its history. Who holds what is decided there all the same: this only
 * says no, by what PostgreSQL has at this moment.
 * @throws Problem SEAT_HELD, SEAT_RESERVED
 */
export async function refuseTakenSeats(
  db: SqlClient,
  session: SessionReference,
  { scheduleId, seatIds }: HoldSeatsRequest,
): Promise<void> {
  const taken = seatIds ? await takenSeats(db, session, { scheduleId, seatIds }) : null;
  if (taken) throw new Problem(taken.code, TAKEN_SEAT_DETAILS[taken.code], { seatIds: taken.seatIds });
}
