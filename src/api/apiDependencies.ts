import type { Logger } from 'pino';
import type { SqlClient } from '../persistence/sqlClient';
import type { SessionChanges } from '../queue/sessionChanges';
import type { ScheduleCancellations } from './scheduleCancellations';
import type { SeatFeeds } from './seatFeed';
import type { SessionGateway } from './sessionGateway';
import type { StreamPlaces } from './streamPlaces';
import type { WaitingRooms } from './waitingRooms';

/** What the API is configured with. */
export interface ApiSettings {
  adminKey: string;
  /** The first signs, any verifies: a new secret goes in front, the old one leaves after a day. */
  queueTokenSecrets: readonly string[];
  /** ISO 4217; amounts are in its minor units. */
  currency: string;
  /** Express' `trust proxy`; `false` unless a proxy of ours stands in front. */
  trustProxy?: boolean | number | string;
}

export interface ApiDependencies {
  db: SqlClient;
  sessions: SessionGateway;
  sessionChanges: SessionChanges;
  seatFeeds: SeatFeeds;
  streamPlaces: StreamPlaces;
  waitingRooms: WaitingRooms;
  scheduleCancellations: ScheduleCancellations;
  settings: ApiSettings;
  logger: Logger;
  /** Whether each part that requests need answers, by name. */
  readiness(): Promise<Record<string, boolean>>;
  /** Whether this process is about to stop. */
  isDraining(): boolean;
}
