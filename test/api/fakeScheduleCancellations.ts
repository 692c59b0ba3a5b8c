import type { ScheduleCancellationRun, ScheduleCancellations } from '../../src/api/scheduleCancellations';
import type { SqlClient } from '../../src/persistence/sqlClient';
import { closeSchedule } from '../../src/persistence/statements/closeSchedule';

export interface FakeScheduleCancellations extends ScheduleCancellations {
  /** What was asked for, in order: `begin 7`, `change 7 {"paused":true}`. */
  calls: string[];
  /** What there is of a workflow. */
  run: ScheduleCancellationRun | null;
}

/** Cancellations of dates without Temporal: the date is closed, and nothing is refunded. */
export function fakeScheduleCancellations(db: SqlClient): FakeScheduleCancellations {
  const fake: FakeScheduleCancellations = {
    calls: [],
    run: null,
    async begin({ scheduleId }, { by, why }) {
      fake.calls.push(`begin ${scheduleId}`);
      await closeSchedule(db, scheduleId);
      const at = Date.UTC(2030, 0, 1);
      const lastActions = [{ at, by, why, what: 'cancelled the date' }];
      fake.run = { open: true, state: 'CANCELING', since: at, lastActions };
    },
    async change(scheduleId, change) {
      fake.calls.push(`change ${scheduleId} ${JSON.stringify(change)}`);
      if (!fake.run?.open) return false;
      fake.run.state = change.paused ? 'PAUSED' : 'CANCELING';
      return true;
    },
    find: () => Promise.resolve(fake.run),
  };
  return fake;
}
