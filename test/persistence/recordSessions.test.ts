import type { SessionIdentity } from '../../src/contracts/session';
import { findSessionRecord } from '../../src/persistence/reads/sessionRecord';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { endSession } from '../../src/persistence/statements/endSession';
import { recordSession } from '../../src/persistence/statements/recordSession';
import { recordSessions } from '../../src/persistence/statements/recordSessions';
import { newVisit, useSale, type Sale } from './sale';

describe('recordSessions', () => {
  let db: SqlClient;
  let sale: Sale;
  useSale({}, (itsDb, itsSale) => {
    db = itsDb;
    sale = itsSale;
  });

  const record = (sessionId: string) => findSessionRecord(db, sessionId);
  async function waitingFans(count: number): Promise<SessionIdentity[]> {
    const fans = await Promise.all(Array.from({ length: count }, () => newVisit(db, sale)));
    for (const { identity } of fans) {
      await recordSession(db, { identity, admittedAt: null, expiresAt: identity.joinedAt + 1_000 });
    }
    return fans.map(({ identity }) => identity);
  }

  const admit = (identities: SessionIdentity[], admittedAt: number) =>
    recordSessions(
      db,
      identities.map((identity) => ({ identity, admittedAt })),
    );

  test('each session of the batch is in PROGRESS from the time given, and its deadline stays', async () => {
    const fans = await waitingFans(3);
    const unrecorded = (await newVisit(db, sale)).identity;
    await admit([...fans, unrecorded], 1_790_000_000_000);
    for (const { sessionId, joinedAt } of fans) {
      expect(await record(sessionId)).toMatchObject({
        state: 'PROGRESS',
        readyAt: new Date(1_790_000_000_000),
        expiresAt: new Date(joinedAt + 1_000),
      });
    }
    expect(await record(unrecorded.sessionId)).toMatchObject({ state: 'PROGRESS' });
  });

  test('recorded again, a session keeps its first admission; ended, it stays ended', async () => {
    const [fan, gone] = (await waitingFans(2)) as [SessionIdentity, SessionIdentity];
    await admit([fan], 1_790_000_000_000);
    await endSession(db, { identity: gone, admittedAt: null, holdNumber: 0, reason: 'FAN_LEFT' });
    await admit([fan, gone], 1_790_000_005_000);
    expect((await record(fan.sessionId))?.readyAt).toEqual(new Date(1_790_000_000_000));
    expect(await record(gone.sessionId)).toMatchObject({ state: 'DONE', readyAt: null });
  });

  test('nobody is nothing', async () => {
    await admit([], Date.now());
  });

  test('batches that share sessions in opposite orders never meet in a deadlock', async () => {
    const fans = await waitingFans(40);
    const deadlocks = async () => {
      await db.query('SELECT pg_stat_force_next_flush()');
      const [row] = await db.query<{ deadlocks: string }>(
        'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
      );
      return row?.deadlocks;
    };
    const before = await deadlocks();
    for (let round = 0; round < 10; round++) {
      await db.query(`UPDATE sessions SET state = 'WAITING', ready_at = NULL WHERE ended_at IS NULL`);
      await Promise.all(
        Array.from({ length: 8 }, (_, turn) => admit(turn % 2 ? fans : fans.toReversed(), Date.now())),
      );
    }
    expect(await deadlocks()).toBe(before);
  });

  test('twin: taken in the order given, they do', async () => {
    const fans = await waitingFans(40);
    const unordered = (identities: SessionIdentity[]) =>
      db.query(
        `SELECT count((record_session(session || '{"workflowId": "w", "admittedAt": 1790000000000}')).state)
           FROM jsonb_array_elements($1::jsonb) AS given (session)`,
        [JSON.stringify(identities)],
      );
    let met = 0;
    for (let round = 0; round < 20 && met === 0; round++) {
      await db.query(`UPDATE sessions SET state = 'WAITING', ready_at = NULL WHERE ended_at IS NULL`);
      const answers = await Promise.allSettled(
        Array.from({ length: 8 }, (_, turn) => unordered(turn % 2 ? fans : fans.toReversed())),
      );
      met += answers.filter(({ status }) => status === 'rejected').length;
    }
    expect(met).toBeGreaterThan(0);
  });
});
