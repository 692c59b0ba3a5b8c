import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { runAudit } from '../../src/operations/audit';
import { removeInstalledGuards } from '../persistence/guards';
import { outcomeOf, untilKnown } from '../support/answerTally';
import type { ApiClient, Fan, Sale } from '../support/apiClient';
import { RACE, RACE_SEED, RACE_TIMEOUT_MS, report } from '../support/raceSize';
import { startRaceStack, type RaceStack } from '../support/runningProcesses';

const { payments: PAYMENTS, wave: WAVE } = RACE.deadline;
const PRICE = 1_000;
const HOLD_MS = 2_000;
/** How far from the deadline a payment reaches PostgreSQL, at most. */
const SPREAD_MS = 50;
/** Holds of a wave begin one after another: a crowd would delay its own payments, and by differing times. */
const APART_MS = 30;

const PAID = '201, CONFIRMED, seat RESERVED, balance 0, 1 payments';
const NOT_CHARGED = `410 HOLD_EXPIRED, EXPIRED, seat AVAILABLE, balance ${PRICE}, 0 payments`;

let stack: RaceStack;
beforeAll(async () => {
  stack = await startRaceStack({ environment: { HOLD_SECONDS: String(HOLD_MS / 1000) } });
}, RACE_TIMEOUT_MS);
afterAll(() => stack.close(), RACE_TIMEOUT_MS);

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * How long a payment is under way until it begins in PostgreSQL. At first as long as the holds, whose answers say when they
 * began. After each wave it is corrected: by how far the share of payments that came in time is from a half, and
 * where all came in time by when they did.
 */
let travelMs: number | null = null;

/**
 * One hold for each offset, and its payment sent so that it begins in PostgreSQL about so long after the deadline.
 * @returns how each ended: the answer, and what PostgreSQL has once the hold is over
 */
async function wave(sale: Sale, seatIds: string[], offsetsMs: number[]): Promise<string[]> {
  const fans = await stack.crowd(sale, offsetsMs.length, PRICE);
  const holdsMs: number[] = [];
  const sentAt: number[] = [];
  async function holdAndPay(api: ApiClient, fan: Fan, index: number): Promise<string> {
    await pause(index * APART_MS);
    const began = Date.now();
    const held = await api.hold(fan, sale.scheduleId, [seatIds[index]]);
    if (held.status !== 200) throw new Error(`hold: ${outcomeOf(held)}`);
    const deadline = Date.parse(held.body.expiresAt);
    holdsMs.push(deadline - HOLD_MS - began);
    // Half a second before, nearly all others of the wave have held.
    await pause(deadline - 500 - Date.now());
    await pause(deadline + (offsetsMs[index] ?? 0) - (travelMs ?? median(holdsMs)) - Date.now());
    sentAt[index] = Date.now();
    const key = randomUUID();
    return outcomeOf(
      await untilKnown(
        () => api.pay(fan, key),
        (outcome) => unanswered.push(outcome),
      ),
    );
  }
  const answers = await Promise.all(fans.map((fan, index) => holdAndPay(stack.via(index), fan, index)));
  await untilNothingIsHeld();
  const ends = await endsOf(fans);
  const payments = ends.flatMap(({ paidAt }, index) => (paidAt ? [paidAt - (sentAt[index] ?? 0)] : []));
  const inTime = payments.length / fans.length;
  travelMs = inTime === 1 ? median(payments) : (travelMs ?? median(holdsMs)) + (0.5 - inTime) * 2 * SPREAD_MS;
  return answers.map((answer, index) => `${answer}, ${ends[index]?.ended}`);
}

/** Answers that left the outcome open. */
const unanswered: string[] = [];

async function untilNothingIsHeld(): Promise<void> {
  for (const patience = Date.now() + 60_000; ; await pause(50)) {
    const held = await stack.db.query(`SELECT id FROM reservations WHERE status = 'HELD'`);
    if (held.length === 0) return;
    if (Date.now() > patience) throw new Error(`still held: ${JSON.stringify(held)}`);
  }
}

interface End {
  ended: string;
  /** When the payment began in PostgreSQL, epoch milliseconds. */
  paidAt: number | null;
}

/** A hold that was attempted twice leaves a cancelled reservation: the last one counts. */
async function endsOf(fans: Fan[]): Promise<End[]> {
  const rows: (End & { userId: string })[] = await stack.db.query(
    `SELECT r.user_id AS "userId", (extract(epoch FROM max(p.created_at)) * 1000)::float AS "paidAt",
            format('%s, seat %s, balance %s, %s payments', r.status, s.status, w.balance, count(p.id))
              || CASE WHEN max(p.created_at) >= r.expires_at THEN ', LATE' ELSE '' END AS ended
       FROM reservations r
       JOIN reservation_seats rs ON rs.reservation_id = r.id
       JOIN seats s ON s.id = rs.seat_id
       JOIN wallets w ON w.user_id = r.user_id
       LEFT JOIN payments p ON p.user_id = r.user_id
      WHERE r.user_id = ANY ($1)
      GROUP BY r.id, s.status, w.balance
      ORDER BY r.hold_number`,
    [fans.map(({ id }) => id)],
  );
  const ended = new Map(rows.map((row) => [row.userId, row]));
  return fans.map(({ id }) => ended.get(id) ?? { ended: 'no reservation', paidAt: null });
}

/** So many payments, in waves. How often each end occurred. */
async function payAroundTheDeadline(payments: number): Promise<Map<string, number>> {
  const ends = new Map<string, number>();
  const offsets = fc.sample(fc.integer({ min: -SPREAD_MS, max: SPREAD_MS }), {
    seed: RACE_SEED,
    numRuns: payments,
  });
  for (let done = 0; done < payments; done += WAVE) {
    const offsetsMs = offsets.slice(done, done + WAVE);
    const sale = await stack.apis[0].onSale({ seats: WAVE, price: PRICE });
    const seatIds = await freshSeatIds(sale);
    for (const end of await wave(sale, seatIds, offsetsMs)) ends.set(end, (ends.get(end) ?? 0) + 1);
    const counts = JSON.stringify(Object.fromEntries(ends));
    report(
      `${done + offsetsMs.length} of ${payments}, ${Math.round(travelMs ?? 0)} ms under way, ${unanswered.length} without an answer at first: ${counts}`,
    );
  }
  return ends;
}

async function freshSeatIds({ scheduleId }: Sale): Promise<string[]> {
  const seats: { id: string }[] = await stack.db.query(
    'SELECT id::text FROM seats WHERE schedule_id = $1 ORDER BY id',
    [scheduleId],
  );
  return seats.map(({ id }) => id);
}

test(
  `${PAYMENTS} payments within ${SPREAD_MS} ms of the deadline: each is paid and confirmed before it, or expired and not charged (seed ${RACE_SEED})`,
  async () => {
    const ends = await payAroundTheDeadline(PAYMENTS);
    expect([...ends.keys()].filter((end) => end !== PAID && end !== NOT_CHARGED)).toEqual([]);
    expect(unanswered).toEqual([]);
    // Fewer than that on one side, and the payments did not meet the deadline.
    expect(ends.get(PAID) ?? 0).toBeGreaterThanOrEqual(PAYMENTS / 20);
    expect(ends.get(NOT_CHARGED) ?? 0).toBeGreaterThanOrEqual(PAYMENTS / 20);
    expect(await runAudit(stack.db)).toEqual([]);
  },
  RACE_TIMEOUT_MS,
);

test(
  `twin: without PostgreSQL's deadline, payments that begin after it are taken (seed ${RACE_SEED})`,
  async () => {
    await removeInstalledGuards(stack.db, 'pay_reservation', [[` OR v_reservation.expires_at <= now()`, '']]);
    const ends = await payAroundTheDeadline(2 * WAVE);
    expect([...ends.keys()]).toContain(`${PAID}, LATE`);
  },
  RACE_TIMEOUT_MS,
);
