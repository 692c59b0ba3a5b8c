import type { Client } from '@temporalio/client';
import type Redis from 'ioredis';
import pino from 'pino';
import { createCallsInFlight } from '../../src/api/callsInFlight';
import { createRedis } from '../../src/queue/redis';
import { createTemporalSessionGateway } from '../../src/api/temporalSessionGateway';
import { createWaitingRoom } from '../../src/queue/waitingRoom';
import { createSale as createDate } from '../persistence/sale';
import { createTestRedis } from '../support/testRedis';
import { call, createTestApi, expectProblem, register, type Fan, type TestApi } from './testApi';

/** A Temporal that takes every call and answers none until it is told to: what an overloaded one is like. */
class BlockedTemporal {
  calls = 0;
  isBlocked = true;
  private readonly waiting: (() => void)[] = [];

  answer<T>(value: T): Promise<T> {
    this.calls += 1;
    if (!this.isBlocked) return Promise.resolve(value);
    return new Promise((resolve) => this.waiting.push(() => resolve(value)));
  }
  unblock(): void {
    this.isBlocked = false;
    this.waiting.splice(0).forEach((go) => go());
  }
}

const ID = '018f0000-0000-7000-8000-000000000000';
const PAID = { paymentId: ID, reservationId: ID, amount: 1, balance: 0 };

/** The real API with real sessions in Redis and PostgreSQL; only the workflows are a stand-in. */
describe('while Temporal is overloaded', () => {
  const MOST = 4;
  let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
  let redis: Redis;
  let api: TestApi;
  let temporal: BlockedTemporal;

  beforeEach(async () => {
    testRedis = await createTestRedis();
    redis = createRedis(testRedis.url, () => undefined);
    await redis.connect();
    temporal = new BlockedTemporal();
    const outer = await createTestApi();
    const handle = { executeUpdate: () => temporal.answer(PAID) };
    const sessions = createTemporalSessionGateway({
      client: { workflow: { getHandle: () => handle } } as unknown as Client,
      ...{ waitingRoom: createWaitingRoom(redis), db: outer.db, rooms: { wake: () => Promise.resolve() } },
      starter: { start: (view) => temporal.answer(view) },
      firstHoldShownAfterMs: 0,
      limits: { queueWaitMs: 60_000, admissionWindowMs: 60_000, holdMs: 60_000, maxSeats: 4 },
      ...{ taskQueue: 'none', cancellationCutOffMs: 0, answerWithinMs: 30_000 },
      callsInFlight: createCallsInFlight({ most: MOST, waitMs: 200 }),
      stepTally: { ended: () => undefined },
      logger: pino({ level: 'silent' }),
    });
    const inner = await createTestApi({ db: outer.db, sessions });
    api = {
      ...inner,
      db: outer.db,
      close: async () => {
        await inner.close();
        await outer.close();
      },
    };
  });
  afterEach(async () => {
    temporal.unblock();
    redis.disconnect();
    await testRedis.close();
    await api.close();
  });

  const fans = (count: number) => Promise.all(Array.from({ length: count }, () => register(api.app)));
  const joinAs = (fan: Fan, concertId: string) =>
    call(api.app, 'post', `/v1/concerts/${concertId}/sessions`, fan).then((answer) => answer);

  test('what is too much is refused early with OVERLOADED and costs Temporal nothing; reads and payments go on', async () => {
    const { concertId, scheduleId, seatIds } = await createDate(api.db, { seats: 3 });
    const [first, ...others] = await fans(13);
    temporal.isBlocked = false;
    const { body: session } = await joinAs(first!, concertId);
    temporal.isBlocked = true;
    temporal.calls = 0;

    const refused: Awaited<ReturnType<typeof joinAs>>[] = [];
    const begun = others.map(async (fan) => {
      const answer = await joinAs(fan, concertId);
      if (temporal.isBlocked) refused.push(answer);
      return answer.status;
    });
    while (refused.length < 9) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const answer of refused) {
      expectProblem(answer, 503, 'OVERLOADED');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    }
    // A quarter of the room is kept for what finishes a visit.
    expect(temporal.calls).toBe(3);

    const own = { key: first!.key, token: session.token };
    await call(api.app, 'get', '/v1/session', own).expect(200);
    await call(api.app, 'get', `/v1/schedules/${scheduleId}/seats`, own).expect(200);
    const body = { scheduleId, seatIds: [seatIds[0]] };
    expectProblem(await call(api.app, 'put', '/v1/session/hold', { ...own, body }), 503, 'OVERLOADED');
    expect(temporal.calls).toBe(3);

    const paying = call(api.app, 'post', '/v1/session/payment', { ...own, idempotencyKey: 'k' }).then(
      (a) => a,
    );
    while (temporal.calls < 4) await new Promise((resolve) => setTimeout(resolve, 10));
    temporal.unblock();
    expect((await paying).status).toBe(201);
    expect((await Promise.all(begun)).filter((status) => status === 201)).toHaveLength(3);
  });

  test('a fan who was refused keeps the place, and gets it on coming back', async () => {
    const { concertId } = await createDate(api.db, { seats: 3 });
    const all = await fans(5);
    const begun = all.map(async (fan) => ({ fan, answer: await joinAs(fan, concertId) }));
    const { fan, answer } = await Promise.race(begun);
    expectProblem(answer, 503, 'OVERLOADED');
    temporal.unblock();
    const { status, body } = await joinAs(fan, concertId);
    expect([status, body.state]).toEqual([200, 'ADMITTED']);
    await Promise.all(begun);
  });
});
