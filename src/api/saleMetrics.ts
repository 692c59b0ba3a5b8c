import { WAITING_ROOM_STATES } from '../contracts/states';
import type { Gauges } from '../metrics/gauges';
import type { SaleGauges } from '../persistence/reads/saleGauges';
import type { RoomGauge } from '../queue/roomGauges';

/** Rooms that are read; sums are over these. */
export const MOST_ROOMS = 200;
/** Concerts that are told apart: the label must not grow with the catalogue. */
const MOST_LABELS = 50;

/** What PostgreSQL knows of the sale: seats of the concerts whose sale opened last, and unpaid holds. */
export function addSeatMetrics({ gauge, labelled, table }: Gauges, sale: SaleGauges): void {
  gauge('concert_sessions_rooms_in_use', 'Waiting rooms that are looked after.', sale.roomsInUse);
  table(
    'concert_sessions_seats',
    'Seats of the dates of a concert that are not cancelled.',
    ['concert', 'status'],
    sale.concerts
      .slice(0, MOST_LABELS)
      .flatMap(({ concertId: concert, available, held, reserved }) => [
        [{ concert, status: 'AVAILABLE' }, available] as const,
        [{ concert, status: 'HELD' }, held] as const,
        [{ concert, status: 'RESERVED' }, reserved] as const,
      ]),
  );
  labelled('concert_sessions_holds_expiring', 'Unpaid holds whose deadline is near.', 'within', {
    '30s': sale.within30,
    '60s': sale.within60,
  });
  gauge(
    'concert_sessions_holds_overdue',
    'Unpaid holds more than 10 s past their deadline, which nobody has ended.',
    sale.overdue,
  );
}

/** What Redis knows of the rooms. @param rooms those whose sale opened last, first; at most `MOST_ROOMS` */
export function addRoomMetrics({ gauge, labelled }: Gauges, rooms: readonly RoomGauge[]): void {
  const shown = rooms.slice(0, MOST_LABELS);
  const each = (of: (room: RoomGauge) => number): Record<string, number> =>
    Object.fromEntries(shown.map((room) => [room.concertId, of(room)]));
  const sum = (of: (room: RoomGauge) => number): number => rooms.reduce((total, room) => total + of(room), 0);

  labelled(
    'concert_sessions_rooms',
    'Waiting rooms by state.',
    'state',
    Object.fromEntries(
      WAITING_ROOM_STATES.map((state) => [state, sum((room) => Number(room.state === state))]),
    ),
  );
  gauge(
    'concert_sessions_rooms_rebuilding',
    'Rooms that Redis lost and that are being rebuilt: nobody is admitted.',
    sum(({ ready }) => Number(!ready)),
  );
  gauge(
    'concert_sessions_room_unattended_seconds',
    'For how long a room has needed somebody to admit and had nobody, the longest.',
    Math.max(0, ...rooms.map(({ unattendedSeconds }) => unattendedSeconds)),
  );
  gauge(
    'concert_sessions_admissions_due',
    'Fans for whom a slot and a turn are free at this moment.',
    sum(({ due }) => due),
  );
  gauge(
    'concert_sessions_admissions_unconfirmed',
    'Fans taken out of the line whose workflows have not confirmed it.',
    sum(({ unconfirmed }) => unconfirmed),
  );
  labelled(
    'concert_sessions_room_waiting',
    'Fans in the line who are there.',
    'concert',
    each((room) => room.waiting),
  );
  labelled(
    'concert_sessions_room_silent',
    'Fans who wait and were not heard of.',
    'concert',
    each((room) => room.silent),
  );
  labelled(
    'concert_sessions_room_admitted',
    'Sessions that take up a slot.',
    'concert',
    each((room) => room.admitted),
  );
  labelled(
    'concert_sessions_room_capacity',
    'Slots of the room.',
    'concert',
    each((room) => room.capacity),
  );
  labelled(
    'concert_sessions_room_admissions_last_minute',
    'Fans admitted within the last minute.',
    'concert',
    each((room) => room.admissionsLastMinute),
  );
}

/** What only both stores together know. A payment that is under way counts as a hold. */
export function addSessionMetrics({ labelled }: Gauges, sale: SaleGauges, rooms: readonly RoomGauge[]): void {
  const sum = (of: (room: RoomGauge) => number): number => rooms.reduce((total, room) => total + of(room), 0);
  labelled('concert_sessions_sessions', 'Open sessions by state.', 'state', {
    WAITING: sum(({ waiting, silent }) => waiting + silent),
    ADMITTED: Math.max(0, sum(({ admitted }) => admitted) - sale.holds),
    HOLDING: sale.holds,
  });
}
