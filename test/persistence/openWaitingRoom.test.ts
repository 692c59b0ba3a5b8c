import { waitingRoomSettings } from '../../src/persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { OPEN_WAITING_ROOM, openWaitingRoom } from '../../src/persistence/statements/openWaitingRoom';
import { useSale, type Sale } from './sale';

const CALLERS = 20;

describe('openWaitingRoom', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({}, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  const atOnce = async <T>(call: () => Promise<T>): Promise<T[]> => {
    // Opens the connections of the pool: a race needs its runners at the start.
    await Promise.all(Array.from({ length: CALLERS }, () => db.query('SELECT pg_sleep(0.1)')));
    return await Promise.all(Array.from({ length: CALLERS }, call));
  };

  test('of twenty who open a room at once exactly one is the first, and all get its settings', async () => {
    const answers = await atOnce(() => openWaitingRoom(db, sale.concertId));
    expect(answers.filter((answer) => answer?.firstTime)).toHaveLength(1);
    const settings = await waitingRoomSettings(db, sale.concertId);
    for (const answer of answers) expect(answer?.settings).toEqual(settings);
    expect(await openWaitingRoom(db, sale.concertId)).toEqual({ settings, firstTime: false });
  });

  test('twin: with a condition that is looked at before the row is taken, several are the first', async () => {
    const guard = 'AND waiting_room_opened_at IS NULL';
    expect(OPEN_WAITING_ROOM).toContain(guard);
    const unguarded = OPEN_WAITING_ROOM.replace(
      guard,
      `AND (SELECT waiting_room_opened_at IS NULL AND pg_sleep(0.05) IS NOT NULL
              FROM concerts before WHERE before.id = $1::bigint)`,
    );
    const answers = await atOnce(() => db.query<{ firstTime: boolean }>(unguarded, [sale.concertId]));
    expect(answers.flat().filter(({ firstTime }) => firstTime).length).toBeGreaterThan(1);
  });

  test('no room of an unknown concert is opened', async () => {
    expect(await openWaitingRoom(db, '999999')).toBeNull();
    expect(await openWaitingRoom(db, 'x')).toBeNull();
  });
});
