import { runAudit } from '../../src/operations/audit';
import { EXTEND_HOLD } from '../../src/persistence/functions/extendHold.sql';
import { RECORD_SESSION } from '../../src/persistence/functions/recordSession.sql';
import { extendHold } from '../../src/persistence/statements/extendHold';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { releaseHold } from '../../src/persistence/statements/releaseHold';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { removeGuards } from './guards';
import {
  createSale,
  expectCleanAudit,
  held,
  HOLD_MS,
  newVisit,
  PRICE,
  reservationStatuses,
  seatStatuses,
  sha256,
  type Sale,
  type Visit,
} from './sale';

const EXTENSION_MS = 60_000;
const ROUNDS = 30;

describe('an extension that meets', () => {
  let database: TestDatabase;
  let sale: Sale;
  beforeEach(async () => {
    database = await createTestDatabase({ poolSize: 20 });
    sale = await createSale(database.dataSource, {
      seats: ROUNDS,
      holdExtensionSeconds: EXTENSION_MS / 1000,
    });
  });
  afterEach(() => database.close());

  const db = () => database.dataSource;
  const extend = (fan: Visit) => extendHold(db(), { ...fan, holdNumber: 1, holdCapMs: 900_000 });
  const expire = (fan: Visit) => releaseHold(db(), { ...fan, holdNumber: 1, lastHoldEnd: 'EXPIRED' });
  const pay = (fan: Visit) => payReservation(db(), { ...fan, holdNumber: 1, paymentKey: sha256('pay') });

  /** An extension and another step of one hold start together, in turns this one and that one first; how each pair ended. */
  async function against(other: (fan: Visit) => Promise<object>): Promise<Set<string>> {
    const ends = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const fan = await newVisit(db(), sale, PRICE);
      await held(db(), sale, fan, [round]);
      const steps = [extend, other];
      if (round % 2 === 1) steps.reverse();
      const answers = await Promise.all(steps.map((step) => step(fan)));
      const outcomes = answers.map((answer) => ('outcome' in answer ? answer.outcome : 'RELEASED')).sort();
      const seat = (await seatStatuses(db(), sale))[round];
      ends.add(`${outcomes.join(' ')}: ${await reservationStatuses(db(), fan)} seat ${seat}`);
    }
    return ends;
  }

  test('the expiry comes too late, or is overtaken: the seat goes back either way', async () => {
    const ends = await against(expire);
    const allowed = ['EXTENDED RELEASED: EXPIRED seat A', 'HOLD_EXPIRED RELEASED: EXPIRED seat A'];
    expect([...ends].filter((end) => !allowed.includes(end))).toEqual([]);
    expect(ends.size).toBe(2);
    await expectCleanAudit(db());
  });

  test('the payment comes too late, or before it: the seat is paid for either way', async () => {
    const ends = await against(pay);
    const allowed = ['EXTENDED PAID: CONFIRMED seat R', 'NO_HOLD PAID: CONFIRMED seat R'];
    expect([...ends].filter((end) => !allowed.includes(end))).toEqual([]);
    expect(ends.size).toBe(2);
    await expectCleanAudit(db());
  });

  test('nineteen others of the same hold puts its deadline off once', async () => {
    const fan = await newVisit(db(), sale);
    const { expiresAt } = await held(db(), sale, fan, [0]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => extend(fan)));
    const deadlines = answers.map((answer) => ('hold' in answer ? answer.hold.expiresAt : answer.outcome));
    expect(new Set(deadlines)).toEqual(new Set([expiresAt + EXTENSION_MS]));
    await expectCleanAudit(db());
  });

  /** The extension has found the hold; before it acts the hold is released, and another fan holds the seat. */
  async function actLate() {
    const fan = await newVisit(db(), sale);
    await held(db(), sale, fan, [0]);
    const late = extend(fan).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expire(fan);
    await held(db(), sale, await newVisit(db(), sale), [0], { holdMs: 2 * HOLD_MS });
    return late;
  }

  const PAUSED: [string, string] = [
    '  PERFORM 1 FROM seats',
    '  PERFORM pg_sleep(1);\n  PERFORM 1 FROM seats',
  ];
  const FENCE: [string, string] = [
    `\n     AND hold_session_id = v_session.id AND hold_number = p_hold_number`,
    '',
  ];
  const withoutLocks = () => removeGuards(db(), RECORD_SESSION, [['FOR NO KEY UPDATE', '']]);

  test('twin: without the locks the fence still keeps it off a seat that is another fan’s by now', async () => {
    await withoutLocks();
    await removeGuards(db(), EXTEND_HOLD, [PAUSED, ['\n     FOR NO KEY UPDATE;', ';']]);
    expect(await actLate()).toMatchObject({ message: expect.stringMatching(/holds 0 of its 1 seats/) });
    await expectCleanAudit(db());
  });

  test('twin: without the locks and the fence it moves another fan’s deadline', async () => {
    await withoutLocks();
    await removeGuards(db(), EXTEND_HOLD, [PAUSED, FENCE, ['\n     FOR NO KEY UPDATE;', ';']]);
    expect(await actLate()).toMatchObject({ outcome: 'EXTENDED' });
    expect((await runAudit(db())).map(({ rule }) => rule)).toContain('held-seat-without-its-reservation');
  });
});
