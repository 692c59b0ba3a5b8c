import { roomStateOf } from '../domain/roomState';
import { seatFigures } from '../persistence/reads/seatFigures';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../persistence/sqlClient';
import { emptyRoom, figuresOf, type RoomSnapshot } from '../queue/roomSnapshot';
import type { WaitingRoom } from '../queue/waitingRoom';
import type { RoomPages, WaitingRoomSummary } from './waitingRooms';

/** Rooms from Redis, and from PostgreSQL where Redis does not know one: nobody has come yet, or it is about to be rebuilt. */
export function createRedisWaitingRooms(waitingRoom: WaitingRoom, db: SqlClient): RoomPages {
  async function snapshot(concertId: string): Promise<RoomSnapshot | null> {
    const known = await waitingRoom.readRoom(concertId);
    if (known) return known;
    // Opening the room is left to the first fan: who only looks must not decide whether Redis has lost a line.
    const settings = await waitingRoomSettings(db, concertId);
    return settings && emptyRoom(settings);
  }

  return {
    async summary(concertId) {
      const room = await snapshot(concertId);
      return room && summaryOf(room);
    },

    async figures(concertId) {
      const room = await snapshot(concertId);
      if (!room) return null;
      return figuresOf(room, await seatFigures(db, concertId));
    },
  };
}

function summaryOf(room: RoomSnapshot): WaitingRoomSummary {
  const { waiting, admitted, admissionsLastMinute, soldOut, allSeatsHeld } = room;
  return {
    state: roomStateOf(room),
    ...{ waiting, admitted },
    admissionsPerMinute: admissionsLastMinute,
    seats: soldOut ? 'SOLD_OUT' : allSeatsHeld ? 'HELD' : 'AVAILABLE',
  };
}
