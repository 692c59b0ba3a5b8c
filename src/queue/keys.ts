/**
 * Every Redis key is spelled here. All keys of one concert carry the same hash tag, so that a script that touches
 * several of them stays within one slot of a Redis Cluster.
 */
export interface RoomKeys {
  /** Hash: settings, the last place given, the admission budget, the runner's lease, and whether the room is complete. */
  room: string;
  /** Hash: user id → id of the fan's open session. */
  fans: string;
  /** Sorted set of waiting sessions whose fans are there, by place. */
  line: string;
  /** Sorted set of the same sessions by when their fans were last heard of, to within a few seconds. */
  seen: string;
  /** Sorted set of waiting sessions whose fans are silent, by when they were last heard of. */
  away: string;
  /** Sorted set of those of them whose workflow was to be closed and has not confirmed it, by time of the last try. */
  closing: string;
  /** Sorted set of sessions that take up capacity, by time of admission. */
  slots: string;
  /** Sorted set of sessions taken out of the line whose workflow has not confirmed its admission, by time of the last try. */
  offers: string;
  /** Sorted set of sessions that joined and whose workflow is not known to run, by time. */
  starting: string;
  /** Sorted set of the last two minutes' admissions by time. */
  admissions: string;
  /** Prefix of the sessions' views: a session's id follows. */
  sessionPrefix: string;
  /** A channel, not a key; the scripts spell it the same way. See `SeatChanges`. */
  seatChannel: string;
}

export function roomKeys(concertId: string): RoomKeys {
  const room = `room:{${concertId}}`;
  return {
    room,
    fans: `${room}:fans`,
    line: `${room}:line`,
    seen: `${room}:seen`,
    away: `${room}:away`,
    closing: `${room}:closing`,
    slots: `${room}:slots`,
    offers: `${room}:offers`,
    starting: `${room}:starting`,
    admissions: `${room}:admissions`,
    sessionPrefix: `${room}:session:`,
    seatChannel: `${room}:seats`,
  };
}

/** Since when the API has been serving without a break, epoch milliseconds; absent while no process of it serves. */
export const API_SERVING = 'api:serving';

/** Channel: hashes of API keys that were revoked just now, separated by spaces. */
export const REVOKED_KEYS = 'access:revoked-keys';

/**
 * Counter of requests in one window of a limit. The window's number is part of it, so that a counter never has to be set
 * back and its time to live only clears it away.
 * @param who a user's id or an address
 */
export function limitKey(policy: string, who: string, window: number): string {
  return `limit:${policy}:${who}:${window}`;
}
