import { randomUUID } from 'node:crypto';
import { runAudit } from '../../src/operations/audit';
import type { Sale } from '../support/apiClient';
import { findings, storesOf } from '../support/storeAudit';
import { until } from '../support/runningRoom';
import { codeOf, refusalOf } from '../workflows/sessionMessages';
import { OPERATOR, OperatorStage } from './operatorStage';

let stage: OperatorStage;
let sale: Sale;
beforeAll(async () => {
  stage = await OperatorStage.open();
});
beforeEach(async () => {
  sale = await stage.api.onSale({ seats: 4 });
});
afterEach(async () => {
  expect(await runAudit(stage.stack.db)).toEqual([]);
  expect(await findings(storesOf(stage.stack))).toEqual([]);
});
afterAll(() => stage.stack.close());

const refused = { type: 'INVALID_TRANSITION' };

describe.each(['update', 'signal'] as const)('by %s an operator', (form) => {
  test('releases a hold: the seats are back on sale, the visit goes on, and it is on record', async () => {
    const fan = await stage.holder(sale, 0, form === 'signal');
    expect(await stage.seats(sale)).toBe('AVAILABLE 3, HELD 1');
    const { hold } = await stage.api.session(fan);
    await stage.act(form, sale, fan, 'operatorReleaseHold');
    expect(await stage.api.until(fan, 'ADMITTED')).toMatchObject({ hold: null });
    expect(await stage.seats(sale)).toBe('AVAILABLE 4');
    expect(await stage.recorded(sale, fan)).toMatchObject([
      {
        ...{ what: 'operatorReleaseHold', outcome: 'DONE', by: 'ops-1', why: 'a test' },
        ...{ session_id: fan.sessionId, concert_id: sale.concertId, reservation_id: hold.reservationId },
      },
    ]);
    const [seat] = await stage.api.seatIds(fan, sale.scheduleId);
    expect((await stage.api.hold(fan, sale.scheduleId, [seat])).status).toBe(200);
  });

  test('extends a hold by seconds, up to the cap of a hold and no further', async () => {
    const fan = await stage.holder(sale, 0, form === 'signal');
    const until0 = Date.parse((await stage.api.session(fan)).hold.expiresAt as string);
    await stage.act(form, sale, fan, 'operatorExtendHold', { seconds: 60 });
    const { hold } = await stage.api.until(fan, 'HOLDING', (session) => {
      return Date.parse(session.hold.expiresAt as string) === until0 + 60_000;
    });
    await stage.act(form, sale, fan, 'operatorExtendHold', { seconds: 3_600 });
    // 300 s of a hold, 900 s of the cap.
    await stage.api.until(
      fan,
      'HOLDING',
      (session) => Date.parse(session.hold.expiresAt as string) === until0 + 600_000,
    );
    const again = stage.update(sale, fan, 'operatorExtendHold', { seconds: 1 });
    expect(await refusalOf(again)).toMatchObject({
      ...refused,
      message: expect.stringContaining('HOLD_CAP'),
    });
    expect((await stage.recorded(sale, fan)).map(({ outcome }) => outcome)).toEqual([
      'DONE',
      'DONE',
      'AT_ITS_LONGEST',
    ]);
    const [row] = await stage.stack.db.query<{ expires_at: Date; deadlines: string }[]>(
      `SELECT expires_at, (SELECT count(DISTINCT hold_expires_at) FROM seats WHERE hold_expires_at = r.expires_at) AS deadlines
         FROM reservations r WHERE id = $1`,
      [hold.reservationId],
    );
    expect(row).toMatchObject({ deadlines: '1' });
    expect(row?.expires_at.getTime()).toBeCloseTo(until0 + 600_000, -1);
  });

  test.each([
    ['operatorExpire', 'EXPIRED', 'EXPIRED_BY_OPERATOR'],
    ['operatorRemove', 'LEFT', 'REMOVED'],
  ] as const)('%s ends a visit as %s, and what it held is back on sale', async (what, outcome, reason) => {
    const fan = await stage.holder(sale, 0, form === 'signal');
    await stage.act(form, sale, fan, what);
    expect(await stage.session(sale, fan).result()).toMatchObject({ outcome, reason });
    expect(await stage.seats(sale)).toBe('AVAILABLE 4');
    expect((await stage.api.session(fan)).state).toBe(outcome);
    expect(await stage.recorded(sale, fan)).toMatchObject([{ what, outcome: 'DONE' }]);
    expect(await stage.taken(sale)).toBe(0);
  });

  test('ends a visit that waits, and the line closes up', async () => {
    const full = await stage.api.onSale({ capacity: 0 });
    const [first, second] = [await stage.comes(full), await stage.comes(full)];
    if (form === 'signal') await stage.wake(full, first);
    await stage.act(form, full, first, 'operatorExpire');
    await stage.api.until(first, 'EXPIRED');
    expect(await stage.api.session(second)).toMatchObject({ state: 'WAITING', position: 1 });
  });

  test('admits a waiting fan in front of everybody while a slot is free, and beyond the capacity only on purpose', async () => {
    const room = await stage.api.onSale({ capacity: 0 });
    const fans = [await stage.comes(room), await stage.comes(room), await stage.comes(room)];
    const [first, second, third] = fans as [(typeof fans)[0], (typeof fans)[0], (typeof fans)[0]];
    await stage.stack.rooms.change(room.concertId, { ...OPERATOR, paused: true, capacity: 1 });
    if (form === 'signal') for (const one of [second, third]) await stage.wake(room, one);
    await stage.act(form, room, third, 'operatorAdmit');
    expect(await stage.api.until(third, 'ADMITTED')).toMatchObject({ position: null });
    expect(await stage.taken(room)).toBe(1);

    const full = stage.update(room, second, 'operatorAdmit');
    expect(await refusalOf(full)).toMatchObject({
      ...refused,
      message: expect.stringContaining('"beyondCapacity": true'),
    });
    expect(await stage.taken(room)).toBe(1);
    await stage.act(form, room, second, 'operatorAdmit', { beyondCapacity: true });
    await stage.api.until(second, 'ADMITTED');
    expect(await stage.taken(room)).toBe(2);

    // No slot is lost: one that is free again lets the next fan in, the one too many does not.
    await stage.stack.rooms.change(room.concertId, { ...OPERATOR, paused: false });
    await stage.api.must(204, 'DELETE', '/v1/session', { fan: second });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await stage.api.session(first)).state).toBe('WAITING');
    await stage.api.must(204, 'DELETE', '/v1/session', { fan: third });
    await stage.api.until(first, 'ADMITTED');
    expect(await stage.taken(room)).toBe(1);
    const outcomes = (await stage.recorded(room, second)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['INVALID_TRANSITION', 'DONE']);
  });

  test('repeats an action by its id without doing it again', async () => {
    const fan = await stage.holder(sale, 0, form === 'signal');
    const actionId = randomUUID();
    await stage.act(form, sale, fan, 'operatorExtendHold', { seconds: 60, actionId });
    const { hold } = await stage.api.session(fan);
    const first = await stage.update(sale, fan, 'operatorExtendHold', { seconds: 60, actionId });
    expect(first).toMatchObject({ outcome: 'DONE', actionId, expiresAt: hold.expiresAt });
    expect(await stage.update(sale, fan, 'operatorExtendHold', { seconds: 60, actionId })).toEqual(first);
    await stage.signal(sale, fan, 'operatorExtendHold', { ...OPERATOR, seconds: 60, actionId });
    await stage.update(sale, fan, 'operatorReleaseHold');
    // Nor is it another action, and its answer stays when it would be refused now.
    expect(await stage.update(sale, fan, 'operatorExtendHold', { seconds: 60, actionId })).toEqual(first);
    const other = await refusalOf(stage.update(sale, fan, 'operatorExpire', { actionId }));
    expect(other).toMatchObject({
      type: 'VALIDATION_FAILED',
      message: expect.stringContaining('"actionId"'),
    });
    expect(await stage.recorded(sale, fan)).toHaveLength(2);
  });
});

describe('an action', () => {
  test.each([
    ['operatorReleaseHold', {}],
    ['operatorExtendHold', { seconds: 60 }],
    ['operatorAdmit', {}],
  ] as const)('%s is refused for a fan who is admitted and holds nothing', async (what, message) => {
    const fan = await stage.comes(sale);
    expect(await codeOf(stage.update(sale, fan, what, message))).toBe('INVALID_TRANSITION');
    expect(await stage.recorded(sale, fan)).toEqual([]);
    await stage.act('signal', sale, fan, what, message);
    expect(await stage.recorded(sale, fan)).toMatchObject([{ what, outcome: 'INVALID_TRANSITION' }]);
    expect((await stage.api.session(fan)).state).toBe('ADMITTED');
  });

  test.each([
    ['by', { by: 'fan@example.org' }],
    ['by', { by: '' }],
    ['why', { why: undefined }],
    ['why', { why: 'w'.repeat(501) }],
    ['seconds', { seconds: '60' }],
    ['seconds', { seconds: 0 }],
    ['actionId', { actionId: 'a b' }],
    ['sessionId', { sessionId: 'mine' }],
    ['second', { second: 60 }],
  ])('whose %s is wrong is refused, names it, and changes nothing', async (field, wrong) => {
    const fan = await stage.holder(sale);
    const { hold } = await stage.api.session(fan);
    const message = { seconds: 60, ...wrong } as object;
    const { type, message: said } = await refusalOf(stage.update(sale, fan, 'operatorExtendHold', message));
    expect(type).toBe('VALIDATION_FAILED');
    expect(said).toContain(`"${field}"`);
    await stage.signal(sale, fan, 'operatorExtendHold', { ...OPERATOR, ...message });
    // It comes after the signal.
    await stage.update(sale, fan, 'operatorExtendHold', { seconds: 1, actionId: 'after' });
    const records = await stage.recorded(sale, fan);
    const isNamed = field !== 'by' && field !== 'why';
    expect(records.map(({ outcome }) => outcome)).toEqual(isNamed ? ['VALIDATION_FAILED', 'DONE'] : ['DONE']);
    const until0 = Date.parse(hold.expiresAt as string);
    expect(Date.parse((await stage.api.session(fan)).hold.expiresAt as string)).toBe(until0 + 1_000);
  });

  test.each([undefined, null, 'remove', 7, []])('signalled as %p does no harm', async (message) => {
    const fan = await stage.holder(sale);
    await stage.signal(sale, fan, 'operatorRemove', message);
    await stage.update(sale, fan, 'operatorExtendHold', { seconds: 1 });
    expect((await stage.api.session(fan)).state).toBe('HOLDING');
  });

  test('meant for an earlier visit does nothing to the next one', async () => {
    const fan = await stage.comes(sale);
    const [actionId, sessionId] = [randomUUID(), fan.sessionId];
    await stage.update(sale, fan, 'operatorRemove', { actionId });
    await stage.session(sale, fan).result();
    await stage.api.join(fan, sale.concertId);
    const other = await refusalOf(stage.update(sale, fan, 'operatorRemove', { sessionId }));
    expect(other).toMatchObject({ ...refused, message: expect.stringContaining('"sessionId"') });
    // The same batch again.
    expect(await stage.update(sale, fan, 'operatorRemove', { actionId })).toMatchObject({ actionId });
    expect((await stage.api.session(fan)).state).toBe('ADMITTED');
    expect(await stage.recorded(sale, fan)).toMatchObject([{ session_id: sessionId }]);
  });

  test.each(['update', 'signal'] as const)(
    'sent as %s during a payment waits for it: paid, it is refused and takes nothing back',
    async (form) => {
      const fan = await stage.holder(sale, 1000);
      const handle = stage.session(sale, fan);
      const blocker = stage.stack.db.createQueryRunner();
      try {
        await blocker.startTransaction();
        await blocker.query('SELECT FROM wallets WHERE user_id = $1 FOR UPDATE', [fan.id]);
        const paying = stage.api.pay(fan);
        await stage.somebodyWaits();
        const releasing =
          form === 'update'
            ? stage.update(sale, fan, 'operatorReleaseHold').catch(() => 'refused')
            : stage.signal(sale, fan, 'operatorReleaseHold', OPERATOR).then(() => 'refused');
        await new Promise((resolve) => setTimeout(resolve, 300));
        await blocker.commitTransaction();
        expect((await paying).status).toBe(201);
        expect(await releasing).toBe('refused');
      } finally {
        await blocker.release();
      }
      expect(await handle.result()).toMatchObject({ outcome: 'CONFIRMED', reason: 'PAID' });
      expect(await stage.seats(sale)).toBe('AVAILABLE 3, RESERVED 1');
      expect(await stage.api.balance(fan)).toBe(0);
      const outcomes = (await stage.recorded(sale, fan)).map(({ outcome }) => outcome);
      // Whether the update came to a workflow that was open still, or only to find it closed.
      expect(outcomes.filter((outcome) => outcome !== 'ENDED' && outcome !== 'INVALID_TRANSITION')).toEqual(
        [],
      );
      if (form === 'signal') expect(outcomes).toHaveLength(1);
    },
  );

  test('racing payments, each of them is paid or released, never both and never neither', async () => {
    const race = await stage.api.onSale({ seats: 12 });
    const fans = await Promise.all(Array.from({ length: 12 }, () => stage.holder(race, 1000)));
    const ends = await Promise.all(
      fans.map(async (fan, i) => {
        const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
        const release = async (): Promise<boolean> => {
          await wait(i % 3 === 0 ? 0 : 10 * i);
          return await stage.update(race, fan, 'operatorReleaseHold').then(
            () => true,
            () => false,
          );
        };
        const pay = async (): Promise<number> => {
          await wait(i % 3 === 0 ? 20 : 0);
          return (await stage.api.pay(fan)).status;
        };
        const [released, paid] = await Promise.all([release(), pay()]);
        return { released, paid: paid === 201, balance: await stage.api.balance(fan) };
      }),
    );
    for (const { released, paid, balance } of ends) {
      expect(released).toBe(!paid);
      expect(balance).toBe(paid ? 0 : 1000);
    }
    const sold = ends.filter(({ paid }) => paid).length;
    const expected = [
      ...(sold < 12 ? [`AVAILABLE ${12 - sold}`] : []),
      ...(sold > 0 ? [`RESERVED ${sold}`] : []),
    ];
    expect(await stage.seats(race)).toBe(expected.join(', '));
  });

  test('stands in the details of the page, with who and why', async () => {
    const fan = await stage.holder(sale);
    await stage.update(sale, fan, 'operatorReleaseHold', { why: 'the fan *called*' });
    const details = await stage
      .session(sale, fan)
      .query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(details.currentDetails).toMatch(/ops-1: released the hold \(the fan \\\*called\\\*\)$/);
  });

  test('cannot be changed or deleted on record', async () => {
    const fan = await stage.holder(sale);
    await stage.update(sale, fan, 'operatorReleaseHold');
    for (const sql of [
      `UPDATE operator_actions SET why = ''`,
      'DELETE FROM operator_actions',
      'TRUNCATE operator_actions',
    ]) {
      await expect(stage.stack.db.query(sql)).rejects.toThrow('append-only');
    }
    await until(async () => (await stage.recorded(sale, fan)).length === 1);
  });
});
