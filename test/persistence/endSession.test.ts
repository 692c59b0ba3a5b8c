import { END_REASONS } from '../../src/contracts/states';
import { findSessionRecord } from '../../src/persistence/reads/sessionRecord';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { endSession } from '../../src/persistence/statements/endSession';
import { held, newVisit, purchase, reservationStatuses, seatStatuses, useSale, type Sale } from './sale';

describe('endSession', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({ seats: 3 }, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  test('each reason leaves the record state that support knows', async () => {
    const states: Record<string, string> = {};
    for (const reason of END_REASONS) {
      const fan = await newVisit(db, sale);
      await endSession(db, { ...fan, holdNumber: 0, reason });
      const record = await findSessionRecord(db, fan.identity.sessionId);
      expect(record).toMatchObject({ endReason: reason, endedAt: expect.any(Date) });
      states[reason] = record?.state ?? '';
    }
    expect(states).toEqual({
      PAID: 'DONE',
      FAN_LEFT: 'DONE',
      REMOVED: 'DONE',
      QUEUE_WAIT_LIMIT: 'EXPIRED',
      ADMISSION_WINDOW: 'EXPIRED',
      INACTIVE: 'EXPIRED',
      EXPIRED_BY_OPERATOR: 'EXPIRED',
      SOLD_OUT: 'EXPIRED',
    });
  });

  test('what the session holds is released: EXPIRED when time ran out, CANCELED when the fan left', async () => {
    const late = await newVisit(db, sale);
    await held(db, sale, late, [0, 1]);
    expect(await endSession(db, { ...late, holdNumber: 1, reason: 'ADMISSION_WINDOW' })).toMatchObject({
      releasedSeats: 2,
    });
    expect(await reservationStatuses(db, late)).toEqual(['EXPIRED']);
    const leaver = await newVisit(db, sale);
    await held(db, sale, leaver, [0]);
    await endSession(db, { ...leaver, holdNumber: 1, reason: 'FAN_LEFT' });
    expect(await reservationStatuses(db, leaver)).toEqual(['CANCELED']);
    expect(await seatStatuses(db, sale)).toBe('AAA');
  });

  test('a hold that the caller did not know of is released too', async () => {
    const fan = await newVisit(db, sale);
    await held(db, sale, fan, [0], { holdNumber: 5 });
    expect(await endSession(db, { ...fan, holdNumber: 1, reason: 'FAN_LEFT' })).toMatchObject({
      releasedSeats: 1,
    });
  });

  test('the first end wins: a paid session keeps its end and its seats', async () => {
    const { fan } = await purchase(db, sale, [0]);
    expect(await endSession(db, { ...fan, holdNumber: 1, reason: 'ADMISSION_WINDOW' })).toMatchObject({
      releasedSeats: 0,
    });
    expect(await findSessionRecord(db, fan.identity.sessionId)).toMatchObject({
      state: 'DONE',
      endReason: 'PAID',
    });
    expect(await seatStatuses(db, sale)).toBe('RAA');
  });

  test('run twice it leaves what one run leaves', async () => {
    const fan = await newVisit(db, sale);
    await endSession(db, { ...fan, holdNumber: 0, reason: 'FAN_LEFT' });
    const first = await findSessionRecord(db, fan.identity.sessionId);
    await endSession(db, { ...fan, holdNumber: 0, reason: 'FAN_LEFT' });
    expect(await findSessionRecord(db, fan.identity.sessionId)).toEqual(first);
  });
});
