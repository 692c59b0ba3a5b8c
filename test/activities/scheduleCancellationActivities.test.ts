import { createScheduleCancellationActivities } from '../../src/activities/scheduleCancellationActivities';
import type { WaitingRoomSettings } from '../../src/contracts/waitingRoom';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { addSchedule, createSale, DAY_MS, purchase, type Sale } from '../persistence/sale';

describe('what the cancellation of a date has done for it', () => {
  let database: TestDatabase;
  let sale: Sale;
  let told: WaitingRoomSettings[];
  let woken: string[];
  let needsRunner: boolean;
  beforeEach(async () => {
    database = await createTestDatabase();
    sale = await createSale(database.dataSource, { seats: 4 });
    [told, woken, needsRunner] = [[], [], false];
  });
  afterEach(() => database.close());

  const activities = () =>
    createScheduleCancellationActivities({
      db: database.dataSource,
      waitingRoom: { applySettings: async (settings) => told.push(settings) > 0 },
      admission: { needsRunner: async () => needsRunner },
      wake: async (concertId) => void woken.push(concertId),
    });

  test('a room is told that nothing is left once the only date with seats is cancelled', async () => {
    const { concertId, scheduleId } = sale;
    const second = await addSchedule(database.dataSource, { ...sale, startsInMs: 40 * DAY_MS });
    await purchase(database.dataSource, second, [0, 1, 2, 3]);
    await activities().tellRoom({ concertId });
    await activities().closeSchedule({ scheduleId });
    await activities().tellRoom({ concertId });
    expect(told.map(({ soldOut }) => soldOut)).toEqual([false, true]);
  });

  test('closing a date is on record once with who and why, however often it is tried', async () => {
    const { scheduleId, concertId } = sale;
    const action = {
      ...{ workflowId: `schedule-cancellation:${scheduleId}`, actionId: 'run', what: 'scheduleCancellation' },
      ...{ by: 'ops-1', why: 'the singer is ill' },
    };
    for (const _ of [1, 2]) await activities().closeSchedule({ scheduleId, action });
    const rows = await database.dataSource.query(
      'SELECT what, acted_by, why, concert_id, outcome, details FROM operator_actions',
    );
    expect(rows).toEqual([
      {
        ...{ what: 'scheduleCancellation', acted_by: 'ops-1', why: 'the singer is ill', outcome: 'DONE' },
        ...{ concert_id: concertId, details: { scheduleId: Number(scheduleId) } },
      },
    ]);
  });

  test('a room is woken when somebody has to be sent away and nobody looks after it', async () => {
    const { concertId } = sale;
    await activities().tellRoom({ concertId });
    needsRunner = true;
    await activities().tellRoom({ concertId });
    await activities().tellRoom({ concertId: '1' });
    expect(woken).toEqual([concertId]);
  });

  test('a date is closed, an unknown one is not found, and what is left comes with the figures', async () => {
    const { concertId, scheduleId } = sale;
    const { reservationId, userId } = await purchase(database.dataSource, sale, [0]);
    expect(await activities().closeSchedule({ scheduleId })).toEqual({ outcome: 'CLOSED', concertId });
    expect(await activities().closeSchedule({ scheduleId: '999' })).toEqual({
      outcome: 'SCHEDULE_NOT_FOUND',
    });
    expect(await activities().reservationsToCancel({ scheduleId, after: null, limit: 10 })).toEqual({
      reservations: [{ reservationId, userId }],
      figures: { canceled: 0, refunded: 0, left: 1, held: 0, heldForMs: 0 },
    });
    const rest = await activities().reservationsToCancel({ scheduleId, after: reservationId, limit: 10 });
    expect(rest.reservations).toEqual([]);
  });
});
