import { randomUUID } from 'node:crypto';
import type { AuditedStores, ListedSession } from '../../src/activities/auditedStores';
import { compareStores, type StoreComparison } from '../../src/activities/compareStores';
import { openWaitingRoom } from '../../src/persistence/statements/openWaitingRoom';
import type { RoomMember } from '../../src/queue/roomAudit';
import type { RoomSnapshot } from '../../src/queue/waitingRoom';
import { createSale } from '../persistence/sale';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

/** What an audit does of which PostgreSQL, Redis and Temporal say very different things; the sessions have no rows. */
const LIMITS = { graceMs: 1_000, lookAgainAfterMs: 0 };

let database: TestDatabase;
let concertId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  concertId = (await createSale(database.dataSource)).concertId;
  await openWaitingRoom(database.dataSource, concertId);
});
afterAll(() => database.close());

const newIds = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

/** A room with all these in it, of whom Temporal has those. */
async function auditOf(
  slots: string[],
  open: string[],
  leastOpenPercent?: number,
): Promise<StoreComparison & { rules: Set<string> }> {
  const members = slots.map((sessionId): RoomMember => ({ sessionId, slot: true }));
  const stores: AuditedStores = {
    db: database.dataSource,
    waitingRoom: { readRoom: () => Promise.resolve({ ready: true } as RoomSnapshot) },
    roomAudit: {
      async *members() {
        // A member may be named twice.
        for (let from = 0; from < members.length; from += 500) yield members.slice(from, from + 501);
        await Promise.resolve();
      },
      lookAt: (_concertId, ids) =>
        Promise.resolve(ids.map((sessionId) => ({ sessionId, view: null, slot: true, place: false }))),
    },
    openSessions: {
      each: (take) =>
        Promise.resolve(
          open.forEach((sessionId) =>
            take({ sessionId, concertId, userId: randomUUID(), waiting: false } satisfies ListedSession),
          ),
        ),
    },
    sessions: { runs: ({ identity }) => Promise.resolve(open.includes(identity.sessionId)) },
  };
  const limits = leastOpenPercent === undefined ? LIMITS : { ...LIMITS, leastOpenPercent };
  const listener = { progress: () => undefined, pause: () => Promise.resolve() };
  const compared = await compareStores(stores, limits, listener);
  return { ...compared, rules: new Set(compared.findings.map(({ rule }) => rule)) };
}

describe('a worker that may point at another namespace', () => {
  test('repairs nothing of 1,000 slots without rows when no workflow is listed', async () => {
    const { repairable, findings } = await auditOf(newIds(1_000), []);
    expect(repairable).toEqual([]);
    expect(findings).toContainEqual({
      rule: 'hardly-any-workflow',
      subject: 'Temporal',
      detail: expect.stringMatching(
        /^0 of 1000 .* 10%.*TEMPORAL_ADDRESS.*TEMPORAL_NAMESPACE.*RECONCILE_LEAST_OPEN_PERCENT/,
      ) as string,
    });
  });

  test('repairs nothing when one of 500 is listed; with 0 percent the others', async () => {
    const ids = newIds(500);
    const guarded = await auditOf(ids, ids.slice(0, 1));
    expect({ repairable: guarded.repairable, rules: guarded.rules }).toEqual({
      repairable: [],
      rules: new Set(['slot-without-session', 'hardly-any-workflow']),
    });
    const told = await auditOf(ids, ids.slice(0, 1), 0);
    expect(told.rules).toEqual(new Set(['slot-without-session']));
    expect(told.repairable.map(({ sessionId }) => sessionId).sort()).toEqual(ids.slice(1).sort());
  });

  test('repairs from the share on that it is given, and always where there are fewer than 100', async () => {
    const ids = newIds(200);
    expect((await auditOf(ids, ids.slice(0, 19))).repairable).toEqual([]);
    expect((await auditOf(ids, ids.slice(0, 20))).repairable).toHaveLength(180);
    expect((await auditOf(ids, ids.slice(0, 20), 11)).repairable).toEqual([]);
    expect((await auditOf(newIds(99), [])).repairable).toHaveLength(99);
  });
});

test('of more differences than one audit looks at, chance takes some, others the next time, and a finding says so', async () => {
  const ids = newIds(20_500);
  const [first, second] = [await auditOf(ids, [], 0), await auditOf(ids, [], 0)];
  expect(first.findings.find(({ rule }) => rule === 'not-all-looked-at')).toEqual({
    rule: 'not-all-looked-at',
    subject: 'audit',
    detail:
      '20000 of 20500 differences were looked at again; Temporal was asked about 2000 of 20000 doubtful sessions; chosen by chance',
  });
  const looked = [first, second].map(
    ({ repairable }) => new Set(repairable.map(({ sessionId }) => sessionId)),
  );
  expect(looked.map(({ size }) => size)).toEqual([2_000, 2_000]);
  expect([...looked[0]!].filter((id) => !looked[1]!.has(id)).length).toBeGreaterThan(0);
  // Not those that were named first.
  expect([...looked[0]!].some((id) => ids.indexOf(id) >= 2_000)).toBe(true);
}, 60_000);
