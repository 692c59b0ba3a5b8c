import { randomUUID } from 'node:crypto';
import {
  admitOneUpdate,
  cancelReservationUpdate,
  changeRoomUpdate,
  pauseUpdate,
  removeOneUpdate,
  resumeUpdate,
} from '../../src/contracts/roomMessages';
import { cancellationWorkflowId } from '../../src/contracts/identifiers';
import type { CancelForFanMessage } from '../../src/contracts/waitingRoom';
import { runAudit } from '../../src/operations/audit';
import type { Fan, Sale } from '../support/apiClient';
import { codeOf, refusalOf } from '../workflows/sessionMessages';
import { OPERATOR, OperatorStage } from './operatorStage';

let stage: OperatorStage;
beforeAll(async () => {
  stage = await OperatorStage.open();
});
afterEach(async () => expect(await runAudit(stage.stack.db)).toEqual([]));
afterAll(() => stage.stack.close());

const recordsOf = async (sale: Sale) =>
  (await stage.recorded(sale)).map(({ what, outcome }) => `${what} ${outcome}`);

describe('what an operator does to a room', () => {
  test('is on record with who and why, also what was refused', async () => {
    const sale = await stage.api.onSale({ capacity: 0 });
    const fan = await stage.comes(sale);
    const room = await stage.room(sale);
    await room.executeUpdate(pauseUpdate, { args: [OPERATOR] });
    await room.executeUpdate(changeRoomUpdate, { args: [{ ...OPERATOR, capacity: 1 }] });
    const named = { ...OPERATOR, userId: fan.id };
    await room.executeUpdate(admitOneUpdate, { args: [named] });
    await room.executeUpdate(removeOneUpdate, { args: [named] });
    expect(await codeOf(room.executeUpdate(removeOneUpdate, { args: [named] }))).toBe('INVALID_TRANSITION');
    expect(await recordsOf(sale)).toEqual([
      'pause DONE',
      'changeRoom DONE',
      'admitOne DONE',
      'removeOne DONE',
      'removeOne INVALID_TRANSITION',
    ]);
    const records = await stage.recorded(sale);
    expect(records[0]).toMatchObject({ by: 'ops-1', why: 'a test', concert_id: sale.concertId });
    expect(records[2]).toMatchObject({ session_id: fan.sessionId });
  });

  test('is done once however often the same action id is sent', async () => {
    const sale = await stage.api.onSale({ capacity: 0 });
    await stage.comes(sale);
    const room = await stage.room(sale);
    const actionId = randomUUID();
    const pausing = () => room.executeUpdate(pauseUpdate, { args: [{ ...OPERATOR, actionId }] });
    expect(await pausing()).toMatchObject({ paused: true });
    await room.executeUpdate(resumeUpdate, { args: [OPERATOR] });
    // The room as it is: resumed.
    expect(await pausing()).toMatchObject({ paused: false });
    const reused = room.executeUpdate(resumeUpdate, { args: [{ ...OPERATOR, actionId }] });
    expect(await refusalOf(reused)).toMatchObject({
      type: 'VALIDATION_FAILED',
      message: expect.stringContaining('"actionId"'),
    });
    expect(await recordsOf(sale)).toEqual(['pause DONE', 'resume DONE']);
  });
});

describe('cancelling a reservation for its fan', () => {
  let sale: Sale;
  let fan: Fan;
  let reservationId: string;
  beforeEach(async () => {
    sale = await stage.api.onSale({ seats: 2 });
    fan = await stage.holder(sale, 1000);
    const paid = await stage.api.pay(fan);
    expect(paid.status).toBe(201);
    reservationId = paid.body.reservationId as string;
  });

  const cancel = async (message: Partial<CancelForFanMessage> = {}) =>
    await (
      await stage.room(sale)
    ).executeUpdate(cancelReservationUpdate, { args: [{ ...OPERATOR, reservationId, ...message }] });
  const startIn = (hours: number) =>
    stage.stack.db.query(`UPDATE schedules SET starts_at = now() + $2 * interval '1 hour' WHERE id = $1`, [
      sale.scheduleId,
      hours,
    ]);

  test('refunds it by the workflow that fans use, and is on record in the same transaction', async () => {
    const workflowId = cancellationWorkflowId(reservationId);
    expect(await cancel()).toEqual({
      ...{ outcome: 'CANCELED', actionId: expect.any(String), reservationId, refunded: 1000, workflowId },
    });
    expect(await stage.api.balance(fan)).toBe(1000);
    expect(await stage.seats(sale)).toBe('AVAILABLE 2');
    expect(await stage.recorded(sale)).toMatchObject([
      {
        what: 'cancelReservation',
        outcome: 'DONE',
        reservation_id: reservationId,
        by: 'ops-1',
        why: 'a test',
      },
    ]);
    expect(await stage.stack.client.workflow.getHandle(workflowId).describe()).toMatchObject({
      status: { name: 'COMPLETED' },
    });
  });

  test('again, by the same action or another one, it is refunded once', async () => {
    const actionId = randomUUID();
    const first = await cancel({ actionId });
    expect(await cancel({ actionId })).toEqual(first);
    expect(await cancel()).toMatchObject({ outcome: 'CANCELED', refunded: 1000 });
    expect(await stage.api.balance(fan)).toBe(1000);
    expect(await recordsOf(sale)).toEqual(['cancelReservation DONE', 'cancelReservation DONE']);
    const other = await stage.holder(sale, 1000);
    const paid = await stage.api.pay(other);
    const reused = cancel({ actionId, reservationId: paid.body.reservationId as string });
    expect(await codeOf(reused)).toBe('VALIDATION_FAILED');
    expect(await stage.api.balance(other)).toBe(0);
  });

  test('after the cut-off it is refused and says how to do it all the same; beyondCutOff does, also after the start', async () => {
    await startIn(1);
    const late = await refusalOf(cancel());
    expect(late).toMatchObject({
      type: 'INVALID_TRANSITION',
      message: expect.stringContaining('"beyondCutOff": true'),
    });
    expect(await stage.api.balance(fan)).toBe(0);
    await startIn(-1);
    expect(await cancel({ beyondCutOff: true })).toMatchObject({ outcome: 'CANCELED', refunded: 1000 });
    expect(await stage.api.balance(fan)).toBe(1000);
    expect(await recordsOf(sale)).toEqual(['cancelReservation INVALID_TRANSITION', 'cancelReservation DONE']);
  });

  test('of another concert, or one that is only held, is refused, and so is a message that is not valid', async () => {
    const elsewhere = await stage.api.onSale();
    await stage.comes(elsewhere);
    const room = await stage.room(elsewhere);
    const strange = room.executeUpdate(cancelReservationUpdate, { args: [{ ...OPERATOR, reservationId }] });
    expect(await codeOf(strange)).toBe('RESERVATION_NOT_FOUND');
    expect(await recordsOf(elsewhere)).toEqual(['cancelReservation RESERVATION_NOT_FOUND']);
    const holder = await stage.holder(sale);
    const { hold } = await stage.api.session(holder);
    expect(await codeOf(cancel({ reservationId: hold.reservationId as string }))).toBe('INVALID_TRANSITION');
    const wrong = await refusalOf(cancel({ reservationId: 'A1' }));
    expect(wrong).toMatchObject({
      type: 'VALIDATION_FAILED',
      message: expect.stringContaining('"reservationId"'),
    });
    expect(await stage.api.balance(fan)).toBe(0);
  });

  test('and by its fan at the same moment refunds it once', async () => {
    const [byOperator, byFan] = await Promise.all([
      cancel().then(
        ({ outcome }) => outcome,
        () => 'REFUSED',
      ),
      stage.api.call('POST', `/v1/reservations/${reservationId}/cancellation`, { fan }),
    ]);
    expect(['CANCELED', 'REFUSED']).toContain(byOperator);
    expect(byFan.status).toBe(200);
    expect(await stage.api.balance(fan)).toBe(1000);
  });
});
