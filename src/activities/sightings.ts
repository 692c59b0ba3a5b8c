import type { SessionKey } from '../contracts/reconciliation';
import type { RoomSighting, Sighting } from '../domain/storeRules';
import { auditedSessions, type AuditedSession } from '../persistence/reads/auditedSessions';
import { byConcert, inParts, type AuditedStores } from './auditedStores';
import { isStarting, START_PATIENCE_MS } from './giveUpSession';

/** Each is a call to Temporal: more at once would only wait for one another. */
const ASKED_AT_ONCE = 20;

/** As the rules need it, and the row as it is. */
export interface SeenSession extends Sighting {
  row: AuditedSession | null;
}

type Recorded = Pick<SeenSession, 'session' | 'starting' | 'row' | 'room'>;

/**
 * Reads what the stores have of these sessions now. Workflows are asked one by one, not taken from visibility, which
 * lags; see `Sighting` for the order.
 */
export async function lookAt(stores: AuditedStores, sessions: readonly SessionKey[]): Promise<SeenSession[]> {
  const keys = await named(stores, sessions);
  const before = await whichRun(stores, keys);
  const recorded = await readRecords(stores, keys);
  const after = await whichRun(
    stores,
    keys.filter(({ sessionId }) => before.has(sessionId)),
  );
  return recorded.map((record) => {
    const { sessionId } = record.session;
    if (!before.has(sessionId)) return { ...record, workflow: 'CLOSED' };
    return { ...record, workflow: after.has(sessionId) ? 'OPEN' : 'CLOSED_MEANWHILE' };
  });
}

/** The same without asking any workflow: what PostgreSQL and Redis have. */
export async function readRecords(
  { db, roomAudit, waitingRoom }: Omit<AuditedStores, 'openSessions' | 'sessions'>,
  keys: readonly SessionKey[],
): Promise<Recorded[]> {
  const rows = new Map<string, AuditedSession>();
  const ids = keys.map(({ sessionId }) => sessionId);
  for (const row of await auditedSessions(db, ids)) rows.set(row.identity.sessionId, row);
  const rooms = new Map<string, RoomSighting>();
  for (const [concertId, those] of byConcert(keys)) {
    // Before and after: what was read while Redis lost its memory says nothing.
    const isComplete = async () => (await waitingRoom.readRoom(concertId))?.ready === true;
    if (!(await isComplete())) continue;
    const seen = await roomAudit.lookAt(
      concertId,
      those.map(({ sessionId }) => sessionId),
    );
    if (await isComplete()) for (const { sessionId, ...room } of seen) rooms.set(sessionId, room);
  }
  return keys.map((session) => {
    const row = rows.get(session.sessionId) ?? null;
    const room = rooms.get(session.sessionId) ?? null;
    const young = row !== null && row.joinedMsAgo < START_PATIENCE_MS;
    const starting = young || (room?.view ? isStarting(room.view) : false);
    return { session, starting, row, room };
  });
}

/** Of some that Redis has lost the view of, the row knows the fan. */
async function named({ db }: AuditedStores, sessions: readonly SessionKey[]): Promise<SessionKey[]> {
  const nameless = sessions.filter(({ userId }) => userId === null).map(({ sessionId }) => sessionId);
  if (nameless.length === 0) return [...sessions];
  const fans = new Map(
    (await auditedSessions(db, nameless)).map(({ identity }) => [identity.sessionId, identity.userId]),
  );
  return sessions.map((key) => ({ ...key, userId: key.userId ?? fans.get(key.sessionId) ?? null }));
}

/** The ids of those whose workflows are open. Nobody can ask for the workflow of an unknown fan: it has none. */
async function whichRun({ sessions }: AuditedStores, keys: readonly SessionKey[]): Promise<Set<string>> {
  const open = new Set<string>();
  for (const some of inParts(keys, ASKED_AT_ONCE)) {
    await Promise.all(
      some.map(async ({ userId, ...key }) => {
        if (userId !== null && (await sessions.runs({ identity: { ...key, userId } })))
          open.add(key.sessionId);
      }),
    );
  }
  return open;
}
