import type { Client } from '@temporalio/client';
import type { RoomAudit } from '../queue/roomAudit';
import { concertsWithRoom } from '../persistence/reads/auditedSessions';
import { findSessions, type SessionCriteria, type SessionRow } from '../persistence/reads/foundSessions';
import type { SqlClient } from '../persistence/sqlClient';
import { sessionWorkflowId } from '../contracts/identifiers';
import type { SessionView } from '../contracts/session';
import { END_STATE_OF, type SessionState } from '../contracts/states';
import { visibleSessions, type VisibleSession } from './visibleSessions';
import { workflowsQuery } from './visibilityQuery';

/** A session as the stores together know it. Ids only. */
export interface FoundSession {
  sessionId: string;
  workflowId: string;
  /** null: the Temporal server does not have it, or no longer. */
  runId: string | null;
  concertId: string;
  userId: string;
  state: SessionState | null;
  endReason: string | null;
  scheduleId: string | null;
  reservationId: string | null;
  /** Numbers of the seats of that reservation. */
  seats: string[];
  /** RFC 3339. */
  joinedAt: string;
  endedAt: string | null;
  /** RUNNING, COMPLETED, TERMINATED and so on; null as `runId`. */
  workflow: string | null;
}

const AT_ONCE = 50;

export function foundInVisibility(session: VisibleSession): FoundSession {
  const { startedAt, closedAt, ...known } = session;
  return { ...known, joinedAt: startedAt.toISOString(), endedAt: closedAt?.toISOString() ?? null };
}

/**
 * Looks where visibility cannot: sessions by their own ids, by any reservation they ever had, by the seat they have now,
 * and those of a fan or a concert whose workflows the server has forgotten. Their workflows, where there are any, are added.
 */
export async function findOnRecord(
  { db, client }: { db: SqlClient; client: Client },
  criteria: SessionCriteria,
  limit: number,
): Promise<FoundSession[]> {
  const rows = await findSessions(db, criteria, limit);
  const visible = new Map<string, VisibleSession>();
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const workflowIds = new Set(rows.slice(from, from + AT_ONCE).map(({ workflowId }) => workflowId));
    for await (const session of visibleSessions(client, workflowsQuery([...workflowIds])))
      visible.set(session.sessionId, session);
  }
  return rows.map((row) => joined(row, visible.get(row.sessionId)));
}

/** Who was admitted on arrival and has held nothing yet is only in the room. */
export async function findInRooms(
  { db, client, roomAudit }: { db: SqlClient; client: Client; roomAudit: RoomAudit },
  sessionId: string,
): Promise<FoundSession[]> {
  for (const concertId of await concertsWithRoom(db)) {
    const [seen] = await roomAudit.lookAt(concertId, [sessionId]);
    if (!seen?.view) continue;
    const workflowId = sessionWorkflowId(concertId, seen.view.identity.userId);
    for await (const session of visibleSessions(client, workflowsQuery([workflowId])))
      if (session.sessionId === sessionId) return [foundInVisibility(session)];
    return [viewed(seen.view, workflowId)];
  }
  return [];
}

/** PostgreSQL decided how it ended and what it bought; a terminated workflow still shows what it last knew. */
function joined(row: SessionRow, visible: VisibleSession | undefined): FoundSession {
  const { sessionId, workflowId, concertId, userId, endReason, joinedAt, endedAt, reservation } = row;
  return {
    ...{ sessionId, workflowId, concertId, userId, endReason },
    runId: visible?.runId ?? null,
    state: stateOf(row),
    scheduleId: reservation?.scheduleId ?? null,
    reservationId: reservation?.id ?? null,
    seats: reservation?.seats ?? [],
    joinedAt: joinedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    workflow: visible?.workflow ?? null,
  };
}

function stateOf({ endReason, reservation, admitted }: SessionRow): SessionState {
  if (endReason !== null) return END_STATE_OF[endReason];
  if (reservation?.status === 'HELD') return 'HOLDING';
  return admitted ? 'ADMITTED' : 'WAITING';
}

function viewed(
  { identity, state, endReason, hold, reservationId, expiresAt }: SessionView,
  workflowId: string,
): FoundSession {
  const { sessionId, concertId, userId, joinedAt } = identity;
  return {
    ...{ sessionId, workflowId, runId: null, concertId, userId, state, endReason },
    scheduleId: hold?.scheduleId ?? null,
    reservationId: hold?.reservationId ?? reservationId,
    seats: hold?.seats.map(({ seatNumber }) => seatNumber) ?? [],
    joinedAt: new Date(joinedAt).toISOString(),
    endedAt: endReason === null ? null : new Date(expiresAt).toISOString(),
    workflow: null,
  };
}
