import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { sessionWorkflowId } from '../src/contracts/identifiers';
import { temporalConnectionOptions } from '../src/temporalConnection';
import { inParallel } from './inParallel';
import { spreadOf, type Spread } from './spread';

export interface HistoryFigures {
  sessions: number;
  events: Spread;
  workflowTasks: Spread;
  /** Workflow tasks that timed out or failed and were done again, over all sessions. */
  repeatedTasks: number;
}

interface Server {
  address: string;
  namespace: string;
}

const { EventType } = temporal.api.enums.v1;
type EventType = temporal.api.enums.v1.EventType;
const READ_AT_ONCE = 8;

/**
 * Counts what the sessions wrote into Temporal's history.
 * @param userIds whose sessions of that concert are read: a sample, for each is a request of its own
 */
export async function readHistories(
  server: Server,
  concertId: string,
  userIds: readonly string[],
): Promise<HistoryFigures | null> {
  const histories = await eventTypes(server, concertId, userIds, 1);
  const tasks = countEach(histories, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
  const [eventSpread, taskSpread] = [spreadOf(histories.map(({ length }) => length)), spreadOf(tasks)];
  if (!eventSpread || !taskSpread) return null;
  const repeated = [
    ...countEach(histories, EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT),
    ...countEach(histories, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED),
  ];
  return {
    sessions: histories.length,
    events: eventSpread,
    workflowTasks: taskSpread,
    repeatedTasks: repeated.reduce((sum, count) => sum + count, 0),
  };
}

/** How many updates the workflows of these fans' sessions have accepted: each was a workflow task, whatever its answer. */
export async function acceptedUpdates(
  server: Server,
  concertId: string,
  userIds: readonly string[],
): Promise<number> {
  const histories = await eventTypes(server, concertId, userIds, READ_AT_ONCE);
  const accepted = countEach(histories, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED);
  return accepted.reduce((sum, count) => sum + count, 0);
}

function countEach(histories: readonly EventType[][], type: EventType): number[] {
  return histories.map((types) => types.filter((each) => each === type).length);
}

async function eventTypes(
  server: Server,
  concertId: string,
  userIds: readonly string[],
  atOnce: number,
): Promise<EventType[][]> {
  const connection = await Connection.connect(
    temporalConnectionOptions({ TEMPORAL_ADDRESS: server.address }),
  );
  try {
    const client = new Client({ connection, namespace: server.namespace });
    return await inParallel(atOnce, userIds.length, async (i) => {
      const workflowId = sessionWorkflowId(concertId, userIds[i] as string);
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      return (events ?? []).flatMap(({ eventType }) => (eventType ? [eventType] : []));
    });
  } finally {
    await connection.close();
  }
}
