import { inParallel } from '../../bench/inParallel';
import { runAudit } from '../../src/operations/audit';
import { removeInstalledGuards } from '../persistence/guards';
import { answerTally } from '../support/answerTally';
import type { Answer, Fan } from '../support/apiClient';
import { RACE, RACE_TIMEOUT_MS, report } from '../support/raceSize';
import { startRaceStack, type RaceStack } from '../support/runningProcesses';

const { purchases: PURCHASES, affordable: AFFORDABLE, cancellations: CANCELLATIONS } = RACE.oneWallet;
const PRICE = 1_000;
const AT_ONCE = 10;

let stack: RaceStack;
beforeAll(async () => {
  stack = await startRaceStack({ environment: { HOLD_SECONDS: '1800' } });
}, RACE_TIMEOUT_MS);
afterAll(() => stack.close(), RACE_TIMEOUT_MS);

interface Spending {
  fan: Fan;
  answers: Answer[];
  /** What PostgreSQL has afterwards. */
  balance: number;
}

/** One fan holds a seat in each of many concerts and pays for all of them at once, with money for a few. */
async function spendAtOnce(): Promise<Spending> {
  const fan = await stack.apis[0].fan({ balance: AFFORDABLE * PRICE });
  const visits = await inParallel(AT_ONCE, PURCHASES, async (index) => {
    const api = stack.via(index);
    const sale = await api.onSale({ seats: 1, price: PRICE });
    // A token is for one concert: to the API each visit is a client of its own.
    const visit = { ...fan };
    await api.join(visit, sale.concertId);
    const hold = { scheduleId: sale.scheduleId, bestAvailable: { count: 1 } };
    await api.must(200, 'PUT', '/v1/session/hold', { fan: visit, body: hold });
    return visit;
  });
  report(`${PURCHASES} seats held by one fan`);
  const answers = await Promise.all(visits.map((visit, index) => stack.via(index).pay(visit)));
  report(JSON.stringify(answerTally(answers)));
  const [wallet]: { balance: string }[] = await stack.db.query(
    'SELECT balance FROM wallets WHERE user_id = $1',
    [fan.id],
  );
  return { fan, answers, balance: Number(wallet?.balance) };
}

test(
  `of ${PURCHASES} payments at once from a wallet with money for ${AFFORDABLE}, exactly ${AFFORDABLE} are taken; cancelled ${CANCELLATIONS} times at once each, they are refunded once`,
  async () => {
    const { fan, answers, balance } = await spendAtOnce();
    expect(answerTally(answers)).toEqual({
      '201': AFFORDABLE,
      '402 INSUFFICIENT_BALANCE': PURCHASES - AFFORDABLE,
    });
    expect(balance).toBe(0);
    expect(await runAudit(stack.db)).toEqual([]);

    const paid = answers.filter(({ status }) => status === 201).map(({ body }) => body.reservationId);
    const cancellations = paid.flatMap((id) => Array.from({ length: CANCELLATIONS }, () => id));
    const canceled = await Promise.all(
      cancellations.map((id, index) =>
        stack.via(index).call('POST', `/v1/reservations/${id}/cancellation`, { fan }),
      ),
    );
    report(`cancellations: ${JSON.stringify(answerTally(canceled))}`);
    expect(answerTally(canceled)).toEqual({ '200': AFFORDABLE * CANCELLATIONS });
    expect(await stack.apis[0].balance(fan)).toBe(AFFORDABLE * PRICE);
    expect(await ledgerOf(fan)).toEqual({ CHARGE: AFFORDABLE, REFUND: AFFORDABLE, TOP_UP: 1 });
    expect(await runAudit(stack.db)).toEqual([]);
  },
  RACE_TIMEOUT_MS,
);

async function ledgerOf(fan: Fan): Promise<Record<string, number>> {
  const entries: { type: string; count: number }[] = await stack.db.query(
    'SELECT type, count(*)::int FROM wallet_entries WHERE user_id = $1 GROUP BY type',
    [fan.id],
  );
  return Object.fromEntries(entries.map(({ type, count }) => [type, count]));
}

test(
  'twin: without the conditional debit and the constraints on balances, more is bought than there is money for',
  async () => {
    await stack.db.query('ALTER TABLE wallets DROP CONSTRAINT wallets_balance_check');
    await stack.db.query('ALTER TABLE wallet_entries DROP CONSTRAINT wallet_entries_balance_after_check');
    await removeInstalledGuards(stack.db, 'pay_reservation', [[' AND balance >= v_reservation.amount', '']]);
    const { answers, balance } = await spendAtOnce();
    expect(answerTally(answers)['201']).toBeGreaterThan(AFFORDABLE);
    expect(balance).toBeLessThan(0);
  },
  RACE_TIMEOUT_MS,
);
