import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type Redis from 'ioredis';
import pino from 'pino';
import type { SessionGateway } from '../../src/api/sessionGateway';
import { createCallsInFlight } from '../../src/api/callsInFlight';
import { createTemporalSessionGateway } from '../../src/api/temporalSessionGateway';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { recordSession } from '../../src/persistence/statements/recordSession';
import { updateWaitingRoom } from '../../src/persistence/statements/updateWaitingRoom';
import { createRedis } from '../../src/queue/redis';
import { createWaitingRoom, type WaitingRoom } from '../../src/queue/waitingRoom';
import { createFan, createSale, type Sale } from '../persistence/sale';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createTestRedis } from '../support/testRedis';

/** Sessions on a real line; only the workflows are stand-ins, and always start. */
describe('a fan who comes to a room', () => {
  let database: TestDatabase;
  let db: SqlClient;
  let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
  let redis: Redis;
  let waitingRoom: WaitingRoom;
  let sessions: SessionGateway;
  let sale: Sale;
  const log: string[] = [];
  const wake = jest.fn<Promise<void>, [string]>();

  beforeAll(async () => {
    [database, testRedis] = await Promise.all([createTestDatabase(), createTestRedis()]);
    db = database.dataSource;
    redis = createRedis(testRedis.url, () => undefined);
    await redis.connect();
    waitingRoom = createWaitingRoom(redis);
    sessions = createTemporalSessionGateway({
      ...{ client: {} as Client, waitingRoom, db, rooms: { wake } },
      starter: { start: (view) => Promise.resolve(view) },
      firstHoldShownAfterMs: 0,
      limits: { queueWaitMs: 60_000, admissionWindowMs: 60_000, holdMs: 60_000, maxSeats: 4 },
      ...{ taskQueue: 'none', cancellationCutOffMs: 0, answerWithinMs: 5_000 },
      callsInFlight: createCallsInFlight({ most: 0, waitMs: 0 }),
      stepTally: { ended: () => undefined },
      logger: pino({ level: 'warn' }, { write: (line: string) => void log.push(line) }),
    });
  });
  beforeEach(async () => {
    wake.mockReset().mockResolvedValue();
    log.length = 0;
    sale = await createSale(db);
  });
  afterAll(async () => {
    redis.disconnect();
    await testRedis.close();
    await database.close();
  });

  const join = async () => (await sessions.join(await createFan(db), sale.concertId)).snapshot;
  const set = (change: { paused?: boolean; capacity?: number; closed?: boolean }) =>
    updateWaitingRoom(db, { concertId: sale.concertId, ...change });
  const forgetWakeUp = () => redis.hdel(`room:{${sale.concertId}}`, 'wokenAt');

  test('is admitted on arrival when nobody waits, and nobody is woken', async () => {
    expect(await join()).toMatchObject({
      view: { state: 'ADMITTED' },
      position: null,
      waitingRoomState: null,
    });
    expect(wake).not.toHaveBeenCalled();
  });

  test('wakes the room when there is a line and nobody admits, on joining and on asking', async () => {
    await set({ paused: true });
    const { view, ...place } = await join();
    expect(place).toMatchObject({ ahead: 0, position: 1, waitingRoomState: 'PAUSED' });
    expect(wake.mock.calls).toEqual([[sale.concertId]]);
    await forgetWakeUp();
    await sessions.read(view.identity);
    expect(wake).toHaveBeenCalledTimes(2);
    await sessions.read(view.identity);
    expect(wake).toHaveBeenCalledTimes(2);
  });

  test('waits for no wake-up, and a failed one is logged', async () => {
    await set({ paused: true });
    wake.mockReturnValueOnce(new Promise(() => undefined));
    const { view } = await join();
    await forgetWakeUp();
    wake.mockRejectedValueOnce(new Error('the server is away'));
    await sessions.read(view.identity);
    await new Promise(setImmediate);
    expect(log.join()).toContain('waking a waiting room failed');
  });

  test('has no position before the sale, and the room says PRE_SALE', async () => {
    await db.query(`UPDATE concerts SET sale_opens_at = now() + interval '1 hour' WHERE id = $1`, [
      sale.concertId,
    ]);
    for (let fans = 0; fans < 3; fans += 1)
      expect(await join()).toMatchObject({ position: null, ahead: 0, waitingRoomState: 'PRE_SALE' });
  });

  test('opens the room for the first time once: after Redis has lost it, nobody is admitted until it is rebuilt', async () => {
    await join();
    await redis.flushdb();
    expect(await join()).toMatchObject({
      ...{
        view: { state: 'WAITING' },
        position: null,
        estimatedWaitSeconds: null,
        waitingRoomState: 'PAUSED',
      },
    });
    expect(wake).toHaveBeenCalledWith(sale.concertId);
  });

  test('who waits is told so from the row while the room is rebuilt: no workflow is asked', async () => {
    await set({ paused: true });
    const { view } = await join();
    await recordSession(db, { ...view, admittedAt: null });
    await redis.flushdb();
    expect(await sessions.read(view.identity)).toMatchObject({
      view: { state: 'WAITING', expiresAt: view.expiresAt },
      position: null,
    });
    await expect(sessions.read({ ...view.identity, userId: randomUUID() })).rejects.toThrow();
  });

  test('a crowd that is the first to come is admitted on arrival', async () => {
    const crowd = await Promise.all(Array.from({ length: 8 }, join));
    expect(crowd.map(({ view }) => view.state)).toEqual(crowd.map(() => 'ADMITTED'));
  });

  test('is refused for a concert that is closed or does not exist', async () => {
    await set({ closed: true });
    await expect(join()).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
    await expect(sessions.join(randomUUID(), '999999')).rejects.toMatchObject({ code: 'CONCERT_NOT_FOUND' });
  });
});
