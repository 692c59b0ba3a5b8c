import { waitingRoomSettings, waitingRoomsInUse } from '../../src/persistence/reads/waitingRoomSettings';
import { seatFigures } from '../../src/persistence/reads/seatFigures';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { endSession } from '../../src/persistence/statements/endSession';
import { openWaitingRoom } from '../../src/persistence/statements/openWaitingRoom';
import { recordSession } from '../../src/persistence/statements/recordSession';
import { updateWaitingRoom } from '../../src/persistence/statements/updateWaitingRoom';
import { addSchedule, createSale, DAY_MS, held, newVisit, purchase, useSale, type Sale } from './sale';

describe('the settings of a waiting room', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 2 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  const settings = async () => (await waitingRoomSettings(db, sale.concertId))!;
  const inUse = async () => (await waitingRoomsInUse(db)).map(({ concertId }) => concertId);

  test('the version ascends with each change, also when twenty come at once or the clock was set back', async () => {
    const { concertId } = sale;
    await db.query(`UPDATE concerts SET updated_at = now() + interval '1 hour' WHERE id = $1`, [concertId]);
    const { version } = await settings();
    const changes = await Promise.all(
      Array.from({ length: 20 }, (_, capacity) => updateWaitingRoom(db, { concertId, capacity })),
    );
    const versions = changes.map((change) => change!.version);
    expect(new Set(versions).size).toBe(20);
    expect(Math.min(...versions)).toBeGreaterThan(version);
    expect((await settings()).version).toBe(Math.max(...versions));
    expect(Number.isSafeInteger((await settings()).version)).toBe(true);
    const last = changes.find((change) => change!.version === Math.max(...versions));
    expect((await settings()).capacity).toBe(last?.capacity);
  });

  test('closing and reopening change the status, and other changes leave it', async () => {
    const { concertId } = sale;
    expect(await updateWaitingRoom(db, { concertId, closed: true })).toMatchObject({ status: 'CLOSED' });
    expect(await updateWaitingRoom(db, { concertId, capacity: 7 })).toMatchObject({ status: 'CLOSED' });
    expect(await updateWaitingRoom(db, { concertId, closed: false })).toMatchObject({
      status: 'ON_SALE',
      capacity: 7,
    });
  });

  test('each concert has a draw seed of its own', async () => {
    const other = await createSale(db);
    expect((await waitingRoomSettings(db, other.concertId))!.drawSeed).not.toBe((await settings()).drawSeed);
  });

  test('all seats are held: none is available on any date to come, and not all are sold', async () => {
    const soldOut = false;
    expect(await settings()).toMatchObject({ soldOut, allSeatsHeld: false });
    await held(db, sale, await newVisit(db, sale), [0, 1]);
    expect(await settings()).toMatchObject({ soldOut, allSeatsHeld: true });
    expect(await seatFigures(db, sale.concertId)).toEqual({ available: 0, held: 2, sold: 0 });
    const startsInMs = 31 * DAY_MS;
    const second = await addSchedule(db, { ...sale, startsInMs });
    expect(await settings()).toMatchObject({ soldOut, allSeatsHeld: false });
    await purchase(db, second, [0]);
    await purchase(db, second, [1]);
    expect(await settings()).toMatchObject({ soldOut, allSeatsHeld: true });
    expect(await seatFigures(db, sale.concertId)).toEqual({ available: 0, held: 2, sold: 2 });
  });

  test('sold out is not held: nothing can come back', async () => {
    await purchase(db, sale, [0, 1]);
    expect(await settings()).toMatchObject({ soldOut: true, allSeatsHeld: false });
  });

  test('when all dates are over nothing is left to buy', async () => {
    await purchase(db, sale, [0, 1]);
    await db.query(`UPDATE schedules SET starts_at = now() - interval '1 day' WHERE concert_id = $1`, [
      sale.concertId,
    ]);
    expect(await settings()).toMatchObject({ soldOut: true, allSeatsHeld: false });
    expect(await seatFigures(db, '1')).toEqual({ available: 0, held: 0, sold: 0 });
  });

  test('a room is in use from the first fan on; a closed one until the last session has ended', async () => {
    const { concertId } = sale;
    expect(await inUse()).not.toContain(concertId);
    await openWaitingRoom(db, concertId);
    expect(await inUse()).toContain(concertId);
    const fan = await newVisit(db, sale);
    await recordSession(db, { ...fan, admittedAt: null });
    await updateWaitingRoom(db, { concertId, closed: true });
    expect(await inUse()).toContain(concertId);
    await endSession(db, { ...fan, holdNumber: 0, reason: 'REMOVED' });
    expect(await inUse()).not.toContain(concertId);
  });
});
