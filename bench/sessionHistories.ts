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
  /** Bytes of a whole history, as the server sends it. */
  bytes: Spread;
  /** Events of each type in one session, on average; the most frequent first. */
  eventsByType: Record<string, number>;
}

interface Server {
  address: string;
  namespace: string;
}

const { EventType } = temporal.api.enums.v1;
type EventType = temporal.api.enums.v1.EventType;
const { History } = temporal.api.history.v1;
const READ_AT_ONCE = 8;

interface ReadHistory {
  types: EventType[];
  bytes: number;
}

/**
 * Counts what the sessions wrote into Temporal's history.
 * @param userIds whose sessions of that concert are read: a sample, for each is a request of its own
 */
export async function readHistories(
  server: Server,
  concertId: string,
  userIds: readonly string[],
): Promise<HistoryFigures | null> {
  const histories = await readEach(server, concertId, userIds, 1);
  const tasks = countEach(histories, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
  const [eventSpread, taskSpread, byteSpread] = [
    spreadOf(histories.map(({ types }) => types.length)),
    spreadOf(tasks),
    spreadOf(histories.map(({ bytes }) => bytes)),
  ];
  if (!eventSpread || !taskSpread || !byteSpread) return null;
  const repeated = [
    ...countEach(histories, EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT),
    ...countEach(histories, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED),
  ];
  return {
    sessions: histories.length,
    events: eventSpread,
    workflowTasks: taskSpread,
    repeatedTasks: repeated.reduce((sum, count) => sum + count, 0),
    bytes: byteSpread,
    eventsByType: eventsByType(histories),
  };
}

/** How many updates the workflows of these fans' sessions have accepted: each was a workflow task, whatever its answer. */
export async function acceptedUpdates(
  server: Server,
  concertId: string,
  userIds: readonly string[],
): Promise<number> {
  const histories = await readEach(server, concertId, userIds, READ_AT_ONCE);
  const accepted = countEach(histories, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED);
  return accepted.reduce((sum, count) => sum + count, 0);
}

function countEach(histories: readonly ReadHistory[], type: EventType): number[] {
  return histories.map(({ types }) => types.filter((each) => each === type).length);
}

function eventsByType(histories: readonly ReadHistory[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { types } of histories)
    for (const type of types) counts.set(nameOf(type), (counts.get(nameOf(type)) ?? 0) + 1);
  const frequent = [...counts].sort(([, one], [, other]) => other - one);
  return Object.fromEntries(frequent.map(([name, count]) => [name, count / histories.length]));
}

async function readEach(
  server: Server,
  concertId: string,
  userIds: readonly string[],
  atOnce: number,
): Promise<ReadHistory[]> {
  const connection = await Connection.connect(
    temporalConnectionOptions({ TEMPORAL_ADDRESS: server.address }),
  );
  try {
    const client = new Client({ connection, namespace: server.namespace });
    return await inParallel(atOnce, userIds.length, async (i) => {
      const workflowId = sessionWorkflowId(concertId, userIds[i] as string);
      const history = await client.workflow.getHandle(workflowId).fetchHistory();
      const types = (history.events ?? []).flatMap(({ eventType }) => (eventType ? [eventType] : []));
      return { types, bytes: History.encode(history).finish().length };
    });
  } finally {
    await connection.close();
  }
}

/** `WORKFLOW_TASK_COMPLETED` of `EVENT_TYPE_WORKFLOW_TASK_COMPLETED`. */
function nameOf(type: EventType): string {
  return EventType[type].replace(/^EVENT_TYPE_/, '');
}
