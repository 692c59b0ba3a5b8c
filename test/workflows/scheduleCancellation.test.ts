import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { cancellationWorkflowId } from '../../src/contracts/identifiers';
import {
  dateClosedUpdate,
  pauseCancellationUpdate,
  resumeCancellationUpdate,
  scheduleCancellationProgressQuery,
} from '../../src/contracts/scheduleCancellation';
import { fakeDate, PRICE, type FakeDate } from '../support/fakeScheduleCancellation';
import { realServerEnvironment } from '../support/realServer';
import { createGate, until } from '../support/runningRoom';
import {
  withScheduleCancellation,
  type ScheduleCancellationHandle,
} from '../support/runningScheduleCancellation';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  environment = await realServerEnvironment();
});
afterAll(() => environment.teardown());

const OPERATOR = { by: 'ops-1', why: 'a test' };
const run = withScheduleCancellation;
const progressOf = (handle: ScheduleCancellationHandle) => handle.query(scheduleCancellationProgressQuery);
const looks = ({ steps }: FakeDate) => steps.filter((step) => step === 'look').length;

describe('the cancellation of a date', () => {
  test('closes it, tells the room, cancels each reservation once, never more than so many at once, and tells the room', async () => {
    const date = fakeDate(25);
    date.beforeCancel = () => pause(20);
    const result = await run(environment, date, {}, (handle) => handle.result());
    expect(result).toEqual({ outcome: 'CANCELED', canceled: 25, refunded: 25 * PRICE });
    expect(date.steps.slice(0, 3)).toEqual(['close', 'tell 7', 'look']);
    expect(date.steps.at(-1)).toBe('tell 7');
    expect(date.cancelled().sort()).toEqual(Array.from({ length: 25 }, (_, number) => date.idOf(number + 1)));
    expect(date.mostAtOnce).toBeGreaterThan(1);
    expect(date.mostAtOnce).toBeLessThanOrEqual(4);
  });

  test('of an unknown schedule is a result, and whoever waits for it is refused', async () => {
    const date = fakeDate(0);
    await run(environment, date, { scheduleId: 'none' }, async (handle) => {
      expect(await handle.result()).toEqual({ outcome: 'SCHEDULE_NOT_FOUND' });
    });
    expect(date.steps).toEqual([]);
  });

  /** A payment that is confirmed while the first round is under way, before where that has come to. */
  function dateWithALatePayment(): FakeDate {
    const date = fakeDate(3);
    date.afterLook = () => {
      if (looks(date) === 1) date.confirmed.add(date.idOf(0));
    };
    return date;
  }

  test('goes round again for a payment that came to be while it was on its first round', async () => {
    const date = dateWithALatePayment();
    const result = await run(environment, date, {}, (handle) => handle.result());
    expect(result).toMatchObject({ canceled: 4 });
    expect(date.confirmed.size).toBe(0);
  });

  test('twin: one that stops after its first round leaves that payment confirmed', async () => {
    const date = dateWithALatePayment();
    const stopEarly = (code: string): string => {
      const edited = code.replace('figures.left === 0 && figures.held === 0', 'true');
      if (edited === code) throw new Error('nothing was taken out');
      return edited;
    };
    await run(environment, date, {}, (handle) => handle.result(), stopEarly);
    expect([...date.confirmed]).toEqual([date.idOf(0)]);
  });

  test('waits until the last hold has run out, without looking all the time', async () => {
    const date = fakeDate(1);
    date.held = 2;
    date.heldForMs = 1_000;
    await run(environment, date, {}, async (handle) => {
      await until(() => looks(date) === 2);
      await until(async () => (await progressOf(handle)).state === 'WAITING_FOR_HOLDS');
      date.held = 0;
      expect(await handle.result()).toMatchObject({ canceled: 1 });
    });
    expect(looks(date)).toBe(3);
  });

  test('paused it begins no further cancellation, and says so once those under way have ended; resumed it goes on', async () => {
    const date = fakeDate(20);
    const gate = createGate();
    let begun = 0;
    date.beforeCancel = async () => {
      begun += 1;
      if (begun > 4) await gate.opened;
    };
    await run(environment, date, {}, async (handle) => {
      await until(() => begun === 8);
      const pausing = handle.executeUpdate(pauseCancellationUpdate, { args: [OPERATOR] });
      await until(async () => (await progressOf(handle)).state === 'PAUSED');
      gate.open();
      expect(await pausing).toMatchObject({ state: 'PAUSED', underWay: 0 });
      await pause(1_000);
      expect(date.cancelled()).toHaveLength(8);
      const resumed = await handle.executeUpdate(resumeCancellationUpdate, { args: [OPERATOR] });
      expect(resumed).toMatchObject({ state: 'CANCELING' });
      expect(resumed.lastActions).toMatchObject([
        { what: 'resumed', ...OPERATOR },
        { what: 'paused', ...OPERATOR },
        { what: 'cancelled the date', by: 'box office', why: 'the singer is ill' },
      ]);
      expect(await handle.result()).toMatchObject({ canceled: 20 });
    });
  });

  test('is not paused by a message without who and why, or with more', async () => {
    const date = fakeDate(1);
    date.held = 1;
    date.heldForMs = 3_600_000;
    await run(environment, date, {}, async (handle) => {
      for (const message of [
        {},
        { by: 'ops-1' },
        { ...OPERATOR, why: ' ' },
        { ...OPERATOR, email: 'x@y.org' },
      ]) {
        const refused: unknown = await handle
          .executeUpdate('pause', { args: [message] })
          .catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
        expect(refused).toMatchObject({ cause: { type: 'VALIDATION_FAILED' } });
      }
      expect((await progressOf(handle)).lastActions).toHaveLength(1);
    });
  });

  test('continues as new, with its progress and paused or not, and cancels each reservation once', async () => {
    const date = fakeDate(30);
    const gate = createGate();
    let begun = 0;
    date.beforeCancel = async () => {
      begun += 1;
      if (begun > 16) await gate.opened;
    };
    await run(environment, date, { continueAfterEvents: 40 }, async (handle) => {
      const first = await handle.describe();
      await until(() => begun === 20);
      const pausing = handle.executeUpdate(pauseCancellationUpdate, { args: [OPERATOR] });
      await until(async () => (await progressOf(handle)).state === 'PAUSED');
      gate.open();
      await pausing;
      const paused = await handle.describe();
      expect(paused.runId).not.toBe(first.runId);
      expect(await progressOf(handle)).toMatchObject({ state: 'PAUSED', total: 30 });
      await pause(500);
      expect(date.cancelled()).toHaveLength(20);
      await handle.executeUpdate(resumeCancellationUpdate, { args: [OPERATOR] });
      expect(await handle.result()).toMatchObject({ canceled: 30, refunded: 30 * PRICE });
    });
    expect(date.steps.filter((step) => step === 'close')).toHaveLength(1);
    expect(date.confirmed.size).toBe(0);
  });

  test("a fan's own cancellation under way is left to end by itself", async () => {
    const date = fakeDate(3);
    const [first, fans] = [createGate(), createGate()];
    const begun: string[] = [];
    date.beforeCancel = async (id) => {
      begun.push(id);
      if (id === date.idOf(1)) await first.opened;
      if (id === date.idOf(2)) await fans.opened;
    };
    await run(environment, date, { pageSize: 1 }, async (handle) => {
      await until(() => begun.includes(date.idOf(1)));
      const { taskQueue } = await handle.describe();
      await environment.client.workflow.start('cancellation', {
        workflowId: cancellationWorkflowId(date.idOf(2)),
        taskQueue,
        args: [{ reservationId: date.idOf(2), userId: 'a fan', cutOffMs: 0 }],
      });
      await until(() => begun.includes(date.idOf(2)));
      first.open();
      await until(() => date.steps.includes(date.idOf(3)));
      fans.open();
      expect(await handle.result()).toMatchObject({ canceled: 3 });
    });
    expect(begun.filter((id) => id === date.idOf(2))).toHaveLength(1);
  });

  test('a reservation that cannot be cancelled does not hold up the others, and is tried until it can', async () => {
    const date = fakeDate(12);
    date.beforeCancel = (id) =>
      id === date.idOf(1) && date.cancelled().length < 11
        ? Promise.reject(new Error('damaged'))
        : Promise.resolve();
    const result = await run(environment, date, { patienceMs: 300 }, (handle) => handle.result());
    expect(result).toMatchObject({ canceled: 12 });
    expect(date.cancelled().at(-1)).toBe(date.idOf(1));
  });

  test('cancelled as a workflow it stops, and leaves the date closed and the rest as it is', async () => {
    const date = fakeDate(20);
    date.beforeCancel = () => pause(50);
    await run(environment, date, {}, async (handle) => {
      await handle.executeUpdate(dateClosedUpdate);
      await until(() => date.cancelled().length >= 4);
      await handle.cancel();
      await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
      await pause(500);
      const stopped = date.cancelled().length;
      await pause(500);
      expect(date.cancelled()).toHaveLength(stopped);
      expect(stopped).toBeLessThan(20);
    });
  });
});
