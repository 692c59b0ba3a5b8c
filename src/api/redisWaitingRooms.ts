import type { WaitingRoomState } from '../contracts/states';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../persistence/sqlClient';
import type { RoomSnapshot, WaitingRoom } from '../queue/waitingRoom';
import type { WaitingRooms } from './waitingRooms';

/** Rooms for the public page and the operators' settings: counts from Redis, settings from PostgreSQL. */
export function createRedisWaitingRooms(waitingRoom: WaitingRoom, db: SqlClient): WaitingRooms {
  return {
    async summary(concertId) {
      const known = await waitingRoom.readRoom(concertId);
      if (known) return summaryOf(known);
      const settings = await waitingRoomSettings(db, concertId);
      if (!settings) return null;
      await waitingRoom.applySettings(settings);
      const room = await waitingRoom.readRoom(concertId);
      return room && summaryOf(room);
    },

    async applySettings(settings) {
      await waitingRoom.applySettings(settings);
    },
  };
}

function summaryOf(room: RoomSnapshot): Awaited<ReturnType<WaitingRooms['summary']>> {
  const { waiting, admitted, admissionsLastMinute } = room;
  return { state: stateOf(room), waiting, admitted, admissionsPerMinute: admissionsLastMinute };
}

function stateOf({ closed, soldOut, paused, opensAt, now }: RoomSnapshot): WaitingRoomState {
  if (closed) return 'CLOSED';
  if (soldOut) return 'SOLD_OUT';
  if (now < opensAt) return 'PRE_SALE';
  return paused ? 'PAUSED' : 'OPEN';
}
