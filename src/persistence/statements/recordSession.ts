import { decide, type SqlClient } from '../sqlClient';
import { sessionArgument, type SessionRecordInput } from './sessionRecord';

/**
 * Writes the session's row: WAITING, or PROGRESS once it was admitted. Never moves a row back: an admitted one does not
 * wait again, an ended one stays as it ended.
 */
export async function recordSession(db: SqlClient, input: SessionRecordInput): Promise<void> {
  await decide<unknown>(db, '(record_session($1::jsonb)).state', [sessionArgument(input)]);
}
