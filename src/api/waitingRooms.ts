import type { WaitingRoomState } from '../contracts/states';
import type { Operator, RoomChange, RoomFigures } from '../contracts/waitingRoom';

/** HELD: none is available, and some are being bought: they may come back. */
export const ROOM_SEATS = ['AVAILABLE', 'HELD', 'SOLD_OUT'] as const;

export interface WaitingRoomSummary {
  state: WaitingRoomState;
  /** Fans in the line who are there. */
  waiting: number;
  /** Sessions that are admitted and not over. */
  admitted: number;
  /** Measured over the last minute. */
  admissionsPerMinute: number;
  seats: (typeof ROOM_SEATS)[number];
}

/** Rooms as they are at this moment. Reading changes nothing. */
export interface RoomPages {
  /** null: there is no such concert. */
  summary(concertId: string): Promise<WaitingRoomSummary | null>;
  /** null: there is no such concert. */
  figures(concertId: string): Promise<RoomFigures | null>;
}

/**
 * What operators do to a room, through its workflow, which keeps who did what and why. Each answers with the room as it
 * is afterwards and throws a Problem: VALIDATION_FAILED, CONCERT_NOT_FOUND, INVALID_TRANSITION (no open session of this
 * fan, no free slot), OVERLOADED, DEPENDENCY_UNAVAILABLE (Temporal or the worker did not answer in time; ask again). The
 * first call starts the workflow: whether there is such a concert is for the caller to check before.
 */
export interface RoomControl {
  change(concertId: string, change: RoomChange & Operator): Promise<RoomFigures>;
  admitOne(concertId: string, fan: Operator & { userId: string }): Promise<RoomFigures>;
  removeOne(concertId: string, fan: Operator & { userId: string }): Promise<RoomFigures>;
}

export interface WaitingRooms extends RoomPages, RoomControl {}
