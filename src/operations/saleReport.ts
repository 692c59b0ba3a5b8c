import { END_STATE_OF, type EndReason, type SessionState, type WaitingRoomState } from '../contracts/states';
import { roomStateOf } from '../domain/roomState';
import type { ConcertReport } from '../persistence/reads/concertReport';
import type { RoomSnapshot } from '../queue/roomSnapshot';

/** The queue and the sale of one concert. Amounts in minor units. */
export interface SaleReport {
  concertId: string;
  title: string;
  /** null: Redis does not have it: nobody came since it was lost, or Redis does not answer. */
  room: {
    state: WaitingRoomState;
    waiting: number;
    /** Waiting, and not heard of lately. */
    silent: number;
    admitted: number;
    capacity: number;
    admissionsPerSecond: number;
    admissionsPerMinute: number;
    /** false: it is being rebuilt, and its figures grow until it is complete. */
    complete: boolean;
  } | null;
  /** PAYING is counted as HOLDING: it lasts for one step. */
  sessions: Record<Exclude<SessionState, 'PAYING'>, number>;
  ended: ConcertReport['ended'];
  schedules: ConcertReport['schedules'];
  /** Over all dates that were not cancelled. */
  seats: { available: number; held: number; reserved: number };
  /** Holds there were, by what became of them. */
  reservations: { held: number; confirmed: number; refunded: number; released: number; expired: number };
  money: { gross: number; refunds: number; net: number };
  /** Of those who were admitted and whose visit is over, the part that bought; null: nobody yet. */
  conversion: number | null;
}

/**
 * Puts together what PostgreSQL says, all of it of one moment, and the room, which was read just before or after: of
 * those who are open, who waits and who is inside is the room's to say, who of them holds seats is PostgreSQL's.
 */
export function saleReport(recorded: ConcertReport, room: RoomSnapshot | null): SaleReport {
  const { concertId, title, money, open, ended, endedAdmitted } = recorded;
  const { held, confirmed, expired, canceled } = recorded.reservations;
  const { gross, refunds, refunded } = money;
  const inside = room?.admitted ?? open.admitted;
  const sessions: SaleReport['sessions'] = {
    WAITING: room ? room.waiting + room.silent : open.waiting,
    // Read a moment apart: a fan who is holding by now may have been on the way in.
    ADMITTED: Math.max(0, inside - held),
    HOLDING: held,
    ...{ CONFIRMED: 0, EXPIRED: 0, LEFT: 0, SOLD_OUT: 0 },
  };
  for (const [reason, count] of Object.entries(ended) as [EndReason, number][])
    sessions[END_STATE_OF[reason]] += count;
  const schedules = recorded.schedules.map((schedule) => ({
    ...schedule,
    startsAt: new Date(schedule.startsAt).toISOString(),
  }));
  const seats = { available: 0, held: 0, reserved: 0 };
  for (const schedule of schedules) {
    if (schedule.status === 'CANCELED') continue;
    seats.available += schedule.available;
    seats.held += schedule.held;
    seats.reserved += schedule.reserved;
  }
  return {
    ...{ concertId, title, sessions, ended, schedules, seats },
    room: room && {
      state: roomStateOf(room),
      ...{ waiting: room.waiting, silent: room.silent, admitted: room.admitted, capacity: room.capacity },
      admissionsPerSecond: room.admissionsPerSecond,
      admissionsPerMinute: room.admissionsLastMinute,
      complete: room.ready,
    },
    reservations: { held, confirmed, refunded, released: canceled - refunded, expired },
    money: { gross, refunds, net: gross - refunds },
    conversion: endedAdmitted > 0 ? (ended.PAID ?? 0) / endedAdmitted : null,
  };
}
