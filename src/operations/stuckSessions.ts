import type { Client } from '@temporalio/client';
import { inParts, type AuditedStores, type AuditListener } from '../activities/auditedStores';
import { compareStores } from '../activities/compareStores';
import { isEnded } from '../contracts/states';
import type { Finding, StoreRule } from '../contracts/reconciliation';
import type { SessionIdentity } from '../contracts/session';
import { concertsWithRoom } from '../persistence/reads/auditedSessions';
import { overdueSessions } from '../persistence/reads/overdueSessions';
import { waitingRoomsInUse } from '../persistence/reads/waitingRoomSettings';
import type { Admission } from '../queue/admission';
import { failingTasks } from './failingTasks';
import { pollersOf } from './pollers';

/** Each is a call to Temporal: more at once would only wait for one another. */
const ASKED_AT_ONCE = 20;
const READ_AT_ONCE = 200;
/** A system in which more are overdue has one trouble, not so many. */
const MOST_OVERDUE = 500;
/** 3: the task failed, and failed again. Once is a worker that was stopped. */
const AGAIN_AND_AGAIN = 3;

export type StuckRule = StoreRule | 'no-worker' | 'past-its-end' | 'room-without-runner' | 'task-fails';

/** Something that does not go on by itself, or not for now. Ids only. */
export interface Stuck extends Finding {
  next: string;
}

const REPAIRED = 'the next reconciliation repairs it: trigger it in the Web UI under Schedules';
const ITS_PAGE =
  'find it (npm run ops -- find --session ID) and open its page: a task that fails names the error';

const NEXT: Readonly<Record<StuckRule, string>> = {
  'no-worker': 'start a worker, and read the log of the last one',
  'past-its-end': ITS_PAGE,
  'room-without-runner':
    'workers wake it within seconds; open the page of its workflow, and send it the signal wake',
  'task-fails':
    'run workers with the code that it began with (docs/changing-workflows.md), or terminate it: the reconciliation then takes its session back',
  'hold-past-its-deadline': ITS_PAGE,
  'workflow-of-ended-session': ITS_PAGE,
  'hold-without-workflow': REPAIRED,
  'session-without-workflow': REPAIRED,
  'slot-without-session': REPAIRED,
  'place-without-session': REPAIRED,
  'admitted-without-slot': REPAIRED,
  'waiting-without-place': REPAIRED,
  'room-not-ready': 'workers rebuild it within seconds: look again; then read their log',
  'hardly-any-workflow': 'correct TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE: docs/operations.md',
  'not-all-looked-at': 'find the one cause of the others, then look again',
};

export interface StuckLimits {
  /** For how long a deadline or an end may be over before it counts. Milliseconds. */
  graceMs: number;
  /** Between two looks at what may only be about to change. Milliseconds. */
  lookAgainAfterMs: number;
  /** At most so many open workflows are asked about their tasks. */
  mostTasks: number;
}

interface Sources {
  stores: AuditedStores;
  client: Client;
  admission: Pick<Admission, 'needsRunner'>;
  taskQueue: string;
}

/**
 * What does not go on: what the audit says of sessions and rooms, and what only looking at Temporal shows. Nothing is changed.
 * @throws what the engines throw when one does not answer, and what `listener` throws
 */
export async function stuckSessions(
  { stores, client, admission, taskQueue }: Sources,
  { graceMs, lookAgainAfterMs, mostTasks }: StuckLimits,
  listener: AuditListener,
): Promise<{ stuck: Stuck[]; open: number; asked: number }> {
  const stuck: Stuck[] = [];
  function found(rule: StuckRule, subject: string, detail: string): void {
    stuck.push({ rule, subject, detail, next: NEXT[rule] });
  }

  if ((await pollersOf(client, taskQueue)).length === 0)
    found('no-worker', `task queue ${taskQueue}`, 'no worker asks for tasks, so that nothing goes on');

  const lookedAt = Date.now();
  const runnerless = await roomsWithoutRunner();
  const compared = await compareStores(stores, { graceMs, lookAgainAfterMs }, listener);
  for (const { rule, subject, detail } of compared.findings) found(rule as StuckRule, subject, detail);

  const named = new Set(stuck.map(({ subject }) => subject));
  for (const { sessionId, concertId, overdueMs } of await openAndOverdue()) {
    // The audit has said more of it.
    if (named.has(`session ${sessionId}`)) continue;
    const late = `should have ended ${Math.round(overdueMs / 1000)} s ago, and its workflow is open`;
    found('past-its-end', `session ${sessionId}`, `concert ${concertId}; ${late}`);
  }

  const limits = { most: mostTasks, leastAttempt: AGAIN_AND_AGAIN };
  const tasks = await failingTasks(
    client,
    taskQueue,
    limits,
    () => false,
    (text) => listener.progress(text()),
  );
  for (const { workflowId, attempt, problem } of tasks.failing)
    found(
      'task-fails',
      `workflow ${workflowId}`,
      `attempt ${attempt}: ${problem ?? 'the history does not say why'}`,
    );

  if (runnerless.length > 0) {
    const again = lookedAt + lookAgainAfterMs - Date.now();
    if (again > 0) await listener.pause(again);
    const still = new Set(await roomsWithoutRunner());
    for (const concertId of runnerless.filter((id) => still.has(id)))
      found(
        'room-without-runner',
        `workflow waiting-room:${concertId}`,
        'somebody waits, and nobody is admitted',
      );
  }
  return { stuck, open: tasks.open, asked: tasks.lookedAt };

  async function roomsWithoutRunner(): Promise<string[]> {
    const without: string[] = [];
    for (const { concertId } of await waitingRoomsInUse(stores.db))
      if (await admission.needsRunner(concertId)) without.push(concertId);
    return without;
  }

  /** By the row, and by the room for those who have none; of both only those whose workflow is open. */
  async function openAndOverdue(): Promise<Overdue[]> {
    const overdue = new Map<string, Overdue>();
    for (const session of await overdueSessions(stores.db, graceMs, MOST_OVERDUE))
      overdue.set(session.sessionId, session);
    for (const concertId of await concertsWithRoom(stores.db)) {
      for await (const session of overdueInRoom(stores, concertId, graceMs)) {
        if (overdue.size >= MOST_OVERDUE) break;
        if (!overdue.has(session.sessionId)) overdue.set(session.sessionId, session);
      }
      listener.progress(`${overdue.size} sessions are overdue`);
    }
    const open: Overdue[] = [];
    for (const some of inParts([...overdue.values()], ASKED_AT_ONCE)) {
      const running = await Promise.all(some.map((identity) => stores.sessions.runs({ identity })));
      open.push(...some.filter((_session, index) => running[index]));
      listener.progress(`${open.length} sessions are open past their end`);
    }
    return open;
  }
}

type Overdue = Pick<SessionIdentity, 'sessionId' | 'concertId' | 'userId'> & { overdueMs: number };

/** Those inside of whom the room has a view: whoever was admitted on arrival may have no row. */
async function* overdueInRoom(
  { roomAudit }: Pick<AuditedStores, 'roomAudit'>,
  concertId: string,
  graceMs: number,
): AsyncGenerator<Overdue> {
  for await (const members of roomAudit.members(concertId)) {
    const inside = members.filter(({ slot }) => slot).map(({ sessionId }) => sessionId);
    for (const ids of inParts(inside, READ_AT_ONCE)) {
      for (const { view } of await roomAudit.lookAt(concertId, ids)) {
        if (!view || isEnded(view.state)) continue;
        const overdueMs = Date.now() - Math.max(view.expiresAt, view.hold?.expiresAt ?? 0);
        if (overdueMs > graceMs) yield { ...view.identity, overdueMs };
      }
    }
  }
}
