import type { SessionKey } from '../contracts/reconciliation';
import {
  concertsWithRoom,
  endedAmong,
  onRecordAmong,
  openRows,
  overdueHolds,
} from '../persistence/reads/auditedSessions';
import type { RoomMember } from '../queue/roomAudit';
import {
  byChance,
  inParts,
  type AuditedStores,
  type AuditListener,
  type ListedSession,
} from './auditedStores';
import { isStarting, START_PATIENCE_MS } from './giveUpSession';

const PAGE = 1_000;
/** A system in which so many sessions seem wrong has one trouble, not so many. The next audit takes others. */
const MOST = 20_000;

interface Open extends ListedSession {
  /** What Redis was seen to have of it. */
  slot: boolean;
  place: boolean;
}

/** What the first look gives. */
export interface FirstLook {
  /** At most 20,000, chosen by chance. */
  suspects: SessionKey[];
  /** How many there were to choose from. */
  suspected: number;
  /**
   * Sessions that joined some time ago and should have an open workflow: rows without an end, and whoever has a slot or a
   * place and no row; and how many of them were listed with one.
   */
  onRecord: number;
  listed: number;
}

/**
 * The first look: sessions of which PostgreSQL, Redis and the list of open workflows say different things. Many only
 * moved on while the three were read one after the other. The list and what differs from it are held in memory; rows and
 * rooms are read in parts.
 */
export async function findSuspects(
  stores: AuditedStores,
  graceMs: number,
  { progress }: AuditListener,
): Promise<FirstLook> {
  const { db, roomAudit, waitingRoom } = stores;
  const startedAt = Date.now();
  const suspects = new Map<string, SessionKey>();
  function suspect({ sessionId, concertId, userId }: SessionKey): void {
    suspects.set(sessionId, { sessionId, concertId, userId });
  }

  const open = new Map<string, Open>();
  await stores.openSessions.each((session) => {
    open.set(session.sessionId, { ...session, slot: false, place: false });
    if (open.size % PAGE === 0) progress(`${open.size} open workflows listed`);
  });
  progress(`${open.size} open workflows listed`);

  let rows = 0;
  let onRecord = 0;
  let listed = 0;
  for await (const page of openRows(db, PAGE)) {
    rows += page.length;
    for (const row of page) {
      // Whoever came since the list began need not be in it.
      const listable = row.joinedMsAgo > Date.now() - startedAt + START_PATIENCE_MS;
      if (!listable) continue;
      onRecord++;
      if (open.has(row.sessionId)) listed++;
      else suspect(row);
    }
    progress(`${rows} sessions without an end read`);
  }
  for (const session of await overdueHolds(db, graceMs, MOST + 1)) suspect(session);
  for (const ids of inParts([...open.keys()], PAGE)) {
    for (const id of await endedAmong(db, ids, graceMs)) suspect(open.get(id)!);
    progress('open workflows compared with their rows');
  }

  const complete = new Set<string>();
  /** Members without a row: each may be named twice. */
  const rowless = new Set<string>();
  let members = 0;
  for (const concertId of await concertsWithRoom(db)) {
    if (!(await waitingRoom.readRoom(concertId))?.ready) continue;
    complete.add(concertId);
    for await (const some of roomAudit.members(concertId)) {
      members += some.length;
      const lost = await unlisted(concertId, some);
      lost.forEach(suspect);
      await countRowless(some, lost);
      progress(`${members} places and slots read`);
    }
  }
  for (const session of open.values()) {
    const missing = session.waiting ? !session.slot && !session.place : !session.slot;
    if (missing && complete.has(session.concertId)) suspect(session);
  }
  progress(`${suspects.size} sessions to look at again`);
  return { suspects: byChance([...suspects.values()], MOST), suspected: suspects.size, onRecord, listed };

  /** A fan who was admitted on arrival has no row at first, and counts no less than those who have one. */
  async function countRowless(some: RoomMember[], lost: SessionKey[]): Promise<void> {
    const ids = [
      ...some.map(({ sessionId }) => sessionId).filter((id) => open.has(id)),
      ...lost.map(({ sessionId }) => sessionId),
    ];
    const withRow = new Set(await onRecordAmong(db, ids));
    for (const id of ids) {
      if (withRow.has(id) || rowless.has(id)) continue;
      rowless.add(id);
      onRecord++;
      if (open.has(id)) listed++;
    }
  }

  /** Notes who was seen, and gives those whose workflow should have been in the list. */
  async function unlisted(concertId: string, some: RoomMember[]): Promise<SessionKey[]> {
    const unknown = some.flatMap(({ sessionId, slot }) => {
      const known = open.get(sessionId);
      if (!known) return [sessionId];
      if (slot) known.slot = true;
      else known.place = true;
      return [];
    });
    const seen = await roomAudit.lookAt(concertId, unknown);
    return seen
      .filter(({ view }) => !view || (view.identity.joinedAt < startedAt && !isStarting(view)))
      .map(({ sessionId, view }) => ({ sessionId, concertId, userId: view?.identity.userId ?? null }));
  }
}
