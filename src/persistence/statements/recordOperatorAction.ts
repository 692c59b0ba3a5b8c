import type { OperatorAction } from '../../contracts/operatorActions';
import { bigintIdOrNull, uuidOrNull } from '../identifierText';
import { decide, type SqlClient } from '../sqlClient';

export interface OperatorActionRecord {
  action: OperatorAction;
  concertId: string;
  sessionId?: string;
  reservationId?: string;
  /** DONE, or the error code of the refusal. */
  outcome: string;
  /** What was asked for and answered besides; ids and numbers only. */
  details: Record<string, unknown>;
}

/**
 * Puts on record what an operator did or was refused, where no statement of the action itself does.
 * @throws a unique violation when the action is on record already
 */
export async function recordOperatorAction(db: SqlClient, record: OperatorActionRecord): Promise<void> {
  const { action, concertId, sessionId, reservationId, outcome, details } = record;
  await decide<unknown>(
    db,
    '(record_operator_action($1::jsonb, $2::uuid, $3::bigint, $4::uuid, $5::text, $6::jsonb)).id',
    [
      JSON.stringify(action),
      sessionId === undefined ? null : uuidOrNull(sessionId),
      bigintIdOrNull(concertId),
      reservationId === undefined ? null : uuidOrNull(reservationId),
      outcome,
      JSON.stringify(details),
    ],
  );
}
