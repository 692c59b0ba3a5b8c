import { pauseCancellationUpdate, resumeCancellationUpdate } from '../../src/contracts/scheduleCancellation';
import { fakeDate } from '../support/fakeScheduleCancellation';
import { createGate, until } from '../support/runningRoom';
import { withScheduleCancellation } from '../support/runningScheduleCancellation';
import type { RoomScenario } from './roomScenarios';

const OPERATOR = { by: 'box office', why: 'recording' };

/** Ways in which the cancellation of a whole date can go, on the real server with activities of the tests. */
export const DATE_SCENARIOS: RoomScenario[] = [
  {
    records: ['schedule-canceled'],
    async play(environment, keep) {
      const date = fakeDate(12);
      const gate = createGate();
      date.held = 1;
      date.heldForMs = 500;
      date.beforeCancel = async () => {
        if (date.cancelled().length >= 4) await gate.opened;
      };
      await withScheduleCancellation(environment, date, {}, async (handle) => {
        await until(() => date.cancelled().length === 4);
        const pausing = handle.executeUpdate(pauseCancellationUpdate, { args: [OPERATOR] });
        gate.open();
        await pausing;
        await handle.executeUpdate(resumeCancellationUpdate, { args: [OPERATOR] });
        await until(() => date.steps.filter((step) => step === 'look').length >= 4);
        date.held = 0;
        await handle.result();
        await keep('schedule-canceled', handle);
      });
    },
  },
  {
    records: ['schedule-canceled-first-run', 'schedule-canceled-last-run'],
    async play(environment, keep) {
      const date = fakeDate(20);
      await withScheduleCancellation(environment, date, { continueAfterEvents: 60 }, async (handle) => {
        const { runId: firstRunId } = await handle.describe();
        await handle.result();
        const { runId } = await handle.describe();
        if (runId === firstRunId) throw new Error('expected a second run');
        const { client } = environment;
        const first = client.workflow.getHandle(handle.workflowId, firstRunId);
        await keep('schedule-canceled-first-run', first);
        await keep('schedule-canceled-last-run', client.workflow.getHandle(handle.workflowId, runId));
      });
    },
  },
];
