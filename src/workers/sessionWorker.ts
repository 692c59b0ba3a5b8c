import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import type { CancellationActivities } from '../contracts/cancellation';
import type { SessionActivities } from '../contracts/activities';
import type { SessionOperations } from '../contracts/operatorActions';
import type { ScheduleCancellationActivities } from '../contracts/scheduleCancellation';
import type { ReconciliationActivities } from '../contracts/reconciliation';
import type { WaitingRoomActivities } from '../contracts/waitingRoom';
import type { Config } from '../config';
import type { StepMetrics } from './stepMetrics';

type WorkerSettings = Pick<
  Config,
  | 'TASK_QUEUE'
  | 'TEMPORAL_NAMESPACE'
  | 'WORKER_DEPLOYMENT'
  | 'WORKER_BUILD_ID'
  | 'WORKFLOW_TASK_SLOTS'
  | 'ACTIVITY_SLOTS'
  | 'MAX_CACHED_WORKFLOWS'
  | 'SHUTDOWN_GRACE_SECONDS'
>;

/** How often heartbeats reach the server: a pause must not use up the rooms' heartbeat timeout of 5 s. Milliseconds. */
const HEARTBEAT_MS = 1_000;

/** What a version began it ends: a visit never meets code that it did not begin with. */
function deploymentOf({
  WORKER_DEPLOYMENT,
  WORKER_BUILD_ID,
}: WorkerSettings): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (WORKER_BUILD_ID === undefined) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: WORKER_DEPLOYMENT, buildId: WORKER_BUILD_ID },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'PINNED',
    },
  };
}

/**
 * The worker that runs sessions, cancellations of reservations and of dates, waiting rooms and the reconciliation.
 * Workflow-task slots are bounded: with more tasks in flight than the one thread serves within Temporal's 10 s task timeout, tasks time out and are done again, and it collapses.
 */
export async function createSessionWorker(
  connection: NativeConnection,
  settings: WorkerSettings,
  activities: SessionActivities &
    SessionOperations &
    CancellationActivities &
    ScheduleCancellationActivities &
    WaitingRoomActivities &
    ReconciliationActivities,
  code: Pick<WorkerOptions, 'workflowBundle' | 'interceptors' | 'sinks' | 'debugMode'>,
  steps?: StepMetrics,
): Promise<Worker> {
  return await Worker.create({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: settings.TASK_QUEUE,
    ...code,
    activities: { ...(steps ? steps.counted(activities) : activities) },
    maxConcurrentWorkflowTaskExecutions: settings.WORKFLOW_TASK_SLOTS,
    maxConcurrentActivityTaskExecutions: settings.ACTIVITY_SLOTS,
    maxConcurrentLocalActivityExecutions: settings.ACTIVITY_SLOTS,
    maxCachedWorkflows: settings.MAX_CACHED_WORKFLOWS,
    maxHeartbeatThrottleInterval: HEARTBEAT_MS,
    ...deploymentOf(settings),
    shutdownGraceTime: settings.SHUTDOWN_GRACE_SECONDS * 1000,
  });
}
