import type { WaitingRooms } from '../../src/api/waitingRooms';
import type { RoomFigures } from '../../src/contracts/waitingRoom';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { updateWaitingRoom } from '../../src/persistence/statements/updateWaitingRoom';

export const FIGURES: RoomFigures = {
  at: Date.UTC(2030, 0, 1),
  state: 'OPEN',
  ...{ waiting: 3, silent: 1, admitted: 2, capacity: 10, admissionsPerSecond: 5 },
  paused: false,
  admissionsLastMinute: 60,
  seats: { available: 5, held: 0, sold: 0 },
};

/** Rooms without Temporal and Redis; a change is stored, as the room's activity does. */
export function fakeWaitingRooms(db: SqlClient): jest.Mocked<WaitingRooms> {
  return {
    summary: jest.fn<ReturnType<WaitingRooms['summary']>, Parameters<WaitingRooms['summary']>>(async () => ({
      ...{ state: 'OPEN', waiting: 3, admitted: 2, admissionsPerMinute: 60, seats: 'AVAILABLE' },
    })),
    figures: jest.fn<ReturnType<WaitingRooms['figures']>, Parameters<WaitingRooms['figures']>>(
      async () => FIGURES,
    ),
    change: jest.fn<ReturnType<WaitingRooms['change']>, Parameters<WaitingRooms['change']>>(
      async (concertId, { by: _by, why: _why, ...change }) => {
        await updateWaitingRoom(db, { concertId, ...change });
        return FIGURES;
      },
    ),
    admitOne: jest.fn<ReturnType<WaitingRooms['admitOne']>, Parameters<WaitingRooms['admitOne']>>(
      async () => FIGURES,
    ),
    removeOne: jest.fn<ReturnType<WaitingRooms['removeOne']>, Parameters<WaitingRooms['removeOne']>>(
      async () => FIGURES,
    ),
  };
}
