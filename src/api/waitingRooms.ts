import type { WaitingRoomState } from '../contracts/states';
import type { WaitingRoomSettings } from '../contracts/waitingRoom';

export interface WaitingRoomSummary {
  state: WaitingRoomState;
  /** Fans in the line. */
  waiting: number;
  /** Sessions that are admitted and not over. */
  admitted: number;
  /** Measured over the last minute. */
  admissionsPerMinute: number;
}

/** The waiting rooms as the API sees them. Both throw Problem DEPENDENCY_UNAVAILABLE when Redis does not answer. */
export interface WaitingRooms {
  /** null: there is no such concert. */
  summary(concertId: string): Promise<WaitingRoomSummary | null>;
  /** Makes settings that are stored already take effect; repeating it changes nothing. */
  applySettings(settings: WaitingRoomSettings): Promise<void>;
}
