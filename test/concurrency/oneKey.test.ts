import { randomUUID } from 'node:crypto';
import { runAudit } from '../../src/operations/audit';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { removeInstalledGuards } from '../persistence/guards';
import { createSale, held, newVisit, sha256 } from '../persistence/sale';
import { answerTally, outcomeOf } from '../support/answerTally';
import type { Answer, Fan } from '../support/apiClient';
import { RACE, RACE_TIMEOUT_MS, report } from '../support/raceSize';
import { startRaceStack, type RaceStack } from '../support/runningProcesses';

const { requests: REQUESTS } = RACE.oneKey;
const PRICE = 1_000;
const IN_USE = '409 IDEMPOTENCY_KEY_IN_USE';

let stack: RaceStack;
beforeAll(async () => {
  stack = await startRaceStack({ environment: { HOLD_SECONDS: '1800' } });
}, RACE_TIMEOUT_MS);
afterAll(() => stack.close(), RACE_TIMEOUT_MS);

const atOnce = (send: (caller: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: REQUESTS }, (_, caller) => send(caller)));

const topUp = (caller: number, fan: Fan, idempotencyKey?: string, amount = 500): Promise<Answer> =>
  stack.via(caller).call('POST', '/v1/wallet/top-ups', { fan, body: { amount }, idempotencyKey });

const pay = (caller: number, fan: Fan, idempotencyKey?: string): Promise<Answer> =>
  stack.via(caller).call('POST', '/v1/session/payment', { fan, idempotencyKey });

/** A fan with money for two who holds a seat of a sale of his own. */
async function holder(account?: Fan): Promise<Fan> {
  const [api] = stack.apis;
  const sale = await api.onSale({ seats: 1, price: PRICE });
  const fan = { ...(account ?? (await api.fan({ balance: 2 * PRICE }))) };
  await api.join(fan, sale.concertId);
  const body = { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } };
  await api.must(200, 'PUT', '/v1/session/hold', { fan, body });
  return fan;
}

async function entries(fan: Fan, type: string): Promise<number> {
  const rows = await stack.db.query('SELECT id FROM wallet_entries WHERE user_id = $1 AND type = $2', [
    fan.id,
    type,
  ]);
  return rows.length;
}

const different = (answers: Answer[]): number =>
  new Set(answers.map(({ body }) => JSON.stringify(body))).size;

test(
  `${REQUESTS} top-ups at once with one key, through two API processes, credit once and are answered alike; another amount is 422, no key 400`,
  async () => {
    const fan = await stack.apis[0].fan();
    const key = randomUUID();
    const answers = await atOnce((caller) => topUp(caller, fan, key));
    report(`top-ups: ${JSON.stringify(answerTally(answers))}`);
    expect(answerTally(answers)).toEqual({ '201': REQUESTS });
    expect(different(answers)).toBe(1);
    expect(await entries(fan, 'TOP_UP')).toBe(1);
    expect(await stack.apis[0].balance(fan)).toBe(500);

    expect(outcomeOf(await topUp(0, fan, key, 501))).toBe('422 IDEMPOTENCY_KEY_REUSED');
    const without = await topUp(1, fan);
    expect(outcomeOf(without)).toBe('400 VALIDATION_FAILED');
    expect(without.body.errors).toMatchObject([{ pointer: '/headers/Idempotency-Key' }]);
    expect(await stack.apis[0].balance(fan)).toBe(500);
    expect(await runAudit(stack.db)).toEqual([]);
  },
  RACE_TIMEOUT_MS,
);

test(
  `${REQUESTS} payments at once with one key, through two API processes, charge once; the rest are told to wait or get the same answer; another session's is 422, no key 400`,
  async () => {
    const fan = await holder();
    const withoutKey = await pay(0, fan);
    expect(outcomeOf(withoutKey)).toBe('400 VALIDATION_FAILED');
    const key = randomUUID();
    const answers = await atOnce((caller) => pay(caller, fan, key));
    report(`payments: ${JSON.stringify(answerTally(answers))}`);
    const { 201: paid = 0, [IN_USE]: inUse = 0 } = answerTally(answers);
    expect(paid).toBeGreaterThan(0);
    expect(paid + inUse).toBe(REQUESTS);
    // Who was told to wait asks again, with the key: now there is an answer for all.
    const again = await atOnce((caller) => pay(caller, fan, key));
    expect(answerTally(again)).toEqual({ '201': REQUESTS });
    expect(different([...answers.filter(({ status }) => status === 201), ...again])).toBe(1);
    expect(await entries(fan, 'CHARGE')).toBe(1);
    expect(await stack.apis[0].balance(fan)).toBe(PRICE);

    const elsewhere = await holder(fan);
    expect(outcomeOf(await pay(1, elsewhere, key))).toBe('422 IDEMPOTENCY_KEY_REUSED');
    expect(await stack.apis[0].balance(fan)).toBe(PRICE);
    expect(await runAudit(stack.db)).toEqual([]);
  },
  RACE_TIMEOUT_MS,
);

test(
  `${REQUESTS} payments at once with different keys charge one hold once`,
  async () => {
    const fan = await holder();
    const answers = await atOnce((caller) => pay(caller, fan, randomUUID()));
    report(`payments with keys of their own: ${JSON.stringify(answerTally(answers))}`);
    expect(answerTally(answers)['201']).toBe(1);
    expect(answers.filter(({ status }) => ![201, 401, 409].includes(status))).toEqual([]);
    expect(await entries(fan, 'CHARGE')).toBe(1);
    expect(await runAudit(stack.db)).toEqual([]);
  },
  RACE_TIMEOUT_MS,
);

test(
  'twin: without the wallet lock and the unique keys, top-ups with one key credit more than once',
  async () => {
    const { db } = stack;
    await db.query('ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_pkey');
    await db.query('ALTER TABLE wallet_entries DROP CONSTRAINT wallet_entries_idempotency_key_key');
    await removeInstalledGuards(db, 'top_up_wallet', [
      [' FOR NO KEY UPDATE', ''],
      // Long enough for two callers of a busy machine to have looked.
      ['IF p_amount > 9007199254740991', 'PERFORM pg_sleep(0.5);\n  IF p_amount > 9007199254740991'],
    ]);
    const fan = await stack.apis[0].fan();
    const key = randomUUID();
    await atOnce((caller) => topUp(caller, fan, key));
    expect(await entries(fan, 'TOP_UP')).toBeGreaterThan(1);
  },
  RACE_TIMEOUT_MS,
);

/** The workflow takes one payment at a time, so this twin asks PostgreSQL directly, as several attempts of its activity would. */
test(
  'twin: without the session lock and the unique keys, payments with one key charge more than once',
  async () => {
    const { db } = stack;
    await db.query('ALTER TABLE payments DROP CONSTRAINT payments_user_payment_key_key');
    await db.query('DROP INDEX payments_one_completed_per_reservation');
    await db.query('ALTER TABLE schedules DROP CONSTRAINT schedules_counters_check');
    await removeInstalledGuards(db, 'record_session', [['FOR NO KEY UPDATE', '']]);
    await removeInstalledGuards(db, 'pay_reservation', [
      ['\n       FOR NO KEY UPDATE', ''],
      [` AND status = 'HELD'\n       AND hold_session_id = v_session.id AND hold_number = p_hold_number`, ''],
      [
        'UPDATE wallets SET balance = balance -',
        'PERFORM pg_sleep(2);\n    UPDATE wallets SET balance = balance -',
      ],
    ]);
    const sale = await createSale(db);
    const fan = await newVisit(db, sale, 50 * PRICE);
    await held(db, sale, fan, [0]);
    const paymentKey = sha256('key');
    await Promise.allSettled(
      Array.from({ length: 20 }, () => payReservation(db, { ...fan, holdNumber: 1, paymentKey })),
    );
    const charges = await db.query(`SELECT id FROM wallet_entries WHERE user_id = $1 AND type = 'CHARGE'`, [
      fan.identity.userId,
    ]);
    expect(charges.length).toBeGreaterThan(1);
  },
  RACE_TIMEOUT_MS,
);
