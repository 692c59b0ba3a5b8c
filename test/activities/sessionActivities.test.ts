import { ApplicationFailure } from '@temporalio/common';
import type Redis from 'ioredis';
import pino from 'pino';
import { createSessionActivities } from '../../src/activities/sessionActivities';
import type { SessionActivities, SessionContext } from '../../src/contracts/activities';
import { runAudit } from '../../src/operations/audit';
import { openWaitingRoom } from '../../src/persistence/statements/openWaitingRoom';
import { createRedis } from '../../src/queue/redis';
import { createWaitingRoom, type WaitingRoom } from '../../src/queue/waitingRoom';
import { createFan, createSale, PRICE, sha256, visit, type Sale } from '../persistence/sale';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createTestRedis } from '../support/testRedis';

const HOLD_MS = 300_000;
const logger = pino({ level: 'silent' });

let database: TestDatabase;
let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
let redis: Redis;
let waitingRoom: WaitingRoom;
let activities: SessionActivities;
let sale: Sale;

beforeAll(async () => {
  database = await createTestDatabase();
  testRedis = await createTestRedis();
  redis = createRedis(testRedis.url, () => undefined);
  await redis.connect();
  waitingRoom = createWaitingRoom(redis);
  activities = createSessionActivities({ db: database.dataSource, waitingRoom, logger });
  sale = await createSale(database.dataSource, { seats: 40 });
  const opened = await openWaitingRoom(database.dataSource, sale.concertId);
  await waitingRoom.openRoom(opened!.settings, true);
});
afterEach(async () => expect(await runAudit(database.dataSource)).toEqual([]));
afterAll(async () => {
  redis.disconnect();
  await testRedis.close();
  await database.close();
});

let nextSeat = 0;
const anotherSeat = (): string => sale.seatIds[nextSeat++] ?? '';

async function admitted(balance = 0): Promise<SessionContext> {
  const { identity, admittedAt } = visit(sale.concertId, await createFan(database.dataSource, balance));
  const admittedUntil = admittedAt + 600_000;
  return { identity, revision: 1, admittedAt, admittedUntil, expiresAt: admittedUntil };
}

const next = (step: SessionContext): SessionContext => ({ ...step, revision: step.revision + 1 });
const holding = (step: SessionContext, seatId: string, holdNumber = 1) => ({
  ...step,
  holdNumber,
  holdMs: HOLD_MS,
  maxSeats: 4,
  request: { scheduleId: sale.scheduleId, seatIds: [seatId] },
});
const viewOf = async ({ identity }: SessionContext) =>
  (await waitingRoom.read(identity.concertId, identity.sessionId)).view;

async function refusalOf(call: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await call.catch((reason: unknown) => reason);
  if (!(error instanceof ApplicationFailure)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  expect(error.nonRetryable).toBe(true);
  return error;
}

async function seatStatus(seatId: string): Promise<unknown> {
  const [row] = await database.dataSource.query<{ status: string }[]>(
    'SELECT status FROM seats WHERE id = $1',
    [seatId],
  );
  return row?.status;
}

async function recordOf({ identity }: SessionContext): Promise<unknown> {
  const [row] = await database.dataSource.query<object[]>(
    'SELECT state, end_reason FROM sessions WHERE id = $1',
    [identity.sessionId],
  );
  return row;
}

test('openSession records the waiting session and puts it in the line, twice as once', async () => {
  const step = { ...(await admitted()), admittedAt: null, admittedUntil: null };
  for (let run = 0; run < 2; run++)
    expect(await activities.openSession(step)).toEqual({ viewPublished: true });
  expect(await recordOf(step)).toMatchObject({ state: 'WAITING' });
  expect(await waitingRoom.readRoom(sale.concertId)).toMatchObject({ waiting: 1 });
  await activities.endSession({ ...next(step), holdNumber: 0, reason: 'FAN_LEFT' });
  expect(await waitingRoom.readRoom(sale.concertId)).toMatchObject({ waiting: 0 });
});

test('admitSession takes it out of the line into a slot', async () => {
  const waiting = { ...(await admitted()), admittedAt: null, admittedUntil: null };
  await activities.openSession(waiting);
  const before = (await waitingRoom.readRoom(sale.concertId))?.admitted ?? 0;
  const step = { ...next(waiting), admittedAt: Date.now(), admittedUntil: Date.now() + 600_000 };
  for (let run = 0; run < 2; run++) await activities.admitSession(step);
  expect(await waitingRoom.readRoom(sale.concertId)).toMatchObject({ waiting: 0, admitted: before + 1 });
  expect((await viewOf(step))?.state).toBe('ADMITTED');
  expect(await recordOf(step)).toMatchObject({ state: 'PROGRESS' });
});

test('holdSeats holds the seat, shows it, and answers the same when it runs again', async () => {
  const step = await admitted();
  const seat = anotherSeat();
  const first = await activities.holdSeats(holding(step, seat));
  const second = await activities.holdSeats(holding(step, seat));
  expect(first.hold).toMatchObject({ amount: PRICE, seats: [{ id: seat }] });
  expect(second.hold).toEqual(first.hold);
  expect(await seatStatus(seat)).toBe('HELD');
  expect(await viewOf(step)).toMatchObject({ state: 'HOLDING', hold: first.hold });
});

test('holdSeats refuses with the code, names the seats, and does not ask to be retried', async () => {
  const seat = anotherSeat();
  await activities.holdSeats(holding(await admitted(), seat));
  const refusal = await refusalOf(activities.holdSeats(holding(await admitted(), seat)));
  expect(refusal.type).toBe('SEAT_HELD');
  expect(refusal.details).toEqual([{ seatIds: [seat] }]);
  expect((await refusalOf(activities.holdSeats(holding(await admitted(), '999999999')))).type).toBe(
    'SEAT_NOT_FOUND',
  );
});

test('holdSeats refuses more seats than a fan may have, and says how many that are', async () => {
  const input = { ...holding(await admitted(), anotherSeat()), maxSeats: 1 };
  input.request.seatIds.push(anotherSeat());
  const refused = await refusalOf(activities.holdSeats(input));
  expect(refused).toMatchObject({ type: 'SEAT_LIMIT_EXCEEDED', details: [{ maxSeats: 1 }] });
  expect(refused.message).toContain('may have 1 seats');
});

test('releaseHold frees the seat, bars a late arrival of the same hold, and can be repeated', async () => {
  const step = await admitted();
  const seat = anotherSeat();
  await activities.holdSeats(holding(step, seat));
  const release = { ...next(step), holdNumber: 1, lastHoldEnd: 'EXPIRED' as const };
  for (let run = 0; run < 2; run++) await activities.releaseHold(release);
  expect(await seatStatus(seat)).toBe('AVAILABLE');
  expect(await viewOf(step)).toMatchObject({ state: 'ADMITTED', hold: null, lastHoldEnd: 'EXPIRED' });
  const late = await refusalOf(activities.holdSeats(holding(next(step), seat)));
  expect(late.type).toBe('INVALID_TRANSITION');
  expect(await seatStatus(seat)).toBe('AVAILABLE');
});

test('pay charges once however often it runs, confirms, and frees slot and fan', async () => {
  const step = await admitted(5 * PRICE);
  const seat = anotherSeat();
  await activities.holdSeats(holding(step, seat));
  const payment = { ...next(step), holdNumber: 1, paymentKey: sha256(seat) };
  const first = await activities.pay(payment);
  expect(await activities.pay(payment)).toEqual(first);
  expect(first).toMatchObject({ amount: PRICE, balance: 4 * PRICE, viewPublished: true });
  expect(await seatStatus(seat)).toBe('RESERVED');
  expect(await viewOf(step)).toMatchObject({ state: 'CONFIRMED', reservationId: first.reservationId });
  expect(await redis.hget(`room:{${sale.concertId}}:fans`, step.identity.userId)).toBeNull();
  expect(await recordOf(step)).toMatchObject({ state: 'DONE', end_reason: 'PAID' });
});

test('pay refuses with too little balance and says how much is needed; the hold stays', async () => {
  const step = await admitted(10);
  const seat = anotherSeat();
  await activities.holdSeats(holding(step, seat));
  const refusal = await refusalOf(activities.pay({ ...next(step), holdNumber: 1, paymentKey: sha256(seat) }));
  expect(refusal.type).toBe('INSUFFICIENT_BALANCE');
  expect(refusal.details).toEqual([{ balance: 10, requiredAmount: PRICE }]);
  expect(await seatStatus(seat)).toBe('HELD');
});

test('pay after the deadline of PostgreSQL is HOLD_EXPIRED and charges nothing', async () => {
  const step = await admitted(PRICE);
  const seat = anotherSeat();
  await activities.holdSeats({ ...holding(step, seat), holdMs: 1 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const refusal = await refusalOf(activities.pay({ ...next(step), holdNumber: 1, paymentKey: sha256(seat) }));
  expect(refusal.type).toBe('HOLD_EXPIRED');
});

test('endSession releases what is held and frees the slot; the first end stays', async () => {
  const step = await admitted();
  const seat = anotherSeat();
  await activities.holdSeats(holding(step, seat));
  await activities.endSession({ ...next(step), holdNumber: 1, reason: 'FAN_LEFT' });
  await activities.endSession({ ...next(step), holdNumber: 1, reason: 'FAN_LEFT' });
  expect(await seatStatus(seat)).toBe('AVAILABLE');
  expect(await viewOf(step)).toMatchObject({ state: 'LEFT', endReason: 'FAN_LEFT' });
  expect(await recordOf(step)).toMatchObject({ state: 'DONE', end_reason: 'FAN_LEFT' });
});

test('without Redis a step is decided all the same, says so, and publishView makes up for it', async () => {
  const away = createRedis('redis://127.0.0.1:1', () => undefined);
  const cutOff = createSessionActivities({
    db: database.dataSource,
    waitingRoom: createWaitingRoom(away),
    logger,
  });
  const step = await admitted();
  const seat = anotherSeat();
  const held = await cutOff.holdSeats(holding(step, seat));
  away.disconnect();
  expect(held.viewPublished).toBe(false);
  expect(await seatStatus(seat)).toBe('HELD');
  expect(await viewOf(step)).toBeNull();
  const { hold } = held;
  const { identity, admittedAt, admittedUntil, expiresAt } = step;
  const rest = { lastHoldEnd: null, reservationId: null, endReason: null };
  await activities.publishView({
    revision: 1,
    identity,
    state: 'HOLDING',
    admittedAt,
    admittedUntil,
    expiresAt,
    hold,
    ...rest,
  });
  expect(await viewOf(step)).toMatchObject({ state: 'HOLDING', hold });
});
