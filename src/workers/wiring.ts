import type { Client } from '@temporalio/client';
import type { NativeConnection, Worker, WorkerOptions } from '@temporalio/worker';
import type Redis from 'ioredis';
import type { Logger } from 'pino';
import { createAdmissionActivities } from '../activities/admissionActivities';
import { createCancellationActivities } from '../activities/cancellationActivities';
import { createScheduleCancellationActivities } from '../activities/scheduleCancellationActivities';
import { createReconciliationActivities } from '../activities/reconciliationActivities';
import { createSessionActivities } from '../activities/sessionActivities';
import { createSessionOperations } from '../activities/sessionOperations';
import { withCancellationLog, withOperationLog, withStepLog } from '../activities/stepLog';
import type { Config } from '../config';
import { withAuditDatabase } from '../persistence/auditDatabase';
import { waitingRoomsInUse } from '../persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../persistence/sqlClient';
import { createAdmission } from '../queue/admission';
import { createRoomAudit } from '../queue/roomAudit';
import { createWaitingRoom } from '../queue/waitingRoom';
import { createRoomWorkflows, roomWorkflowSettings } from '../roomWorkflow';
import { createOpenSessionList } from './openSessionList';
import { arrangeReconciliation, RECONCILIATION_INPUT } from './reconciliationSchedule';
import { startRoomKeeper, type RoomKeeper } from './roomKeeper';
import { createRoomSessions } from './roomSessions';
import { createSessionWorker } from './sessionWorker';
import type { StepMetrics } from './stepMetrics';

/** Visibility lags by up to a second on the servers measured; a start in flight ends within the API's own limits. */
const SETTLE_MS = 2_000;
/** A wake-up that does not arrive is tried again in the keeper's next round. */
const WAKE_WITHIN_MS = 5_000;
/** A schedule service that stalls must not keep the worker from its work; the next start of a worker tries again. */
const ARRANGE_WITHIN_MS = 10_000;

export interface WorkerParts {
  config: Config;
  logger: Logger;
  db: SqlClient;
  redis: Redis;
  connection: NativeConnection;
  /** One that asks only open workflows. */
  client: Client;
  workflowBundle: WorkerOptions['workflowBundle'];
  /** Left out: nothing is counted. */
  steps?: StepMetrics;
  /** What makes spans of its work; left out where nothing is traced. */
  tracing?: Pick<WorkerOptions, 'interceptors' | 'sinks'>;
  /** On which thread workflows run; left out: as the SDK does it. */
  thread?: Pick<WorkerOptions, 'debugMode'>;
}

/** Joins the parts of a worker process: the worker, still to be run, and the keeper of the rooms, at work. */
export async function wireWorker(parts: WorkerParts): Promise<{ worker: Worker; keeper: RoomKeeper }> {
  const { config, logger, db, redis, connection, client, workflowBundle, steps } = parts;
  const waitingRoom = createWaitingRoom(redis);
  const admission = createAdmission(redis);
  const roomWorkflows = createRoomWorkflows(client, roomWorkflowSettings(config));
  const wake = (concertId: string): Promise<void> =>
    client.withDeadline(Date.now() + WAKE_WITHIN_MS, () => roomWorkflows.wake(concertId));
  const sessions = createRoomSessions(client, db);
  const worker: Worker = await createSessionWorker(
    connection,
    config,
    {
      ...withStepLog(createSessionActivities({ db, waitingRoom, logger }), logger),
      ...withOperationLog(createSessionOperations({ db, waitingRoom, admission, logger }), logger),
      ...withCancellationLog(createCancellationActivities({ db }), logger),
      ...createScheduleCancellationActivities({ db, waitingRoom, admission, wake }),
      ...createAdmissionActivities({
        db,
        waitingRoom,
        admission,
        sessions,
        logger,
        tickMs: config.ADMISSION_TICK_MS,
        silentAfterMs: config.SILENT_AFTER_SECONDS * 1000,
        graceMs: config.SILENT_GRACE_SECONDS * 1000,
        settleMs: SETTLE_MS,
        cancellationCutOffMs: config.CANCELLATION_CUTOFF_HOURS * 3_600_000,
        isStopping: () => worker.getState() !== 'RUNNING',
        observeAdmission: steps?.admitted,
      }),
      ...createReconciliationActivities({
        ...{ db, waitingRoom, admission, sessions, logger },
        roomAudit: createRoomAudit(redis),
        openSessions: createOpenSessionList(client, config.TASK_QUEUE),
        withAuditDatabase: (work, ended) => withAuditDatabase(config.DATABASE_URL, work, ended),
      }),
    },
    { workflowBundle, ...parts.tracing, ...parts.thread },
    steps,
  );
  const schedule = {
    taskQueue: config.TASK_QUEUE,
    everySeconds: config.RECONCILE_EVERY_SECONDS,
    input: { ...RECONCILIATION_INPUT, leastOpenPercent: config.RECONCILE_LEAST_OPEN_PERCENT },
  };
  // Without it the sale goes on; that nothing is reconciled shows in the metrics.
  await client
    .withDeadline(Date.now() + ARRANGE_WITHIN_MS, () => arrangeReconciliation(client, schedule))
    .catch((error: unknown) => logger.warn({ err: error }, 'the reconciliation is not scheduled'));
  const keeper = startRoomKeeper({
    rooms: () => waitingRoomsInUse(db),
    waitingRoom,
    admission,
    wake,
    logger,
  });
  return { worker, keeper };
}
