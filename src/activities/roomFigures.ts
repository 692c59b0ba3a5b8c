import type { RoomFigures } from '../contracts/waitingRoom';
import { roomStateOf } from '../domain/roomState';
import { seatFigures } from '../persistence/reads/seatFigures';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import type { RoomSnapshot } from '../queue/waitingRoom';
import type { AdmissionDependencies } from './admissionDependencies';
import { refusal } from './refusal';

type Sources = Pick<AdmissionDependencies, 'db' | 'waitingRoom'>;
type Figures = Omit<RoomSnapshot, 'allSeatsHeld' | 'measuredPerSecond' | 'ready'>;

/**
 * A room as it is now: its line from Redis, its seats from PostgreSQL.
 * @throws CONCERT_NOT_FOUND (non-retryable)
 */
export async function roomFigures(sources: Sources, concertId: string): Promise<RoomFigures> {
  const [known, seats] = await Promise.all([
    sources.waitingRoom.readRoom(concertId),
    seatFigures(sources.db, concertId),
  ]);
  const room = known ?? (await emptyRoom(sources, concertId));
  const { waiting, silent, admitted, capacity, admissionsPerSecond, paused, admissionsLastMinute } = room;
  return {
    at: room.now,
    state: roomStateOf(room),
    waiting,
    silent,
    admitted,
    capacity,
    admissionsPerSecond,
    paused,
    admissionsLastMinute,
    seats,
  };
}

/** Nobody came yet, or Redis has lost the room and nobody asked for it since. */
async function emptyRoom({ db }: Sources, concertId: string): Promise<Figures> {
  const settings = await waitingRoomSettings(db, concertId);
  if (!settings) throw concertNotFound();
  const { capacity, admissionsPerSecond, paused, soldOut, status, saleOpensAt } = settings;
  return {
    capacity,
    admissionsPerSecond,
    paused,
    soldOut,
    closed: status === 'CLOSED',
    opensAt: saleOpensAt.getTime(),
    waiting: 0,
    silent: 0,
    admitted: 0,
    admissionsLastMinute: 0,
    now: Date.now(),
  };
}

export function concertNotFound(): Error {
  return refusal('CONCERT_NOT_FOUND', 'There is no such concert. Take the id from the list of concerts.');
}
