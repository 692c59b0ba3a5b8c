import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { SqlClient } from '../persistence/sqlClient';
import type { KeyRevocations } from '../queue/keyRevocations';
import type { SessionChanges } from '../queue/sessionChanges';
import type { ApiMetrics } from './metrics';
import type { RateLimits } from './rateLimits';
import type { ScheduleCancellations } from './scheduleCancellations';
import type { SeatFeeds } from './seatFeed';
import type { SeatMaps } from './seatMaps';
import type { SessionGateway } from './sessionGateway';
import type { StreamPlaces } from './streamPlaces';
import type { WaitingRooms } from './waitingRooms';

/** What the API is configured with. */
export interface ApiSettings {
  /** Operators' keys: any is accepted, so that one can be replaced. */
  adminKeys: readonly string[];
  /** Keys that may only look. */
  adminViewerKeys?: readonly string[];
  /** Origins whose pages may call the API from a browser; `*` is any. None when left out. */
  corsOrigins?: readonly string[];
  /** The first signs, any verifies: a new secret goes in front, the old one leaves after a day. */
  queueTokenSecrets: readonly string[];
  /** ISO 4217; amounts are in its minor units. */
  currency: string;
  /** Express' `trust proxy`; 0 or `false` unless a proxy of ours stands in front: then `X-Forwarded-For` is not believed. */
  trustProxy?: boolean | number | string;
}

export interface ApiDependencies {
  db: SqlClient;
  sessions: SessionGateway;
  sessionChanges: SessionChanges;
  keyRevocations: KeyRevocations;
  seatFeeds: SeatFeeds;
  seatMaps: SeatMaps;
  streamPlaces: StreamPlaces;
  waitingRooms: WaitingRooms;
  scheduleCancellations: ScheduleCancellations;
  metrics: ApiMetrics;
  /** None when left out. */
  rateLimits?: RateLimits;
  settings: ApiSettings;
  logger: Logger;
  /** Begins a trace for each request; left out where nothing is traced. */
  requestSpans?: RequestHandler;
  /** Whether each part that requests need answers, by name. */
  readiness(): Promise<Record<string, boolean>>;
  /** Whether this process is about to stop. */
  isDraining(): boolean;
}
