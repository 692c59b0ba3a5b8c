import { RECORD_SESSION } from './recordSession.sql';

/**
 * record_session(session) as recordSession.sql.ts describes it, and whoever still takes the session for a waiting one does
 * not move its end back: a fan can be admitted before the joining request comes to write the row.
 */
export const RECORD_SESSION_ONWARD = RECORD_SESSION.replace(
  'CREATE FUNCTION',
  'CREATE OR REPLACE FUNCTION',
).replace(
  'OR v_expires_at IS NOT NULL AND',
  `OR (v_ready_at IS NOT NULL OR v_session.ready_at IS NULL)
             AND v_expires_at IS NOT NULL AND`,
);
