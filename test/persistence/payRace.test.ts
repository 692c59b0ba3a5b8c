import { randomUUID } from 'node:crypto';
import { runAudit } from '../../src/operations/audit';
import { PAY_RESERVATION } from '../../src/persistence/functions/payReservation.sql';
import { RECORD_SESSION } from '../../src/persistence/functions/recordSession.sql';
import { walletBalance } from '../../src/persistence/reads/wallet';
import { endSession } from '../../src/persistence/statements/endSession';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { PAUSE, removeGuards, tally } from './guards';
import {
  createFan,
  createSale,
  expectCleanAudit,
  held,
  newVisit,
  PRICE,
  reservationStatuses,
  seatStatuses,
  sha256,
  visit,
} from './sale';

describe('payments at once', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase({ poolSize: 20 });
  });
  afterEach(() => database.close());

  /** Expiry and payment of one hold start together; how each pair ended. */
  async function payAgainstExpiry(pairs: number): Promise<Set<string>> {
    const db = database.dataSource;
    const sale = await createSale(db, { seats: pairs });
    const ends = new Set<string>();
    for (let pair = 0; pair < pairs; pair += 1) {
      const fan = await newVisit(db, sale, PRICE);
      await held(db, sale, fan, [pair]);
      const pay = () => payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256('pay') });
      const expire = () =>
        pair % 2 === 0
          ? releaseHold(db, { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' })
          : endSession(db, { ...fan, holdNumber: 1, reason: 'ADMISSION_WINDOW' });
      const order: [Promise<unknown>, Promise<unknown>] =
        pair % 3 === 0 ? [expire(), pay()] : [pay(), expire()];
      const answers = (await Promise.all(order)) as Partial<{ outcome: string; releasedSeats: number }>[];
      const outcome = answers.find((answer) => answer.outcome !== undefined)?.outcome;
      const released = answers.find((answer) => answer.releasedSeats !== undefined)?.releasedSeats;
      const seat = (await seatStatuses(db, sale))[pair];
      const balance = await walletBalance(db, fan.identity.userId);
      ends.add(
        `${outcome} ${await reservationStatuses(db, fan)} seat ${seat} released ${released} balance ${balance}`,
      );
    }
    return ends;
  }

  test('a payment that meets the expiry ends as paid and confirmed, or as expired and not charged', async () => {
    const allowed = [
      `PAID CONFIRMED seat R released 0 balance 0`,
      `HOLD_EXPIRED EXPIRED seat A released 1 balance ${PRICE}`,
    ];
    const ends = await payAgainstExpiry(60);
    expect([...ends].filter((end) => !allowed.includes(end))).toEqual([]);
    expect(ends.size).toBe(2);
    await expectCleanAudit(database.dataSource);
  });

  test('twin: without the locks and the fence a fan pays for seats that went back', async () => {
    const db = database.dataSource;
    await db.query('ALTER TABLE schedules DROP CONSTRAINT schedules_counters_check');
    await removeGuards(db, RECORD_SESSION, [['FOR NO KEY UPDATE', '']]);
    await removeGuards(db, PAY_RESERVATION, [
      ['\n       FOR NO KEY UPDATE', ''],
      [` AND status = 'HELD'\n       AND hold_session_id = v_session.id AND hold_number = p_hold_number`, ''],
      ['UPDATE wallets SET balance = balance -', `${PAUSE}\n    UPDATE wallets SET balance = balance -`],
    ]);
    const ends = await payAgainstExpiry(6);
    expect([...ends].filter((end) => end.startsWith('PAID') && end.includes('released 1'))).not.toEqual([]);
    expect(await runAudit(db)).not.toEqual([]);
  });

  const MANY = 20;

  /** One fan with money for one, as many holds, all paid at once. */
  async function payFromOneWallet() {
    const db = database.dataSource;
    const sale = await createSale(db, { seats: MANY });
    const userId = await createFan(db, PRICE);
    const visits = Array.from({ length: MANY }, () => visit(sale.concertId, userId));
    await Promise.all(visits.map((fan, place) => held(db, sale, fan, [place], { maxSeats: 20 })));
    const answers = await Promise.all(
      visits.map((fan) => payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256(randomUUID()) })),
    );
    return { answers, balance: await walletBalance(db, userId) };
  }

  test('of twenty payments from a wallet with money for one, exactly one is PAID', async () => {
    const { answers, balance } = await payFromOneWallet();
    expect(tally(answers)).toEqual({ PAID: 1, INSUFFICIENT_BALANCE: MANY - 1 });
    expect(balance).toBe(0);
    await expectCleanAudit(database.dataSource);
  });

  test('twin: without the conditional debit and its constraint the wallet is overdrawn', async () => {
    const db = database.dataSource;
    await db.query('ALTER TABLE wallets DROP CONSTRAINT wallets_balance_check');
    await db.query('ALTER TABLE wallet_entries DROP CONSTRAINT wallet_entries_balance_after_check');
    await removeGuards(db, PAY_RESERVATION, [[' AND balance >= v_reservation.amount', '']]);
    const { answers, balance } = await payFromOneWallet();
    expect(tally(answers).PAID).toBeGreaterThan(1);
    expect(balance).toBeLessThan(0);
  });

  test('twenty attempts of one payment at once charge once and all give the same answer', async () => {
    const db = database.dataSource;
    const sale = await createSale(db);
    const fan = await newVisit(db, sale, 50 * PRICE);
    await held(db, sale, fan, [0]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        payReservation(db, { ...fan, holdNumber: 1, paymentKey: sha256('k') }),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ outcome: 'PAID', balance: 49 * PRICE });
    await expectCleanAudit(db);
  });
});
