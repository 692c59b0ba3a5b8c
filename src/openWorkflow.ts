import { WorkflowNotFoundError, type Client } from '@temporalio/client';

/**
 * Whether a workflow is open and is the one of this session: the same fan's next visit has the same workflow id, and
 * the memo tells them apart without a workflow task.
 * @throws gRPC errors of the client
 */
export async function isOpenFor(client: Client, workflowId: string, sessionId: string): Promise<boolean> {
  try {
    const { status, memo } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING' && memo?.sessionId === sessionId;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
