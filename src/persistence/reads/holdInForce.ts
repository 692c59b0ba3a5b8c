import type { FoundHold } from '../../contracts/activities';
import type { Hold } from '../../contracts/session';
import type { SqlClient } from '../sqlClient';

/** The hold that a session has, until it is paid, let go or released; null: none. Its deadline may be over. */
export async function findHold(db: SqlClient, sessionId: string): Promise<FoundHold | null> {
  const [row] = await db.query<{ holdNumber: number; leftMs: number; answer: { hold: Hold } }>(
    `SELECT hold_number AS "holdNumber", hold_answer(id) AS answer,
            ceil(extract(epoch FROM expires_at - clock_timestamp()) * 1000)::double precision AS "leftMs"
       FROM reservations WHERE session_id = $1::uuid AND status = 'HELD'`,
    [sessionId],
  );
  return row ? { holdNumber: row.holdNumber, hold: row.answer.hold, leftMs: row.leftMs } : null;
}
