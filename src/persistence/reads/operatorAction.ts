import type { OperatorAction } from '../../contracts/operatorActions';
import type { SqlClient } from '../sqlClient';

export interface RecordedAction {
  what: string;
  /** DONE, or the error code of the refusal. */
  outcome: string;
  reservationId: string | null;
  /** Of a refusal `detail`; else what was asked for and answered. */
  details: Record<string, unknown>;
}

/** What is on record of an action; null: nothing, it was not taken yet. */
export async function findOperatorAction(
  db: SqlClient,
  { workflowId, actionId }: Pick<OperatorAction, 'workflowId' | 'actionId'>,
): Promise<RecordedAction | null> {
  const rows = await db.query<RecordedAction>(
    `SELECT what, outcome, reservation_id AS "reservationId", details
       FROM operator_actions WHERE workflow_id = $1 AND action_id = $2`,
    [workflowId, actionId],
  );
  return rows[0] ?? null;
}
