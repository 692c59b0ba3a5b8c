import type Redis from 'ioredis';
import { createRedisWaitingRooms } from '../../src/api/redisWaitingRooms';
import type { RoomPages } from '../../src/api/waitingRooms';
import { waitingRoomSettings } from '../../src/persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { updateWaitingRoom } from '../../src/persistence/statements/updateWaitingRoom';
import { createRedis } from '../../src/queue/redis';
import { createWaitingRoom, type WaitingRoom } from '../../src/queue/waitingRoom';
import { createFan, createSale, held, visit, type Sale } from '../persistence/sale';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createTestRedis } from '../support/testRedis';

describe('a room as it is read', () => {
  let database: TestDatabase;
  let db: SqlClient;
  let testRedis: Awaited<ReturnType<typeof createTestRedis>>;
  let redis: Redis;
  let waitingRoom: WaitingRoom;
  let rooms: RoomPages;
  let sale: Sale;
  beforeAll(async () => {
    [database, testRedis] = await Promise.all([createTestDatabase(), createTestRedis()]);
    db = database.dataSource;
    redis = createRedis(testRedis.url, () => undefined);
    await redis.connect();
    waitingRoom = createWaitingRoom(redis);
    rooms = createRedisWaitingRooms(waitingRoom, db);
  });
  beforeEach(async () => {
    sale = await createSale(db, { seats: 4 });
  });
  afterAll(async () => {
    redis.disconnect();
    await testRedis.close();
    await database.close();
  });

  const open = async (firstTime = true): Promise<void> => {
    const settings = await waitingRoomSettings(db, sale.concertId);
    if (settings) await waitingRoom.openRoom(settings, firstTime);
  };
  const join = async (newSessionId: string): Promise<void> => {
    await waitingRoom.join({
      ...{ userId: newSessionId, concertId: sale.concertId, newSessionId },
      ...{ queueWaitMs: 60_000, admissionWindowMs: 60_000, firstTaskWithinMs: 30_000 },
    });
  };

  test('counts who waits and who is admitted', async () => {
    await updateWaitingRoom(db, { concertId: sale.concertId, capacity: 1 });
    await open();
    for (const fan of ['a', 'b', 'c']) await join(fan);
    const counts = { waiting: 2, admitted: 1 };
    expect(await rooms.summary(sale.concertId)).toEqual({
      ...counts,
      ...{ state: 'OPEN', admissionsPerMinute: 1, seats: 'AVAILABLE' },
    });
    expect(await rooms.figures(sale.concertId)).toEqual({
      ...counts,
      ...{ at: expect.any(Number), state: 'OPEN', silent: 0, capacity: 1, admissionsPerSecond: 10 },
      ...{ paused: false, admissionsLastMinute: 1, seats: { available: 4, held: 0, sold: 0 } },
    });
  });

  test('shows its settings when nobody has come, and reading it opens no room', async () => {
    await updateWaitingRoom(db, { concertId: sale.concertId, paused: true, capacity: 7 });
    expect(await rooms.summary(sale.concertId)).toMatchObject({ state: 'PAUSED', waiting: 0, admitted: 0 });
    expect(await rooms.figures(sale.concertId)).toMatchObject({ state: 'PAUSED', capacity: 7, admitted: 0 });
    expect(await waitingRoom.readRoom(sale.concertId)).toBeNull();
    const opened = await db.query(
      'SELECT FROM concerts WHERE id = $1 AND waiting_room_opened_at IS NOT NULL',
      [sale.concertId],
    );
    expect(opened).toEqual([]);
  });

  test('is PAUSED while its line is being rebuilt', async () => {
    await open(false);
    expect(await rooms.summary(sale.concertId)).toMatchObject({ state: 'PAUSED' });
  });

  test.each([true, false])(
    'has its seats HELD when all are held, and SOLD_OUT when sold; opened: %s',
    async (isOpen) => {
      const seats = async (): Promise<string | undefined> => {
        if (isOpen) await open();
        return (await rooms.summary(sale.concertId))?.seats;
      };
      expect(await seats()).toBe('AVAILABLE');
      await held(db, sale, visit(sale.concertId, await createFan(db)), [0, 1, 2, 3]);
      expect(await seats()).toBe('HELD');
      await db.query(
        `UPDATE schedules SET reserved_seats = total_seats, status = 'SOLD_OUT' WHERE concert_id = $1`,
        [sale.concertId],
      );
      if (isOpen) await updateWaitingRoom(db, { concertId: sale.concertId, paused: false });
      expect(await seats()).toBe('SOLD_OUT');
    },
  );

  test('is null for a concert that does not exist', async () => {
    expect(await rooms.summary('999999')).toBeNull();
    expect(await rooms.figures('999999')).toBeNull();
  });
});
