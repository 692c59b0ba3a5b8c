import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { sessionWorkflowId } from '../src/contracts/identifiers';
import { temporalConnectionOptions } from '../src/temporalConnection';
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

const { EventType } = temporal.api.enums.v1;
const { History } = temporal.api.history.v1;

/**
 * Counts what the sessions wrote into Temporal's history.
 * @param userIds whose sessions of that concert are read: a sample, for each is a request of its own
 */
export async function readHistories(
  server: { address: string; namespace: string },
  concertId: string,
  userIds: readonly string[],
): Promise<HistoryFigures | null> {
  const connection = await Connection.connect(
    temporalConnectionOptions({ TEMPORAL_ADDRESS: server.address }),
  );
  try {
    const client = new Client({ connection, namespace: server.namespace });
    const events: number[] = [];
    const tasks: number[] = [];
    const bytes: number[] = [];
    const byType = new Map<string, number>();
    let repeatedTasks = 0;
    for (const userId of userIds) {
      const history = await client.workflow.getHandle(sessionWorkflowId(concertId, userId)).fetchHistory();
      const types = (history.events ?? []).map(({ eventType }) => eventType);
      const count = (type: number): number => types.filter((each) => each === type).length;
      for (const type of types) {
        const name = nameOf(type);
        byType.set(name, (byType.get(name) ?? 0) + 1);
      }
      bytes.push(History.encode(history).finish().length);
      events.push(types.length);
      tasks.push(count(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED));
      repeatedTasks +=
        count(EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT) +
        count(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
    }
    const [eventSpread, taskSpread, byteSpread] = [spreadOf(events), spreadOf(tasks), spreadOf(bytes)];
    if (!eventSpread || !taskSpread || !byteSpread) return null;
    const frequent = [...byType].sort(([, one], [, other]) => other - one);
    return {
      ...{ sessions: events.length, events: eventSpread, workflowTasks: taskSpread, repeatedTasks },
      bytes: byteSpread,
      eventsByType: Object.fromEntries(frequent.map(([name, count]) => [name, count / events.length])),
    };
  } finally {
    await connection.close();
  }
}

/** `WORKFLOW_TASK_COMPLETED` of `EVENT_TYPE_WORKFLOW_TASK_COMPLETED`. */
function nameOf(type: temporal.api.enums.v1.EventType | null | undefined): string {
  return (EventType[type ?? 0] ?? String(type)).replace(/^EVENT_TYPE_/, '');
}
