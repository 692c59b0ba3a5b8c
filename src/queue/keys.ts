/**
 * Every Redis key is spelled here. All keys of one concert carry the same hash tag, so that a script that touches
 * several of them stays within one slot of a Redis Cluster.
 */
export interface RoomKeys {
  /** Hash: settings (capacity, rate, paused, closed, opensAt, soldOut), the last place given, and the admission budget. */
  room: string;
  /** Hash: user id → id of the fan's open session. */
  fans: string;
  /** Sorted set of waiting sessions by place. */
  line: string;
  /** Sorted set of sessions that take up capacity, by time of admission. */
  slots: string;
  /** Sorted set of sessions taken out of the line whose workflow has not confirmed its admission, by time of the last try. */
  offers: string;
  /** Sorted set of sessions that joined and whose workflow is not known to run, by time. */
  starting: string;
  /** Sorted set of the last minute's admissions by time. */
  admissions: string;
  /** Prefix of the sessions' views: a session's id follows. */
  sessionPrefix: string;
}

export function roomKeys(concertId: string): RoomKeys {
  const room = `room:{${concertId}}`;
  return {
    room,
    fans: `${room}:fans`,
    line: `${room}:line`,
    slots: `${room}:slots`,
    offers: `${room}:offers`,
    starting: `${room}:starting`,
    admissions: `${room}:admissions`,
    sessionPrefix: `${room}:session:`,
  };
}

/** Set of the concerts that have a room in Redis. */
export const OPEN_ROOMS = 'rooms';
