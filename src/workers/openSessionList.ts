import type { Client } from '@temporalio/client';
import type { OpenSessionList } from '../activities/auditedStores';
import { CONCERT_ID, SESSION_STATE, USER_ID } from '../contracts/searchAttributes';
import type { SessionMemo } from '../contracts/session';

/** The most that a server gives in one page. */
const PAGE = 1_000;
/** Between two pages: a server allows ten lists a second by default, and the Web UI needs some of them. */
const PAUSE_MS = 200;
/** For all pages. */
const PATIENCE_MS = 600_000;

/** @param taskQueue names the system: several may share a namespace */
export function createOpenSessionList(client: Client, taskQueue: string): OpenSessionList {
  return {
    async each(take) {
      const query = `WorkflowType = 'session' AND ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`;
      await client.withDeadline(Date.now() + PATIENCE_MS, async () => {
        let listed = 0;
        for await (const found of client.workflow.list({ query, pageSize: PAGE })) {
          const { typedSearchAttributes, memo } = found;
          const concertId = typedSearchAttributes.get(CONCERT_ID);
          const userId = typedSearchAttributes.get(USER_ID);
          const { sessionId } = (memo ?? {}) as Partial<SessionMemo>;
          const waiting = typedSearchAttributes.get(SESSION_STATE) === 'WAITING';
          if (sessionId && concertId && userId) take({ sessionId, concertId, userId, waiting });
          listed += 1;
          if (listed % PAGE === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        }
      });
    },
  };
}
