import type { RoomFigures } from '../contracts/waitingRoom';
import { seatFigures } from '../persistence/reads/seatFigures';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import { emptyRoom, figuresOf } from '../queue/roomSnapshot';
import type { AdmissionDependencies } from './admissionDependencies';
import { refusal } from './refusal';

type Sources = Pick<AdmissionDependencies, 'db' | 'waitingRoom'>;

/**
 * A room as it is now: its line from Redis, its seats from PostgreSQL.
 * @throws CONCERT_NOT_FOUND (non-retryable)
 */
export async function roomFigures(sources: Sources, concertId: string): Promise<RoomFigures> {
  const [known, seats] = await Promise.all([
    sources.waitingRoom.readRoom(concertId),
    seatFigures(sources.db, concertId),
  ]);
  if (known) return figuresOf(known, seats);
  const settings = await waitingRoomSettings(sources.db, concertId);
  if (!settings) throw concertNotFound();
  return figuresOf(emptyRoom(settings), seats);
}

export function concertNotFound(): Error {
  return refusal('CONCERT_NOT_FOUND', 'There is no such concert. Take the id from the list of concerts.');
}
