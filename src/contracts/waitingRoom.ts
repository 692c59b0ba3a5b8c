import type { ConcertStatus } from './states';

/** A waiting room's settings, which PostgreSQL owns and Redis obeys. */
export interface WaitingRoomSettings {
  concertId: string;
  /** Fans admitted at once. */
  capacity: number;
  admissionsPerSecond: number;
  paused: boolean;
  saleOpensAt: Date;
  status: ConcertStatus;
  /** No seat of a date to come is available or held. A cancellation can end it. */
  soldOut: boolean;
}
