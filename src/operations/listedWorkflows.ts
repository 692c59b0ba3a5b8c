import type { Client, WorkflowExecutionInfo } from '@temporalio/client';

/** The most that a server gives in one page. */
const PAGE = 1_000;
/** Between two pages: a server allows ten lists a second by default, and the Web UI needs some of them. */
const PAUSE_MS = 200;
const INVALID_ARGUMENT = 3;

/**
 * What a visibility query finds, a second or two late, at a pace that leaves visibility to the Web UI as well.
 * @throws Error that repeats what the server says of a query which it does not understand
 */
export async function* listedWorkflows(client: Client, query: string): AsyncGenerator<WorkflowExecutionInfo> {
  let listed = 0;
  try {
    for await (const found of client.workflow.list({ query, pageSize: PAGE })) {
      yield found;
      listed += 1;
      if (listed % PAGE === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } catch (error) {
    throw queryRefused(error, query);
  }
}

/** @throws as `listedWorkflows` */
export async function countWorkflows(client: Client, query: string): Promise<number> {
  try {
    return (await client.workflow.count(query)).count;
  } catch (error) {
    throw queryRefused(error, query);
  }
}

/** gRPC's error, or the client's that wraps it. */
function queryRefused(error: unknown, query: string): unknown {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { code, details = one.message } = one as { code?: unknown; details?: string };
    if (code === INVALID_ARGUMENT)
      return new Error(`Temporal does not understand the query ${query}: ${details}`);
  }
  return error;
}
