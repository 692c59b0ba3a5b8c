import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionIdentity, SessionView } from '../contracts/session';
import { isEnded } from '../contracts/states';
import { idleView, settled } from '../domain/sessionView';
import { openSessions, type OpenSession } from '../persistence/reads/openSessions';
import { recordSessions } from '../persistence/statements/recordSessions';
import { openWaitingRoom } from '../persistence/statements/openWaitingRoom';
import type { Restored } from '../queue/admission';
import type { AdmissionDependencies } from './admissionDependencies';
import { inParts } from './auditedStores';
import { giveUpSession, isStarting } from './giveUpSession';
import { concertNotFound } from './roomFigures';

const PAGE = 1_000;
/** A query is a workflow task: more at once would keep the workers from the sessions' own work. */
const QUERIES_AT_ONCE = 20;
const QUERY_ATTEMPTS = 3;
/** After this long a session that did not answer is looked for, like any other that is overdue. */
const UNHEARD_MS = 3_600_000;
const MOST_GHOSTS = 100_000;
/** Who joined while PostgreSQL was away, or whose API stopped, has no row; after this long the room has seen to it. */
const UNRECORDED_MS = 1_800_000;

type Rebuilder = Pick<
  AdmissionDependencies,
  'db' | 'waitingRoom' | 'admission' | 'sessions' | 'logger' | 'settleMs'
>;
/** A session that takes up a slot, as far as its row, or visibility where it has none, knows it. */
interface Inside extends Omit<OpenSession, 'admittedAt'> {
  onRecord: boolean;
}

/**
 * Puts a room back that Redis has lost, from what cannot be lost: who waits is in PostgreSQL with the place, or, when the
 * row of the session is still to come, in visibility; who was taken in is there too, and says itself how far it
 * is. Nobody is admitted meanwhile, and those who join take a place. A session that does not answer keeps its slot, for
 * else that would be given away twice.
 * @param goesOn asked between steps; false: give up, somebody else rebuilds
 * @returns false: given up, or Redis lost its memory again meanwhile; begin again
 * @throws CONCERT_NOT_FOUND (non-retryable)
 */
export async function rebuildRoom(
  rebuilder: Rebuilder,
  concertId: string,
  goesOn: () => boolean,
): Promise<boolean> {
  const { db, waitingRoom, admission, sessions, logger, settleMs } = rebuilder;
  const startedAt = Date.now();
  const rebuild = randomUUID();
  const opened = await openWaitingRoom(db, concertId);
  if (!opened) throw concertNotFound();
  await waitingRoom.openRoom(opened.settings, opened.firstTime);
  // An operator woke a room to which nobody ever came: there is nothing to put back.
  if (opened.firstTime) return true;
  await admission.beginRebuild(concertId, rebuild);
  // Visibility lags, and a session that was admitted on arrival may only now be starting.
  await pause(settleMs);

  const inside = new Map<string, Inside>();
  const unrecorded = new Map<string, Restored>();
  for (const { waiting, ...session } of await sessions.openNow(concertId, startedAt - UNRECORDED_MS)) {
    const { userId, sessionId } = session.identity;
    if (waiting) unrecorded.set(sessionId, inTheLine(session, 0));
    else inside.set(userId, { ...session, onRecord: false });
  }
  let waiting = 0;
  for await (const page of pagesOf(db, concertId)) {
    if (!goesOn()) return false;
    const inLine: Restored[] = [];
    for (const session of page) {
      const { sessionId, userId } = session.identity;
      unrecorded.delete(sessionId);
      if (session.admittedAt !== null) {
        inside.set(userId, { ...session, onRecord: true });
        // With a later session of the same fan inside, this row is what a terminated workflow left behind.
      } else if (!inside.has(userId)) inLine.push(inTheLine(session, 1));
    }
    await admission.restore(inLine);
    waiting += inLine.length;
  }
  await putOnRecord(db, [...unrecorded.values()]);
  await admission.restore([...unrecorded.values()]);
  waiting += unrecorded.size;

  const asked = [...inside.values()];
  let admitted = 0;
  for (let from = 0; from < asked.length; from += QUERIES_AT_ONCE) {
    if (!goesOn()) return false;
    const some = asked.slice(from, from + QUERIES_AT_ONCE);
    const views = await Promise.all(some.map((session) => ask(rebuilder, concertId, session)));
    const restored = views.flatMap((view, i): Restored[] => {
      if (!view || isEnded(view.state)) return [];
      const { onRecord, identity } = some[i]!;
      // Its row says that it was taken in.
      const isThat = onRecord && identity.sessionId === view.identity.sessionId;
      const offered = view.state === 'WAITING' && isThat;
      return [{ view: settled(view), offered }];
    });
    await admission.restore(restored);
    admitted += restored.length;
  }

  // A Redis that was started again may still have sessions that have ended since.
  const ghosts = (await admission.admitted(concertId, MOST_GHOSTS)).filter(
    ({ identity }) => inside.get(identity.userId)?.identity.sessionId !== identity.sessionId,
  );
  for (const view of ghosts)
    if (!isStarting(view) && !(await sessions.runs(view))) await giveUpSession(rebuilder, view);

  const complete = await admission.finishRebuild(concertId, rebuild);
  const ms = Date.now() - startedAt;
  if (complete) logger.info({ concertId, waiting, admitted, ms }, 'waiting room rebuilt');
  else logger.warn({ concertId, ms }, 'Redis lost its memory during a rebuild, beginning again');
  return complete;
}

/** Those whose API did not come to it: after this nobody looks for them any more. */
async function putOnRecord(db: Rebuilder['db'], restored: Restored[]): Promise<void> {
  for (const some of inParts(restored, PAGE)) {
    await recordSessions(
      db,
      some.map(({ view }) => view),
    );
  }
}

async function* pagesOf(db: Rebuilder['db'], concertId: string): AsyncGenerator<OpenSession[]> {
  let page: OpenSession[];
  let after: SessionIdentity | undefined;
  do {
    page = await openSessions(db, concertId, { after, limit: PAGE });
    if (page.length > 0) yield page;
    after = page.at(-1)?.identity;
  } while (page.length === PAGE);
}

/** What the workflow says of the session; null: it has ended. */
async function ask(rebuilder: Rebuilder, concertId: string, session: Inside): Promise<SessionView | null> {
  const { sessions, logger } = rebuilder;
  for (let attempt = 1; ; attempt++) {
    try {
      const view = await sessions.viewOf(concertId, session.identity.userId);
      if (!view && session.onRecord) await giveUpSession(rebuilder, unheard(session));
      return view;
    } catch (error) {
      if (attempt < QUERY_ATTEMPTS) continue;
      const { sessionId } = session.identity;
      logger.warn({ sessionId, err: error }, 'a session does not answer and keeps its slot');
      return unheard(session);
    }
  }
}

/** Admitted, and no more is known: whatever the workflow writes is newer. */
function unheard({ identity, expiresAt }: Inside): SessionView {
  const until = expiresAt ?? Date.now() + UNHEARD_MS;
  const admittedAt = identity.joinedAt;
  return idleView({ identity, revision: 0, admittedAt, admittedUntil: until, expiresAt: until });
}

/** @param revision 1 for one that is on record, 0 before: whatever the workflow writes next is newer or the same */
function inTheLine(
  { identity, expiresAt }: Pick<OpenSession, 'identity' | 'expiresAt'>,
  revision: number,
): Restored {
  const context = { identity, revision, admittedAt: null, admittedUntil: null };
  return { view: idleView({ ...context, expiresAt: expiresAt ?? Date.now() }), offered: false };
}
