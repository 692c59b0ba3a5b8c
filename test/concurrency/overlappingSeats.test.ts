import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { inParallel } from '../../bench/inParallel';
import { runAudit } from '../../src/operations/audit';
import { sqlStateOf, type SqlClient } from '../../src/persistence/sqlClient';
import { removeInstalledGuards, removeSeatGuards } from '../persistence/guards';
import { createSale, hold, newVisit } from '../persistence/sale';
import { outcomeOf, untilKnown } from '../support/answerTally';
import type { ApiClient, Fan } from '../support/apiClient';
import { RACE, RACE_SEED, RACE_TIMEOUT_MS, report } from '../support/raceSize';
import { startRaceStack } from '../support/runningProcesses';
import { createTestDatabase } from '../support/testDatabase';

const { fans: FANS, seats: SEATS, atOnce: AT_ONCE } = RACE.overlappingSeats;
const PRICE = 1_000;
const MOST_SEATS = 4;

/** What one fan wants: another set of seats when the last one is taken, then to pay or to think better of it. */
interface Plan {
  /** Places in the plan, in any order. */
  wishes: number[][];
  pays: boolean;
}
const anyWish = fc.uniqueArray(fc.nat(SEATS - 1), { minLength: 1, maxLength: MOST_SEATS });
const anyPlan: fc.Arbitrary<Plan> = fc.record({
  wishes: fc.array(anyWish, { minLength: 1, maxLength: 3 }),
  pays: fc.constantFrom(true, true, true, false),
});
const plans = fc.sample(anyPlan, { seed: RACE_SEED, numRuns: FANS });
const wishes = plans.map((plan) => plan.wishes[0] ?? []);

/** Every answer to a fan that is neither the seats nor a refusal because others have them. */
const complaints = new Set<string>();
/** A machine that cannot keep up says so, and is asked again: what counts is how it ends. */
const unanswered: string[] = [];
const note = (outcome: string): void => void unanswered.push(outcome);
const TAKEN = ['409 SEAT_HELD', '409 SEAT_RESERVED', '410 SOLD_OUT'];
/** Once nothing is left the room ends the sessions that hold nothing. */
const SOLD_OUT = '401 QUEUE_TOKEN_EXPIRED';

/** @returns the ids of the seats that the fan paid for */
async function buy(
  api: ApiClient,
  fan: Fan,
  scheduleId: string,
  seatIds: string[],
  plan: Plan,
): Promise<string[]> {
  for (const wish of plan.wishes) {
    const wanted = wish.map((place) => seatIds[place] ?? '?');
    const held = await untilKnown(() => api.hold(fan, scheduleId, wanted), note);
    const outcome = outcomeOf(held);
    if (outcome === SOLD_OUT) return [];
    if (TAKEN.includes(outcome)) continue;
    const got = (held.body.seats ?? []).map(({ id }: { id: string }) => id);
    if (outcome !== '200' || got.toSorted().join() !== wanted.toSorted().join()) {
      complaints.add(`wanted ${wanted}, was answered ${outcome} ${got}`);
      return [];
    }
    if (!plan.pays) {
      const released = await untilKnown(() => api.call('DELETE', '/v1/session/hold', { fan }), note);
      if (released.status !== 204) complaints.add(`release: ${outcomeOf(released)}`);
      return [];
    }
    const key = randomUUID();
    const paid = await untilKnown(() => api.pay(fan, key), note);
    if (paid.status !== 201 || paid.body.amount !== wanted.length * PRICE) {
      complaints.add(`payment: ${outcomeOf(paid)} ${paid.body.amount}`);
    }
    return wanted;
  }
  return [];
}

test(
  `${FANS} fans want 1 to ${MOST_SEATS} of ${SEATS} seats each: no seat is sold twice, nobody gets a part, nobody meets a deadlock (seed ${RACE_SEED})`,
  async () => {
    const stack = await startRaceStack({ workers: 2, environment: { HOLD_SECONDS: '1800' } });
    try {
      const sale = await stack.apis[0].onSale({ seats: SEATS, capacity: FANS, price: PRICE });
      const fans = await stack.crowd(sale, FANS, MOST_SEATS * PRICE);
      const seatIds = await stack.apis[0].seatIds(fans[0]!, sale.scheduleId);
      report(`${FANS} fans have joined`);
      const buyAsPlanned = (index: number): Promise<string[]> =>
        buy(stack.via(index), fans[index]!, sale.scheduleId, seatIds, plans[index]!);
      const bought = await inParallel(AT_ONCE, FANS, buyAsPlanned);
      const without = (): number[] =>
        bought.flatMap((got, index) => (got.length === 0 && plans[index]!.pays ? [index] : []));
      // What was held and let go stood in their way: they try once more, and in the end only what is sold does.
      const again = without();
      report(`${again.length} fans who would pay got nothing, and try once more`);
      await inParallel(AT_ONCE, again.length, async (i) => {
        const index = again[i]!;
        bought[index] = await buyAsPlanned(index);
      });
      report(`${unanswered.length} requests were sent again after a 503`);
      expect([...complaints]).toEqual([]);
      const sold = bought.flat();
      report(`${sold.length} seats sold to ${bought.filter(({ length }) => length > 0).length} fans`);
      expect(sold.length).toBeLessThanOrEqual(SEATS);
      const isSold = (place: number): boolean => sold.includes(seatIds[place]!);
      const refusedForNothing = without().filter(
        (index) => !plans[index]!.wishes.every((wish) => wish.some(isSold)),
      );
      expect(refusedForNothing).toEqual([]);
      const reserved: { id: string }[] = await stack.db.query(
        `SELECT id::text FROM seats WHERE status = 'RESERVED'`,
      );
      expect(reserved.map(({ id }) => id).toSorted()).toEqual(sold.toSorted());
      expect(await runAudit(stack.db)).toEqual([]);
      // A connection tells the server's statistics of its deadlocks at the latest when it closes.
      await stack.stopWorkers();
      expect(await reportedDeadlocks(stack.db)).toBe(0);
    } finally {
      await stack.close();
    }
  },
  RACE_TIMEOUT_MS,
);

async function reportedDeadlocks(db: SqlClient): Promise<number> {
  const rows = await db.query<{ deadlocks: number }>(
    'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0]?.deadlocks ?? NaN;
}

/** One wish of each fan as a statement, as many at once as there are connections: nothing in front slows them down. */
async function holdAtOnce(
  wanted: number[][],
  removeGuard: (db: SqlClient) => Promise<void> = async () => undefined,
) {
  const database = await createTestDatabase({ poolSize: 40 });
  try {
    const { dataSource } = database;
    const sale = await createSale(dataSource, { seats: SEATS });
    const visits = await Promise.all(wanted.map(() => newVisit(dataSource, sale)));
    await removeGuard(dataSource);
    let deadlocks = 0;
    const db: SqlClient = {
      async query<T>(sql: string, parameters?: unknown[]) {
        return await dataSource.query<T[]>(sql, parameters).catch((error: unknown) => {
          if (sqlStateOf(error) === '40P01') deadlocks += 1;
          throw error;
        });
      },
    };
    const settled = await Promise.allSettled(
      visits.map((fan, index) => hold(db, sale, fan, wanted[index] ?? [])),
    );
    const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const held = answers.flatMap((one) => (one.outcome === 'HELD' ? one.hold.seats : []));
    const findings = (await runAudit(dataSource)).map(({ rule }) => rule);
    report(`${held.length} seats held, ${deadlocks} deadlocks, ${settled.length - answers.length} errors`);
    return { deadlocks, failed: settled.length - answers.length, held: held.length, findings };
  } finally {
    await database.close();
  }
}

test(
  `without an API in front, ${FANS} overlapping holds meet no deadlock in PostgreSQL (seed ${RACE_SEED})`,
  async () => {
    const { held, ...rest } = await holdAtOnce(wishes);
    expect(rest).toEqual({ deadlocks: 0, failed: 0, findings: [] });
    expect(held).toBeLessThanOrEqual(SEATS);
  },
  RACE_TIMEOUT_MS,
);

test(
  'twin: with seats locked in an order of each session, PostgreSQL reports deadlocks',
  async () => {
    // Everybody wants some of the same few, so that two soon want the same ones.
    const crowded = Array.from({ length: 40 }, () => [0, 1, 2, 3]);
    const { deadlocks } = await holdAtOnce(crowded, lockInAnyOrder);
    expect(deadlocks).toBeGreaterThan(0);
  },
  RACE_TIMEOUT_MS,
);

async function lockInAnyOrder(db: SqlClient): Promise<void> {
  await removeInstalledGuards(db, 'hold_seats', [
    [
      'PERFORM 1 FROM seats WHERE id = ANY (v_own || v_wanted) ORDER BY id FOR NO KEY UPDATE;',
      `PERFORM pg_sleep(0.05) FROM (
         SELECT id FROM seats WHERE id = ANY (v_own || v_wanted)
          ORDER BY md5(id || v_session_id::text) FOR NO KEY UPDATE
       ) locked;`,
    ],
  ]);
}

test(
  'twin: without the seat locks, the conditional claim and the unique index, more seats are held than there are',
  async () => {
    const { held, findings } = await holdAtOnce(wishes, async (db) => {
      await db.query('ALTER TABLE schedules DROP CONSTRAINT schedules_counters_check');
      await removeSeatGuards(db);
    });
    expect(held).toBeGreaterThan(SEATS);
    expect(findings).toContain('seat-has-two-owners');
  },
  RACE_TIMEOUT_MS,
);
