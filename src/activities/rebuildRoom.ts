import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionIdentity } from '../contracts/session';
import { isEnded } from '../contracts/states';
import { idleView } from '../domain/sessionView';
import { openSessions, type OpenSession } from '../persistence/reads/openSessions';
import { openWaitingRoom } from '../persistence/statements/openWaitingRoom';
import type { Restored } from '../queue/admission';
import type { AdmissionDependencies } from './admissionDependencies';
import { concertNotFound } from './roomFigures';

const PAGE = 1_000;
/** A query is a workflow task: more at once would keep the workers from the sessions' own work. */
const QUERIES_AT_ONCE = 20;

type Rebuilder = Pick<
  AdmissionDependencies,
  'db' | 'waitingRoom' | 'admission' | 'sessions' | 'logger' | 'settleMs'
>;
type Named = Pick<SessionIdentity, 'userId' | 'sessionId'>;

/**
 * Puts a room back that Redis has lost, from what cannot be lost: who waits is in PostgreSQL with the place; who was
 * taken in is there too, or shows in visibility, and says itself how far it is. Nobody is admitted meanwhile, and those
 * who join take a place. A session that cannot be asked fails the rebuild: counted as absent, its slot would be given
 * away twice.
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

  const inside = new Map<string, Named>();
  for (const session of await sessions.admittedNow(concertId)) inside.set(session.userId, session);
  const takenIn = new Set<string>();
  let waiting = 0;
  for await (const page of pagesOf(db, concertId)) {
    if (!goesOn()) return false;
    const inLine: Restored[] = [];
    for (const session of page) {
      const { sessionId, userId } = session.identity;
      if (session.admittedAt !== null) {
        takenIn.add(sessionId);
        inside.set(userId, session.identity);
        // With a later session of the same fan inside, this row is what a terminated workflow left behind.
      } else if (!inside.has(userId)) inLine.push(inTheLine(session));
    }
    await admission.restore(inLine);
    waiting += inLine.length;
  }

  const asked = [...inside.values()];
  let admitted = 0;
  for (let from = 0; from < asked.length; from += QUERIES_AT_ONCE) {
    if (!goesOn()) return false;
    const some = asked.slice(from, from + QUERIES_AT_ONCE);
    const views = await Promise.all(some.map(({ userId }) => sessions.viewOf(concertId, userId)));
    const restored = views.flatMap((view): Restored[] => {
      if (!view || isEnded(view.state)) return [];
      return [{ view, offered: view.state === 'WAITING' && takenIn.has(view.identity.sessionId) }];
    });
    await admission.restore(restored);
    admitted += restored.length;
  }

  const complete = await admission.finishRebuild(concertId, rebuild);
  const ms = Date.now() - startedAt;
  if (complete) logger.info({ concertId, waiting, admitted, ms }, 'waiting room rebuilt');
  else logger.warn({ concertId, ms }, 'Redis lost its memory during a rebuild, beginning again');
  return complete;
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

/** Revision 1: whatever the workflow writes is newer or the same. */
function inTheLine({ identity, expiresAt }: OpenSession): Restored {
  const context = { identity, revision: 1, admittedAt: null, admittedUntil: null };
  return { view: idleView({ ...context, expiresAt: expiresAt ?? Date.now() }), offered: false };
}
