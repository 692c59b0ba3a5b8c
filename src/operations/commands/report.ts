import { parseArgs } from 'node:util';
import { withAuditDatabase } from '../../persistence/auditDatabase';
import { concertReports } from '../../persistence/reads/concertReport';
import type { RoomSnapshot } from '../../queue/roomSnapshot';
import { createWaitingRoom } from '../../queue/waitingRoom';
import { withRedis } from '../auditedStack';
import { idOption, type Command } from '../command';
import { saleReport, type SaleReport } from '../saleReport';
import { table } from '../table';

const USAGE = `The queue and the sale of each concert that anybody ever came to.

  npm run ops -- report [--concert ID] [--json]

  --concert ID   only this one
  --json         an array of concerts with room, sessions by state, dates, seats, reservations, money and conversion

Seats, money and ended sessions are PostgreSQL's, all of one moment; the line is Redis's, read just after. Amounts are in
minor units; gross is all that was charged. Conversion: of those who were admitted and whose visit is over, the part that bought.

Exit codes: 0 reported, 1 without the rooms, as Redis does not answer, 2 it could not be done.`;

export const report: Command = {
  summary: 'queue and sales of each concert',
  usage: USAGE,

  async run(args, { print, remark }, _stopped, config) {
    const options = { concert: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { concert, json } = parseArgs({ args, options }).values;
    const concertId = idOption('concert', concert);
    const recorded = await withAuditDatabase(config.DATABASE_URL, (db) => concertReports(db, concertId));
    if (concertId !== undefined && recorded.length === 0) throw new Error(`there is no concert ${concertId}`);

    const rooms = new Map<string, RoomSnapshot>();
    const roomsRead = await withRedis(config, async (redis) => {
      const waitingRoom = createWaitingRoom(redis);
      for (const { concertId } of recorded) {
        const room = await waitingRoom.readRoom(concertId);
        if (room) rooms.set(concertId, room);
      }
    }).then(
      () => true,
      (error: unknown) => {
        remark(`without the rooms: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      },
    );
    const sales = recorded.map((concert) => saleReport(concert, rooms.get(concert.concertId) ?? null));
    print(json ? JSON.stringify(sales, null, 2) : text(sales));
    return roomsRead ? 0 : 1;
  },
};

function text(sales: readonly SaleReport[]): string {
  if (sales.length === 0) return 'Nobody came to any concert yet';
  const rooms = table(
    ['concert', 'room', 'waiting', 'silent', 'admitted', 'capacity', 'rate/s', 'last minute', 'title'],
    sales.map(({ concertId, title, room }) => [
      concertId,
      room ? `${room.state}${room.complete ? '' : ' (being rebuilt)'}` : 'not in Redis',
      ...(room
        ? [room.waiting, room.silent, room.admitted, room.capacity, room.admissionsPerSecond]
        : [null, null, null, null, null]),
      room?.admissionsPerMinute ?? null,
      title,
    ]),
  );
  const sessions = table(
    ['concert', ...STATES, 'conversion', 'sold', 'gross', 'refunds', 'net'],
    sales.map(({ concertId, sessions, conversion, reservations, money }) => [
      concertId,
      ...STATES.map((state) => sessions[state]),
      conversion === null ? null : `${(conversion * 100).toFixed(1)}%`,
      ...[reservations.confirmed, money.gross, money.refunds, money.net],
    ]),
  );
  const dates = table(
    ['concert', 'date', 'starts', 'status', 'seats', 'available', 'held', 'reserved'],
    sales.flatMap(({ concertId, schedules }) =>
      schedules.map(({ scheduleId, startsAt, status, seats, available, held, reserved }) => [
        ...[concertId, scheduleId, startsAt.slice(0, 16), status],
        ...[seats, available, held, reserved],
      ]),
    ),
  );
  return [rooms, sessions, dates].join('\n\n');
}

const STATES = ['WAITING', 'ADMITTED', 'HOLDING', 'CONFIRMED', 'EXPIRED', 'LEFT', 'SOLD_OUT'] as const;
