import { createHash, randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { Hold, SessionIdentity } from '../../src/contracts/session';
import { runAudit } from '../../src/operations/audit';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { createConcert } from '../../src/persistence/statements/createConcert';
import { createSchedule } from '../../src/persistence/statements/createSchedule';
import { createUser } from '../../src/persistence/statements/createUser';
import { createVenue } from '../../src/persistence/statements/createVenue';
import { holdSeats, type HoldSeatsOutcome } from '../../src/persistence/statements/holdSeats';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { topUpWallet } from '../../src/persistence/statements/topUpWallet';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

export const DAY_MS = 86_400_000;
export const HOLD_MS = 300_000;
export const PRICE = 1_000;

export interface Sale {
  concertId: string;
  venueId: string;
  scheduleId: string;
  /** In the order of the plan: A1, A2, … */
  seatIds: string[];
}

export interface SaleInput {
  seats?: number;
  grades?: string[];
  /** Instead of so many seats in row A of the floor. */
  plan?: { seatNumber: string; area?: string; seatType?: string }[];
  startsInMs?: number;
  holdExtensionSeconds?: number;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A concert with one date; seats take the grades in turn, all at the same price. */
export async function createSale(
  db: SqlClient,
  { seats = 10, grades = ['S'], plan, startsInMs = 30 * DAY_MS, holdExtensionSeconds }: SaleInput = {},
): Promise<Sale> {
  const venue = await createVenue(db, {
    name: 'Test Hall',
    address: 'Seoul',
    timeZone: 'Asia/Seoul',
    seats: (plan ?? Array.from({ length: seats }, (_, index) => ({ seatNumber: `A${index + 1}` }))).map(
      (seat, index) => ({ area: 'Floor', seatType: grades[index % grades.length] ?? 'S', ...seat }),
    ),
  });
  const concert = await createConcert(db, {
    title: 'Test Concert',
    description: '',
    durationMinutes: 90,
    saleOpensAt: new Date(Date.now() - DAY_MS),
    capacity: 100,
    admissionsPerSecond: 10,
    ...(holdExtensionSeconds === undefined ? {} : { holdExtensionSeconds }),
  });
  return addSchedule(db, { concertId: concert.id, venueId: venue.id, grades, startsInMs });
}

export async function addSchedule(
  db: SqlClient,
  input: { concertId: string; venueId: string; grades?: string[]; startsInMs?: number },
): Promise<Sale> {
  const startsAt = new Date(Date.now() + (input.startsInMs ?? 30 * DAY_MS));
  const schedule = await createSchedule(db, {
    concertId: input.concertId,
    venueId: input.venueId,
    startsAt,
    endsAt: new Date(startsAt.getTime() + 5_400_000),
    prices: Object.fromEntries((input.grades ?? ['S']).map((grade) => [grade, PRICE])),
  });
  if (schedule.outcome !== 'CREATED') throw new Error(schedule.outcome);
  const rows = await db.query<{ id: string }>('SELECT id FROM seats WHERE schedule_id = $1 ORDER BY id', [
    schedule.id,
  ]);
  const { concertId, venueId } = input;
  return { concertId, venueId, scheduleId: schedule.id, seatIds: rows.map(({ id }) => id) };
}

export async function createFan(db: SqlClient, balance = 0): Promise<string> {
  const id = uuidv7();
  await createUser(db, { id, email: `${id}@example.test`, name: 'Fan', apiKeyHash: sha256(id) });
  if (balance > 0)
    await topUpWallet(db, { userId: id, amount: balance, key: sha256(randomUUID()), bodyHash: '' });
  return id;
}

/** A new session of the fan; admitted unless told otherwise. */
export function visit(concertId: string, userId: string): { identity: SessionIdentity; admittedAt: number } {
  const joinedAt = Date.now();
  const identity = { sessionId: uuidv7(), concertId, userId, place: joinedAt, positionAtEntry: 0, joinedAt };
  return { identity, admittedAt: joinedAt };
}

export type Visit = ReturnType<typeof visit>;

export async function newVisit(db: SqlClient, sale: Sale, balance = 0): Promise<Visit> {
  return visit(sale.concertId, await createFan(db, balance));
}

export interface HoldOptions {
  holdNumber?: number;
  holdMs?: number | null;
  maxSeats?: number;
}

/** Asks for so many seats, wherever they are; one fan may have a dozen. */
export function best(
  db: SqlClient,
  sale: Sale,
  fan: Visit,
  bestAvailable: { count: number; grade?: string },
  options: HoldOptions = {},
): Promise<HoldSeatsOutcome> {
  return holdSeats(db, {
    ...fan,
    holdNumber: 1,
    holdMs: HOLD_MS,
    maxSeats: 12,
    ...options,
    request: { scheduleId: sale.scheduleId, bestAvailable },
  });
}

/** The seat numbers of a hold in the order of the plan, or the refusal. */
export function seatNumbers(answer: HoldSeatsOutcome): string {
  return answer.outcome === 'HELD'
    ? answer.hold.seats.map(({ seatNumber }) => seatNumber).join(' ')
    : answer.outcome;
}

/** Asks to hold the seats with these places in the plan. */
export function hold(
  db: SqlClient,
  sale: Sale,
  fan: Visit,
  places: number[],
  options: HoldOptions = {},
): Promise<HoldSeatsOutcome> {
  return holdSeats(db, {
    ...fan,
    holdNumber: 1,
    holdMs: HOLD_MS,
    maxSeats: 4,
    ...options,
    request: { scheduleId: sale.scheduleId, seatIds: places.map((place) => sale.seatIds[place] ?? '?') },
  });
}

export async function held(
  db: SqlClient,
  sale: Sale,
  fan: Visit,
  places: number[],
  options: HoldOptions = {},
): Promise<Hold> {
  const answer = await hold(db, sale, fan, places, options);
  if (answer.outcome !== 'HELD') throw new Error(answer.outcome);
  return answer.hold;
}

/** Time itself cannot pass: the session's hold begins, and ends, so much earlier. */
export async function letPass(
  db: SqlClient,
  { identity }: Pick<Visit, 'identity'>,
  ms: number,
): Promise<void> {
  await db.query(
    `WITH earlier AS (
       UPDATE reservations SET reserved_at = reserved_at - $2 * interval '1 ms',
                               expires_at = expires_at - $2 * interval '1 ms'
        WHERE session_id = $1 AND status = 'HELD' RETURNING expires_at
     )
     UPDATE seats SET hold_expires_at = expires_at FROM earlier WHERE hold_session_id = $1`,
    [identity.sessionId, ms],
  );
}

/** A fan, a new one unless one with money is given, who held the seats and paid for them. */
export async function purchase(db: SqlClient, sale: Sale, places: number[], buyer?: Visit) {
  const fan = buyer ?? (await newVisit(db, sale, PRICE * places.length));
  await held(db, sale, fan, places);
  const paid = await payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256(randomUUID()) });
  if (paid.outcome !== 'PAID') throw new Error(paid.outcome);
  return { fan, userId: fan.identity.userId, ...paid };
}

export async function seatStatuses(db: SqlClient, sale: Sale): Promise<string> {
  const rows = await db.query<{ status: string }>(
    'SELECT status FROM seats WHERE schedule_id = $1 ORDER BY id',
    [sale.scheduleId],
  );
  return rows.map(({ status }) => status[0]).join('');
}

/** available, held and reserved seats, version and status as the schedule's row has them. */
export async function counters(db: SqlClient, scheduleId: string): Promise<string> {
  const rows = await db.query<{ text: string }>(
    `SELECT format('%s/%s/%s %s', available_seats, total_seats - available_seats - reserved_seats,
                   reserved_seats, status) AS text
       FROM schedules WHERE id = $1`,
    [scheduleId],
  );
  return rows[0]?.text ?? '';
}

export async function reservationStatuses(db: SqlClient, fan: Visit): Promise<string[]> {
  const rows = await db.query<{ status: string }>(
    'SELECT status FROM reservations WHERE session_id = $1 ORDER BY hold_number',
    [fan.identity.sessionId],
  );
  return rows.map(({ status }) => status);
}

export async function expectCleanAudit(db: SqlClient): Promise<void> {
  expect(await runAudit(db)).toEqual([]);
}

/** A database for the file, a new sale before each of its tests, and a clean audit at the end. */
export function useSale(input: SaleInput, use: (db: SqlClient, sale: Sale) => void): void {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    use(database.dataSource, await createSale(database.dataSource, input));
  });
  afterAll(async () => {
    await expectCleanAudit(database.dataSource);
    await database.close();
  });
}
