import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { runAudit } from '../../src/operations/audit';
import { createDataSource } from '../../src/persistence/dataSource';
import { removeInstalledGuards } from '../persistence/guards';
import { outcomeOf, untilKnown } from '../support/answerTally';
import type { Answer, Fan, Sale } from '../support/apiClient';
import { startPrivatePostgres, type PrivatePostgres } from '../support/privatePostgres';
import { RACE, RACE_TIMEOUT_MS, report } from '../support/raceSize';
import { startReplyHolder, type ReplyHolder } from '../support/replyHolder';
import { startProcesses, type RunningProcesses } from '../support/runningProcesses';

const { kills: KILLS } = RACE.databaseKilled;
const PRICE = 1_000;
const HOLD_SECONDS = 5;
const PAY_STATEMENT = 'pay_reservation(';

let postgres: PrivatePostgres;
let holder: ReplyHolder;
let db: DataSource;
let system: RunningProcesses;
beforeAll(async () => {
  // The pool of this process warns of each connection that the test kills.
  jest.spyOn(console, 'warn').mockImplementation();
  postgres = await startPrivatePostgres();
  db = await createDataSource({ url: postgres.url, poolSize: 5 }).initialize();
  await db.runMigrations();
  // Other tests use the same Temporal server, where a concert's id names its waiting room.
  await db.query(`ALTER TABLE concerts ALTER COLUMN id RESTART WITH ${Date.now()}`);
  holder = await startReplyHolder(postgres.url);
  system = await startProcesses({
    databaseUrl: postgres.url,
    workerDatabaseUrl: holder.url,
    environment: { HOLD_SECONDS: String(HOLD_SECONDS), ANSWER_WITHIN_MS: '8000' },
  });
}, RACE_TIMEOUT_MS);
afterAll(async () => {
  await system.close();
  await holder.close();
  await db.destroy();
  await postgres.close();
}, RACE_TIMEOUT_MS);

interface Purchase {
  sale: Sale;
  fan: Fan;
  /** Epoch milliseconds. */
  deadline: number;
  key: string;
}

/** A fan with money for two who holds one seat. */
async function hold(): Promise<Purchase> {
  const [api] = system.apis;
  const sale = await api.onSale({ seats: 1, price: PRICE });
  const [fan] = await system.crowd(sale, 1, 2 * PRICE);
  const body = { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } };
  const { expiresAt } = await api.must(200, 'PUT', '/v1/session/hold', { fan, body });
  return { sale, fan: fan!, deadline: Date.parse(expiresAt), key: randomUUID() };
}

/** Has the purchase paid for, and kills PostgreSQL at a certain moment of that. @returns the payment, still under way */
type Death = (purchase: Purchase) => Promise<{ paying: Promise<Answer> }>;

function payUntilKnown({ fan, key }: Purchase): Promise<Answer> {
  return untilKnown(() => system.apis[0].pay(fan, key));
}

/** PostgreSQL commits the payment, and dies before the worker hears of it. */
const dieAfterCommit: Death = async (purchase) => {
  const replied = holder.keepReplyTo(PAY_STATEMENT);
  const paying = payUntilKnown(purchase);
  await replied;
  postgres.kill();
  holder.cut();
  return { paying };
};

/** PostgreSQL dies while the payment, wallet debited, waits for its last lock. */
const dieBeforeCommit: Death = async (purchase) => {
  const rival = new Client({ connectionString: postgres.url });
  rival.on('error', () => undefined);
  await rival.connect();
  await rival.query('BEGIN');
  await rival.query('SELECT FROM schedules WHERE id = $1 FOR NO KEY UPDATE', [purchase.sale.scheduleId]);
  const paying = payUntilKnown(purchase);
  for (let waiting = 0; waiting === 0; await pause(10)) {
    // Not over the rival's connection: a transaction sees one state of this view.
    const found = await db.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1`,
      [`%${PAY_STATEMENT}%`],
    );
    waiting = found.length;
  }
  postgres.kill();
  holder.cut();
  return { paying };
};

async function untilPostgresAnswers(): Promise<void> {
  for (const patience = Date.now() + 60_000; ; await pause(100)) {
    const answers = await db.query('SELECT 1').then(
      () => true,
      () => false,
    );
    if (answers) return;
    if (Date.now() > patience) throw new Error('PostgreSQL did not come back');
  }
}

/** @param deadAfterwards the worker reaches PostgreSQL again only after the hold's deadline */
async function payThroughDeath(
  die: Death,
  deadAfterwards: boolean,
): Promise<{ answer: Answer; facts: string }> {
  const purchase = await hold();
  const { paying } = await die(purchase);
  await untilPostgresAnswers();
  if (deadAfterwards) await pause(purchase.deadline + 100 - Date.now());
  holder.mend();
  const answer = await paying;
  // Only now the workflow has its answer, too: by then whatever it repeats has been repeated.
  await system.apis[0].until(purchase.fan, answer.status === 201 ? 'CONFIRMED' : 'ADMITTED');
  const facts = await factsOf(purchase.fan);
  report(`${outcomeOf(answer)}: ${facts}`);
  return { answer, facts };
}

async function factsOf({ id }: Fan): Promise<string> {
  const [row]: { facts: string }[] = await db.query(
    `SELECT format('%s, balance %s, %s charges', r.status, w.balance,
                   (SELECT count(*) FROM wallet_entries WHERE user_id = $1 AND type = 'CHARGE')) AS facts
       FROM reservations r JOIN wallets w USING (user_id) WHERE r.user_id = $1`,
    [id],
  );
  return row?.facts ?? 'no reservation';
}

const CHARGED_ONCE = `CONFIRMED, balance ${PRICE}, 1 charges`;
const NOT_CHARGED = `EXPIRED, balance ${2 * PRICE}, 0 charges`;

for (const [when, late] of [
  ['before the hold runs out', false],
  ['after the hold ran out', true],
] as const) {
  test(
    `PostgreSQL killed between the commit of a payment and its reply, and back ${when}: charged once, and the key gets the answer; ${KILLS} times`,
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const { answer, facts } = await payThroughDeath(dieAfterCommit, late);
        expect(answer).toMatchObject({ status: 201, body: { amount: PRICE, balance: PRICE } });
        expect(facts).toBe(CHARGED_ONCE);
      }
      expect(await runAudit(db)).toEqual([]);
    },
    RACE_TIMEOUT_MS,
  );

  test(
    `PostgreSQL killed before the commit of a payment, and back ${when}: charged once and confirmed, or expired and not charged; ${KILLS} times`,
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const { answer, facts } = await payThroughDeath(dieBeforeCommit, late);
        // A slow machine may need longer than the hold to come back.
        if (answer.status === 201 && !late) expect(facts).toBe(CHARGED_ONCE);
        else expect([outcomeOf(answer), facts]).toEqual(['410 HOLD_EXPIRED', NOT_CHARGED]);
      }
      expect(await runAudit(db)).toEqual([]);
    },
    RACE_TIMEOUT_MS,
  );
}

test(
  'twin: without the look at the payment key, the unique keys, the fence and the deadline, the lost reply is paid for again',
  async () => {
    await db.query('ALTER TABLE payments DROP CONSTRAINT payments_user_payment_key_key');
    await db.query('DROP INDEX payments_one_completed_per_reservation');
    await db.query('ALTER TABLE wallet_entries DROP CONSTRAINT wallet_entries_idempotency_key_key');
    await db.query('ALTER TABLE schedules DROP CONSTRAINT schedules_counters_check');
    await removeInstalledGuards(db, 'pay_reservation', [
      [' AND payment_key = p_payment_key', ' AND false'],
      [`v_reservation.status IN ('CANCELED', 'CONFIRMED')`, 'false'],
      [' OR v_reservation.expires_at <= now()', ''],
      [` AND status = 'HELD'\n       AND hold_session_id = v_session.id AND hold_number = p_hold_number`, ''],
    ]);
    const { facts } = await payThroughDeath(dieAfterCommit, false);
    expect(facts).toBe('CONFIRMED, balance 0, 2 charges');
    expect(await runAudit(db)).not.toEqual([]);
  },
  RACE_TIMEOUT_MS,
);
