import type { SqlClient } from '../../src/persistence/sqlClient';
import { findSessionRecord } from '../../src/persistence/reads/sessionRecord';
import { endSession } from '../../src/persistence/statements/endSession';
import { recordSession } from '../../src/persistence/statements/recordSession';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createSale, expectCleanAudit, newVisit, type Sale } from './sale';

describe('recordSession', () => {
  let database: TestDatabase;
  let db: SqlClient;
  let sale: Sale;
  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
    sale = await createSale(db);
  });
  afterAll(async () => {
    await expectCleanAudit(db);
    await database.close();
  });

  test('a session that starts in the line is WAITING, and PROGRESS once it is admitted', async () => {
    const { identity } = await newVisit(db, sale);
    await recordSession(db, { identity, admittedAt: null });
    expect(await findSessionRecord(db, identity.sessionId)).toMatchObject({
      state: 'WAITING',
      readyAt: null,
      issuedAt: new Date(identity.joinedAt),
      userId: identity.userId,
      concertId: sale.concertId,
    });
    await recordSession(db, { identity, admittedAt: identity.joinedAt + 5 });
    expect(await findSessionRecord(db, identity.sessionId)).toMatchObject({
      state: 'PROGRESS',
      readyAt: new Date(identity.joinedAt + 5),
    });
  });

  test('an admitted session never waits again, and keeps the first time of its admission', async () => {
    const { identity, admittedAt } = await newVisit(db, sale);
    await recordSession(db, { identity, admittedAt });
    await recordSession(db, { identity, admittedAt: null });
    await recordSession(db, { identity, admittedAt: admittedAt + 1_000 });
    expect(await findSessionRecord(db, identity.sessionId)).toMatchObject({
      state: 'PROGRESS',
      readyAt: new Date(admittedAt),
    });
  });

  test('whoever writes the row of an admitted session late, as one that waits, does not move its end', async () => {
    const { identity, admittedAt } = await newVisit(db, sale);
    const [windowEnd, waitEnd] = [admittedAt + 600_000, admittedAt + 21_600_000];
    await recordSession(db, { identity, admittedAt, expiresAt: windowEnd });
    await recordSession(db, { identity, admittedAt: null, expiresAt: waitEnd });
    expect((await findSessionRecord(db, identity.sessionId))?.expiresAt).toEqual(new Date(windowEnd));
    await recordSession(db, { identity, admittedAt, expiresAt: windowEnd + 1_000 });
    expect((await findSessionRecord(db, identity.sessionId))?.expiresAt).toEqual(new Date(windowEnd + 1_000));
  });

  test('an ended session stays as it ended', async () => {
    const { identity, admittedAt } = await newVisit(db, sale);
    await endSession(db, { identity, admittedAt: null, holdNumber: 0, reason: 'QUEUE_WAIT_LIMIT' });
    await recordSession(db, { identity, admittedAt });
    expect(await findSessionRecord(db, identity.sessionId)).toMatchObject({
      state: 'EXPIRED',
      endReason: 'QUEUE_WAIT_LIMIT',
      readyAt: null,
    });
  });

  test('the deadline is kept where it is given, and follows its changes', async () => {
    const fan = await newVisit(db, sale);
    const { sessionId, joinedAt } = fan.identity;
    await recordSession(db, { ...fan, expiresAt: joinedAt + 1_000 });
    await recordSession(db, fan);
    expect((await findSessionRecord(db, sessionId))?.expiresAt).toEqual(new Date(joinedAt + 1_000));
    await recordSession(db, { ...fan, expiresAt: joinedAt + 2_000 });
    expect((await findSessionRecord(db, sessionId))?.expiresAt).toEqual(new Date(joinedAt + 2_000));
  });

  test('twenty writers of the same session at once leave one row', async () => {
    const fan = await newVisit(db, sale);
    await Promise.all(Array.from({ length: 20 }, () => recordSession(db, fan)));
    const rows = await db.query('SELECT FROM sessions WHERE id = $1', [fan.identity.sessionId]);
    expect(rows).toHaveLength(1);
  });

  test('the session of an unknown user is an error, not a row', async () => {
    const fan = await newVisit(db, sale);
    const identity = { ...fan.identity, userId: '00000000-0000-7000-8000-000000000000' };
    await expect(recordSession(db, { ...fan, identity })).rejects.toThrow('sessions_user_id_fkey');
  });
});
