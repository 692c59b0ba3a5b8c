import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import {
  cancellationWorkflowId,
  reconciliationScheduleId,
  sessionWorkflowId,
} from '../../src/contracts/identifiers';
import {
  admitSignal,
  closeUpdate,
  seatsHeldSignal,
  wakeUpdate,
  type Addressed,
  type CloseRequest,
} from '../../src/contracts/messages';
import type { OperationMessage, SessionOperation } from '../../src/contracts/operatorActions';
import { operatorSignals, operatorUpdates } from '../../src/contracts/operatorMessages';
import type { Hold } from '../../src/contracts/session';
import { FIRST_HOLD_NUMBER } from '../../src/domain/firstHold';
import { holdSeats } from '../../src/persistence/statements/holdSeats';
import { roomKeys } from '../../src/queue/keys';
import { RECONCILIATION_INPUT } from '../../src/workers/reconciliationSchedule';
import type { ApiClient, Fan, Sale } from '../support/apiClient';
import { until } from '../support/runningRoom';
import type { RunningStack } from '../support/runningStack';

/** What a scenario works with: a stack whose holds last 1 s, windows 4 s and queue waits 2 s. */
export interface Stage {
  stack: RunningStack;
  api: ApiClient;
  /** Plenty of room: every fan is admitted on arrival. */
  open: Sale;
  /** As `open`; its holds can be extended by 2 s. */
  extensible: Sale;
  /** Nobody is admitted on arrival: its capacity is 0 until a scenario changes it. */
  full: Sale;
  /** The worker stops, and another one takes over. */
  restartWorker(): Promise<void>;
}

/** One way a workflow can go, from start to end; gives the id of the workflow. */
export type Scenario = (stage: Stage) => Promise<string>;

export const SHORT_TIMERS = { HOLD_SECONDS: '1', ADMISSION_WINDOW_SECONDS: '4', QUEUE_WAIT_SECONDS: '2' };

async function join({ api }: Stage, sale: Sale, balance = 0): Promise<Fan> {
  const fan = await api.fan({ balance });
  await api.join(fan, sale.concertId);
  return fan;
}

async function hold({ api }: Stage, fan: Fan, sale: Sale): Promise<void> {
  const { items } = await api.must(200, 'GET', `/v1/schedules/${sale.scheduleId}/seats`, { fan });
  const free = (items as { id: string; status: string }[]).find(({ status }) => status === 'AVAILABLE');
  const answer = await api.hold(fan, sale.scheduleId, [free?.id]);
  if (answer.status !== 200) throw new Error(`hold: ${JSON.stringify(answer.body)}`);
}

async function pay({ api }: Stage, fan: Fan): Promise<string> {
  const answer = await api.pay(fan);
  if (answer.status !== 201) throw new Error(`pay: ${JSON.stringify(answer.body)}`);
  return answer.body.reservationId as string;
}

const workflowOf = (sale: Sale, fan: Fan): string => sessionWorkflowId(sale.concertId, fan.id);

async function admitFrom(stage: Stage, fan: Fan): Promise<void> {
  const room = `/v1/admin/concerts/${stage.full.concertId}/waiting-room`;
  await stage.api.must(200, 'PATCH', room, { admin: true, body: { capacity: 1000 } });
  await stage.api.until(fan, 'ADMITTED');
  await stage.api.must(200, 'PATCH', room, { admin: true, body: { capacity: 0 } });
}

/** As the room does it. */
async function close({ stack }: Stage, sale: Sale, fan: Fan, reason: CloseRequest['reason']): Promise<void> {
  const handle = stack.client.workflow.getHandle(workflowOf(sale, fan));
  await handle.executeUpdate(closeUpdate, { args: [{ reason, sessionId: fan.sessionId! }] });
}

async function remove({ api }: Stage, sale: Sale, fan: Fan): Promise<void> {
  const path = `/v1/admin/concerts/${sale.concertId}/waiting-room/removals`;
  await api.must(200, 'POST', path, { admin: true, body: { userId: fan.id } });
}

async function changeHold({ api }: Stage, fan: Fan, change: 'extend' | 'let a seat go'): Promise<void> {
  const { hold: held } = await api.session(fan);
  const seatId = (held?.seats as { id: string }[] | undefined)?.[0]?.id;
  const answer = await (change === 'extend' ? api.extendHold(fan) : api.releaseSeats(fan, [seatId]));
  if (answer.status !== 200) throw new Error(`${change}: ${JSON.stringify(answer.body)}`);
}

async function holdTwoSeats({ api }: Stage, fan: Fan, sale: Sale): Promise<void> {
  const body = { scheduleId: sale.scheduleId, bestAvailable: { count: 2 } };
  await api.must(200, 'PUT', '/v1/session/hold', { fan, body });
}

async function operate(
  { stack }: Stage,
  workflowId: string,
  what: SessionOperation,
  { signal, ...message }: Partial<OperationMessage> & { signal?: boolean } = {},
): Promise<void> {
  const handle = stack.client.workflow.getHandle(workflowId);
  const args: [OperationMessage] = [{ by: 'ops-1', why: 'recording', ...message }];
  if (signal) await handle.signal(operatorSignals[what], ...args);
  else await handle.executeUpdate(operatorUpdates[what], { args });
}

async function operateRefused(...action: Parameters<typeof operate>): Promise<void> {
  const refused = await operate(...action).then(
    () => false,
    (error: unknown) => error instanceof WorkflowUpdateFailedError,
  );
  if (!refused) throw new Error('expected a refusal');
}

export const SCENARIOS: Record<string, Scenario> = {
  async 'confirmed-on-arrival'(stage) {
    const fan = await join(stage, stage.open, 1000);
    await hold(stage, fan, stage.open);
    await pay(stage, fan);
    return workflowOf(stage.open, fan);
  },
  async 'confirmed-after-a-wake'(stage) {
    const fan = await join(stage, stage.open, 1000);
    await hold(stage, fan, stage.open);
    const workflowId = workflowOf(stage.open, fan);
    const args: [Addressed] = [{ sessionId: fan.sessionId! }];
    await stage.stack.client.workflow.getHandle(workflowId).executeUpdate(wakeUpdate, { args });
    await pay(stage, fan);
    return workflowId;
  },
  async 'confirmed-after-a-late-signal'(stage) {
    const fan = await join(stage, stage.open, 1000);
    await hold(stage, fan, stage.open);
    const first = (await stage.api.session(fan)).hold as unknown as Hold;
    await hold(stage, fan, stage.open);
    const workflowId = workflowOf(stage.open, fan);
    await stage.stack.client.workflow
      .getHandle(workflowId)
      .signal(seatsHeldSignal, { sessionId: fan.sessionId!, holdNumber: FIRST_HOLD_NUMBER, hold: first });
    await pay(stage, fan);
    return workflowId;
  },
  async 'expired-with-a-hold-that-nobody-signaled'(stage) {
    const fan = await join(stage, stage.open);
    const { view } = await stage.stack.waitingRoom.read(stage.open.concertId, fan.sessionId!);
    const request = { scheduleId: stage.open.scheduleId, bestAvailable: { count: 1 } };
    const made = await holdSeats(stage.stack.db, {
      ...{ ...view!, holdNumber: FIRST_HOLD_NUMBER, holdMs: 1_000, maxSeats: 4, request },
    });
    if (made.outcome !== 'HELD') throw new Error(`hold: ${made.outcome}`);
    await stage.api.until(fan, 'EXPIRED');
    return workflowOf(stage.open, fan);
  },
  async 'confirmed-after-waiting'(stage) {
    const fan = await join(stage, stage.full, 1000);
    await admitFrom(stage, fan);
    await hold(stage, fan, stage.full);
    await pay(stage, fan);
    return workflowOf(stage.full, fan);
  },
  async 'confirmed-after-swap'(stage) {
    const fan = await join(stage, stage.open, 1000);
    await hold(stage, fan, stage.open);
    await hold(stage, fan, stage.open);
    await pay(stage, fan);
    return workflowOf(stage.open, fan);
  },
  async 'confirmed-after-insufficient-balance'(stage) {
    const fan = await join(stage, stage.open);
    await hold(stage, fan, stage.open);
    const refused = await stage.api.pay(fan);
    if (refused.status !== 402) throw new Error(`expected 402, got ${refused.status}`);
    const topUp = { fan, body: { amount: 1000 }, idempotencyKey: randomUUID() };
    await stage.api.must(201, 'POST', '/v1/wallet/top-ups', topUp);
    await pay(stage, fan);
    return workflowOf(stage.open, fan);
  },
  async 'confirmed-after-hold-expired'(stage) {
    const fan = await join(stage, stage.open, 1000);
    await hold(stage, fan, stage.open);
    await stage.api.until(fan, 'ADMITTED');
    await hold(stage, fan, stage.open);
    await pay(stage, fan);
    return workflowOf(stage.open, fan);
  },
  async 'confirmed-after-refused-hold'(stage) {
    const holder = await join(stage, stage.open);
    await hold(stage, holder, stage.open);
    const [taken] = (await stage.api.session(holder)).hold.seats as { id: string }[];
    const fan = await join(stage, stage.open, 1000);
    const refused = await stage.api.hold(fan, stage.open.scheduleId, [taken?.id]);
    if (refused.status !== 409) throw new Error(`expected 409, got ${refused.status}`);
    await hold(stage, fan, stage.open);
    await pay(stage, fan);
    return workflowOf(stage.open, fan);
  },
  async 'confirmed-after-refused-swap'(stage) {
    const holder = await join(stage, stage.open);
    await hold(stage, holder, stage.open);
    const [taken] = (await stage.api.session(holder)).hold.seats as { id: string }[];
    const fan = await join(stage, stage.open, 1000);
    await hold(stage, fan, stage.open);
    const refused = await stage.api.hold(fan, stage.open.scheduleId, [taken?.id]);
    if (refused.status !== 409) throw new Error(`expected 409, got ${refused.status}`);
    await pay(stage, fan);
    return workflowOf(stage.open, fan);
  },
  async 'confirmed-after-extension'(stage) {
    const fan = await join(stage, stage.extensible, 1000);
    await hold(stage, fan, stage.extensible);
    await changeHold(stage, fan, 'extend');
    await changeHold(stage, fan, 'extend');
    // Past the first deadline.
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    await pay(stage, fan);
    return workflowOf(stage.extensible, fan);
  },
  async 'confirmed-after-letting-a-seat-go'(stage) {
    const fan = await join(stage, stage.open, 1000);
    await holdTwoSeats(stage, fan, stage.open);
    await changeHold(stage, fan, 'let a seat go');
    await pay(stage, fan);
    return workflowOf(stage.open, fan);
  },
  async 'expired-after-extension'(stage) {
    const fan = await join(stage, stage.extensible);
    await holdTwoSeats(stage, fan, stage.extensible);
    await changeHold(stage, fan, 'extend');
    await changeHold(stage, fan, 'let a seat go');
    await stage.api.until(fan, 'EXPIRED');
    return workflowOf(stage.extensible, fan);
  },
  async 'left-after-a-refused-extension'(stage) {
    const fan = await join(stage, stage.open);
    await hold(stage, fan, stage.open);
    const refused = await stage.api.extendHold(fan);
    if (refused.status !== 409) throw new Error(`expected 409, got ${refused.status}`);
    await stage.api.must(204, 'DELETE', '/v1/session', { fan });
    return workflowOf(stage.open, fan);
  },
  async 'expired-queue-wait-limit'(stage) {
    const fan = await join(stage, stage.full);
    await stage.api.until(fan, 'EXPIRED');
    return workflowOf(stage.full, fan);
  },
  async 'expired-queue-wait-limit-after-a-first-task'(stage) {
    const fan = await join(stage, stage.full);
    await operateRefused(stage, workflowOf(stage.full, fan), 'operatorReleaseHold');
    await stage.api.until(fan, 'EXPIRED');
    return workflowOf(stage.full, fan);
  },
  async 'admitted-by-a-signal-that-waited'(stage) {
    const fan = await join(stage, stage.full);
    const workflowId = workflowOf(stage.full, fan);
    await stage.stack.client.workflow
      .getHandle(workflowId)
      .signal(admitSignal, { sessionId: fan.sessionId! });
    await operateRefused(stage, workflowId, 'operatorReleaseHold');
    await stage.api.must(204, 'DELETE', '/v1/session', { fan });
    return workflowId;
  },
  async 'expired-admission-window'(stage) {
    const fan = await join(stage, stage.open);
    await stage.api.until(fan, 'EXPIRED');
    return workflowOf(stage.open, fan);
  },
  async 'expired-after-hold-released'(stage) {
    const fan = await join(stage, stage.open);
    await hold(stage, fan, stage.open);
    await stage.api.must(204, 'DELETE', '/v1/session/hold', { fan });
    await stage.api.until(fan, 'EXPIRED');
    return workflowOf(stage.open, fan);
  },
  async 'expired-with-a-hold-that-outlived-the-window'(stage) {
    const fan = await join(stage, stage.open);
    await new Promise((resolve) => setTimeout(resolve, 3_300));
    await hold(stage, fan, stage.open);
    await stage.api.until(fan, 'EXPIRED');
    return workflowOf(stage.open, fan);
  },
  async 'removed-by-cancelling-before-anything'(stage) {
    const fan = await join(stage, stage.open);
    await stage.stack.client.workflow.getHandle(workflowOf(stage.open, fan)).cancel();
    return workflowOf(stage.open, fan);
  },
  async 'left-waiting'(stage) {
    const fan = await join(stage, stage.full);
    await stage.api.must(204, 'DELETE', '/v1/session', { fan });
    return workflowOf(stage.full, fan);
  },
  async 'left-admitted'(stage) {
    const fan = await join(stage, stage.open);
    await stage.api.must(204, 'DELETE', '/v1/session', { fan });
    return workflowOf(stage.open, fan);
  },
  async 'left-holding'(stage) {
    const fan = await join(stage, stage.open);
    await hold(stage, fan, stage.open);
    await stage.api.must(204, 'DELETE', '/v1/session', { fan });
    return workflowOf(stage.open, fan);
  },
  async 'removed-by-cancelling-the-workflow'(stage) {
    const fan = await join(stage, stage.open);
    await hold(stage, fan, stage.open);
    await stage.stack.client.workflow.getHandle(workflowOf(stage.open, fan)).cancel();
    return workflowOf(stage.open, fan);
  },
  async 'sold-out-waiting'(stage) {
    const fan = await join(stage, stage.full);
    await close(stage, stage.full, fan, 'SOLD_OUT');
    return workflowOf(stage.full, fan);
  },
  async 'inactive-waiting'(stage) {
    const fan = await join(stage, stage.full);
    await close(stage, stage.full, fan, 'INACTIVE');
    return workflowOf(stage.full, fan);
  },
  async 'left-after-a-late-inactive'(stage) {
    const fan = await join(stage, stage.open);
    await close(stage, stage.open, fan, 'INACTIVE');
    await stage.api.must(204, 'DELETE', '/v1/session', { fan });
    return workflowOf(stage.open, fan);
  },
  async 'cancellation-refunded'(stage) {
    const fan = await join(stage, stage.open, 1000);
    await hold(stage, fan, stage.open);
    const reservationId = await pay(stage, fan);
    await stage.api.must(200, 'POST', `/v1/reservations/${reservationId}/cancellation`, { fan });
    return cancellationWorkflowId(reservationId);
  },
  async 'payment-under-way-at-the-deadline'(stage) {
    const { db, client } = stage.stack;
    const fan = await join(stage, stage.open, 1000);
    await hold(stage, fan, stage.open);
    const blocker = db.createQueryRunner();
    try {
      await blocker.startTransaction();
      await blocker.query('SELECT FROM wallets WHERE user_id = $1 FOR UPDATE', [fan.id]);
      const paying = stage.api.pay(fan);
      const handle = client.workflow.getHandle(workflowOf(stage.open, fan));
      await until(async () =>
        Boolean((await handle.fetchHistory()).events?.some((event) => event.timerFiredEventAttributes)),
      );
      await blocker.commitTransaction();
      await paying;
    } finally {
      await blocker.release();
    }
    return workflowOf(stage.open, fan);
  },
  async 'sold-out-admitted'(stage) {
    const fan = await join(stage, stage.open);
    await close(stage, stage.open, fan, 'SOLD_OUT');
    return workflowOf(stage.open, fan);
  },
  async 'removed-waiting'(stage) {
    const fan = await join(stage, stage.full);
    await remove(stage, stage.full, fan);
    return workflowOf(stage.full, fan);
  },
  async 'removed-holding'(stage) {
    const fan = await join(stage, stage.open);
    await hold(stage, fan, stage.open);
    await remove(stage, stage.open, fan);
    return workflowOf(stage.open, fan);
  },
  async 'confirmed-by-another-worker'(stage) {
    const fan = await join(stage, stage.extensible, 1000);
    await hold(stage, fan, stage.extensible);
    await changeHold(stage, fan, 'extend');
    await stage.restartWorker();
    await pay(stage, fan);
    return workflowOf(stage.extensible, fan);
  },
  async 'cancellation-refused'(stage) {
    const fan = await join(stage, stage.open, 1000);
    await hold(stage, fan, stage.open);
    const reservationId = await pay(stage, fan);
    const { client, config } = stage.stack;
    const workflowId = cancellationWorkflowId(reservationId);
    // The start is in 30 days.
    const args = [{ reservationId, userId: fan.id, cutOffMs: 40 * 86_400_000 }];
    await client.workflow.start('cancellation', { workflowId, taskQueue: config.TASK_QUEUE, args });
    return workflowId;
  },
  async 'reconciled-with-nothing-found'(stage) {
    const { client, config } = stage.stack;
    const workflowId = `${reconciliationScheduleId(config.TASK_QUEUE)}-nothing`;
    const handle = await client.workflow.start('reconciliation', {
      ...{ workflowId, taskQueue: config.TASK_QUEUE },
      args: [{ ...RECONCILIATION_INPUT, lookAgainAfterMs: 100 }],
    });
    const result = (await handle.result()) as { outcome: string };
    if (result.outcome === 'FINDINGS') throw new Error(`expected nothing: ${JSON.stringify(result)}`);
    return workflowId;
  },
  async reconciled(stage) {
    const { client, config, redis, db } = stage.stack;
    const fan = await join(stage, stage.open, 1000);
    await stage.api.must(204, 'DELETE', '/v1/session', { fan });
    await db.query(`UPDATE idempotency_keys SET created_at = now() - interval '26 hours'`);
    // Nothing but its name is left of it.
    const gone = '00000000-0000-4000-8000-000000000003';
    await redis.zadd(roomKeys(stage.open.concertId).slots, 0, gone);
    const workflowId = `${reconciliationScheduleId(config.TASK_QUEUE)}-recorded`;
    await client.workflow.start('reconciliation', {
      ...{ workflowId, taskQueue: config.TASK_QUEUE },
      args: [{ ...RECONCILIATION_INPUT, lookAgainAfterMs: 100 }],
    });
    return workflowId;
  },
  async 'operator-released-hold'(stage) {
    const fan = await join(stage, stage.open, 1000);
    const workflowId = workflowOf(stage.open, fan);
    await hold(stage, fan, stage.open);
    await operate(stage, workflowId, 'operatorReleaseHold');
    await hold(stage, fan, stage.open);
    await pay(stage, fan);
    return workflowId;
  },
  async 'operator-extended-hold'(stage) {
    const fan = await join(stage, stage.open, 1000);
    const workflowId = workflowOf(stage.open, fan);
    await hold(stage, fan, stage.open);
    const actionId = 'recording-1';
    await operate(stage, workflowId, 'operatorExtendHold', { seconds: 20, actionId });
    await operate(stage, workflowId, 'operatorExtendHold', { seconds: 20, actionId });
    await operate(stage, workflowId, 'operatorExtendHold', { seconds: 20, signal: true });
    // Past the first deadline.
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    await pay(stage, fan);
    return workflowId;
  },
  async 'operator-expired'(stage) {
    const fan = await join(stage, stage.open);
    await hold(stage, fan, stage.open);
    await operate(stage, workflowOf(stage.open, fan), 'operatorExpire', { signal: true });
    return workflowOf(stage.open, fan);
  },
  async 'operator-removed-waiting'(stage) {
    const fan = await join(stage, stage.full);
    await operate(stage, workflowOf(stage.full, fan), 'operatorRemove');
    return workflowOf(stage.full, fan);
  },
  async 'operator-admitted'(stage) {
    const fan = await join(stage, stage.full, 1000);
    const workflowId = workflowOf(stage.full, fan);
    await operateRefused(stage, workflowId, 'operatorAdmit');
    await operate(stage, workflowId, 'operatorAdmit', { beyondCapacity: true });
    await hold(stage, fan, stage.full);
    await pay(stage, fan);
    return workflowId;
  },
  async 'operator-refused'(stage) {
    const fan = await join(stage, stage.open);
    const workflowId = workflowOf(stage.open, fan);
    await operate(stage, workflowId, 'operatorReleaseHold', { signal: true });
    await operate(stage, workflowId, 'operatorRemove', { signal: true, why: '' });
    await operate(stage, workflowId, 'operatorExtendHold', { signal: true, seconds: 0 });
    await operateRefused(stage, workflowId, 'operatorReleaseHold');
    await stage.api.must(204, 'DELETE', '/v1/session', { fan });
    return workflowId;
  },
};
