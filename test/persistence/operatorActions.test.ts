import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { SessionOperation } from '../../src/contracts/operatorActions';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { cancelReservation } from '../../src/persistence/statements/cancelReservation';
import { operateSession, type OperationRecord } from '../../src/persistence/statements/operateSession';
import { recordOperatorAction } from '../../src/persistence/statements/recordOperatorAction';
import { payReservation } from '../../src/persistence/statements/payReservation';
import { sessionWorkflowId } from '../../src/contracts/identifiers';
import {
  counters,
  held,
  letPass,
  newVisit,
  PRICE,
  purchase,
  reservationStatuses,
  sha256,
  useSale,
  type Sale,
  type Visit,
} from './sale';

let client: SqlClient;
let sale: Sale;
useSale({ seats: 12 }, (db, created) => {
  client = db;
  sale = created;
});

function operate(
  visit: Visit,
  what: SessionOperation,
  {
    actionId = randomUUID(),
    seconds = 60,
    refusal = null as { code: 'INVALID_TRANSITION'; detail: string } | null,
  } = {},
): Promise<OperationRecord> {
  const { concertId, userId } = visit.identity;
  const workflowId = sessionWorkflowId(concertId, userId);
  const action = { workflowId, actionId, what, by: 'ops-1', why: 'a test' };
  return operateSession(client, {
    ...visit,
    ...{ action, refusal, seconds, holdNumber: 1, barredThrough: 1, holdCapMs: 900_000 },
    expiresAt: visit.admittedAt + 600_000,
  });
}
const pay = (visit: Visit) =>
  payReservation(client, { ...visit, holdNumber: 1, paymentKey: sha256(randomUUID()) });
const recorded = async (): Promise<number> => {
  const rows = await client.query<{ count: string }>(
    'SELECT count(*) FROM operator_actions WHERE concert_id = $1',
    [sale.concertId],
  );
  return Number(rows[0]?.count);
};

test('an extension sent ten times at once under one id puts the deadline off once', async () => {
  const fan = await newVisit(client, sale);
  const { expiresAt } = await held(client, sale, fan, [0, 1]);
  const actionId = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => operate(fan, 'operatorExtendHold', { actionId })),
  );
  for (const { outcome, hold, details } of answers) {
    expect([outcome, hold?.expiresAt, details.seats]).toEqual(['DONE', expiresAt + 60_000, ['A1', 'A2']]);
  }
  expect(await recorded()).toBe(1);
  await operate(fan, 'operatorExtendHold');
  expect((await operate(fan, 'operatorExtendHold', { actionId })).hold?.expiresAt).toBe(expiresAt + 120_000);
});

test('an extension is refused once the hold has run out, and without one', async () => {
  const fan = await newVisit(client, sale);
  expect(await operate(fan, 'operatorExtendHold')).toMatchObject({ outcome: 'NO_HOLD', hold: null });
  await held(client, sale, fan, [0]);
  await letPass(client, fan, 300_000);
  expect(await operate(fan, 'operatorExtendHold')).toMatchObject({ outcome: 'HOLD_EXPIRED' });
  expect(await recorded()).toBe(2);
});

test('a release and a payment at once: paid and sold, or released and not charged', async () => {
  const fans = await Promise.all(Array.from({ length: 12 }, () => newVisit(client, sale, PRICE)));
  for (const [place, fan] of fans.entries()) await held(client, sale, fan, [place]);
  const ends = await Promise.all(
    fans.map(async (fan, i) => {
      const both = [() => pay(fan), () => operate(fan, 'operatorReleaseHold')] as const;
      // Either may be first.
      if (i % 2 === 0) {
        const [paid, released] = await Promise.all([both[0](), both[1]()]);
        return { paid, released };
      }
      const [released, paid] = await Promise.all([both[1](), both[0]()]);
      return { paid, released };
    }),
  );
  let sold = 0;
  for (const { paid, released } of ends) {
    if (paid.outcome === 'PAID') sold += 1;
    expect([paid.outcome, released.outcome]).toEqual(
      paid.outcome === 'PAID' ? ['PAID', 'ENDED'] : ['INVALID_TRANSITION', 'DONE'],
    );
    expect(released.end?.reason).toBe(paid.outcome === 'PAID' ? 'PAID' : undefined);
  }
  const status = sold === 12 ? 'SOLD_OUT' : 'AVAILABLE';
  expect(await counters(client, sale.scheduleId)).toBe(`${12 - sold}/0/${sold} ${status}`);
});

test('a refused action changes nothing, and stays refused under its id', async () => {
  const fan = await newVisit(client, sale);
  await held(client, sale, fan, [0]);
  const actionId = randomUUID();
  const refusal = { code: 'INVALID_TRANSITION' as const, detail: 'not now' };
  expect(await operate(fan, 'operatorExpire', { actionId, refusal })).toMatchObject({
    ...{ outcome: 'INVALID_TRANSITION', end: null },
    details: { detail: 'not now' },
  });
  expect(await operate(fan, 'operatorExpire', { actionId })).toMatchObject({ outcome: 'INVALID_TRANSITION' });
  expect(await reservationStatuses(client, fan)).toEqual(['HELD']);
  expect(await operate(fan, 'operatorExpire')).toMatchObject({
    ...{ outcome: 'DONE', end: { reason: 'EXPIRED_BY_OPERATOR' }, hold: null },
  });
  expect(await reservationStatuses(client, fan)).toEqual(['EXPIRED']);
});

test('a cancellation sent five times at once under one id refunds once; under the id of another it is refused', async () => {
  const [one, other] = [await purchase(client, sale, [0]), await purchase(client, sale, [1])];
  const action = {
    ...{ workflowId: 'waiting-room:1', actionId: randomUUID(), what: 'cancelReservation' },
    ...{ by: 'ops-1', why: 'a test', concertId: sale.concertId },
  };
  const cancel = ({ reservationId, userId }: { reservationId: string; userId: string }) =>
    cancelReservation(client, { reservationId, userId, cutOffMs: 0, action });
  // All of them have begun before the first can end.
  const blocker = (client as DataSource).createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('SELECT FROM reservations WHERE id = $1 FOR UPDATE', [one.reservationId]);
  const answering = Promise.all(Array.from({ length: 5 }, () => cancel(one)));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await blocker.commitTransaction();
  await blocker.release();
  const answers = await answering;
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ balance: PRICE, outcome: 'CANCELED', refunded: PRICE })]),
  );
  expect(await cancel(other)).toEqual({ outcome: 'ACTION_ID_REUSED' });
  expect(await counters(client, sale.scheduleId)).toBe('11/0/1 AVAILABLE');
  expect(await recorded()).toBe(1);
});

test('a cancellation under an id that was refused before is refused again, and refunds nothing', async () => {
  const { reservationId, userId } = await purchase(client, sale, [0]);
  const action = {
    ...{ workflowId: 'waiting-room:1', actionId: randomUUID(), what: 'cancelReservation' },
    ...{ by: 'ops-1', why: 'a test' },
  };
  const { concertId } = sale;
  const refused = { outcome: 'INVALID_TRANSITION', details: { detail: 'not now' } };
  await recordOperatorAction(client, { concertId, reservationId, action, ...refused });
  const asked = { reservationId, userId, cutOffMs: 0, action: { ...action, concertId } };
  expect(await cancelReservation(client, asked)).toEqual({ outcome: 'INVALID_TRANSITION' });
  expect(await counters(client, sale.scheduleId)).toBe('11/0/1 AVAILABLE');
});
