import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Sale } from '../support/apiClient';
import { OPERATOR, OperatorStage } from './operatorStage';

let stage: OperatorStage;
let sale: Sale;
beforeAll(async () => {
  stage = await OperatorStage.open();
  sale = await stage.api.onSale({ seats: 4 });
});
afterAll(() => stage.stack.close());

/** Each event for which the Web UI can show a summary, with the one it has. */
async function summaries(handle: WorkflowHandle): Promise<(string | null)[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap((event) => {
    const { timerStartedEventAttributes, activityTaskScheduledEventAttributes } = event;
    const step = event.markerRecordedEventAttributes?.markerName === 'core_local_activity';
    if (!timerStartedEventAttributes && !activityTaskScheduledEventAttributes && !step) return [];
    const summary = event.userMetadata?.summary;
    return [summary ? defaultPayloadConverter.fromPayload<string>(summary) : null];
  });
}

test('every timer and step of a visit says what it is for, and its page what it is', async () => {
  const full = await stage.api.onSale({ capacity: 0 });
  const fan = await stage.comes(full, 1000);
  const handle = stage.session(full, fan);
  const described = await handle.describe();
  expect(await described.staticSummary()).toBe(`Concert ${full.concertId}, position 1`);
  expect(await described.staticDetails()).toContain(`waiting-room:${full.concertId}`);
  await stage.update(full, fan, 'operatorAdmit', { beyondCapacity: true });
  const body = { scheduleId: full.scheduleId, bestAvailable: { count: 1 } };
  await stage.api.must(200, 'PUT', '/v1/session/hold', { fan, body });
  await stage.api.pay(fan);
  expect(await handle.result()).toMatchObject({ outcome: 'CONFIRMED', seats: ['A1'], amount: 1000 });
  expect(await summaries(handle)).toEqual([
    "Takes an operator's action and puts it on record",
    'Records the admission',
    'Admission window ends: without a hold the session expires',
    'Claims the seats',
    'The hold runs out: the seats go back on sale',
    'Charges the wallet and confirms the reservation',
  ]);
});

test("a room's page says so too, and so do cancellations and their timers", async () => {
  const room = await stage.room(sale);
  const described = await room.describe();
  expect(await described.staticSummary()).toBe(`Waiting room of concert ${sale.concertId}`);
  expect(await described.staticDetails()).toContain('operators');
  const fan = await stage.holder(sale, 1000);
  const { reservationId } = (await stage.api.pay(fan)).body as { reservationId: string };
  await room.executeUpdate('cancelReservation', { args: [{ ...OPERATOR, reservationId }] });
  const cancellation = stage.stack.client.workflow.getHandle(`cancellation:${reservationId}`);
  expect(await (await cancellation.describe()).staticSummary()).toBe(
    `Reservation ${reservationId}, for an operator`,
  );
  const said = [...(await summaries(room)), ...(await summaries(cancellation))];
  expect(said.length).toBeGreaterThan(3);
  expect(said).not.toContain(null);
});

test("an operator's release: 9 events in 1 workflow task", async () => {
  const fan = await stage.holder(sale, 0, true);
  const handle = stage.session(sale, fan);
  const before = (await handle.fetchHistory()).events?.length ?? 0;
  await stage.update(sale, fan, 'operatorReleaseHold');
  // The task 3, accepted, marker, search attributes, timer cancelled, that of the window started,
  // completed.
  expect((await handle.fetchHistory()).events).toHaveLength(before + 9);
});
