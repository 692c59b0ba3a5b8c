import type { RuleCounts, SessionKey } from '../contracts/reconciliation';
import { isEnded } from '../contracts/states';
import { settled } from '../domain/sessionView';
import { brokenRules, remedyOf } from '../domain/storeRules';
import type { Admission } from '../queue/admission';
import type { WaitingRoom } from '../queue/waitingRoom';
import { inParts, type AuditedStores } from './auditedStores';
import { giveUpSession } from './giveUpSession';
import type { RoomSessions } from './roomSessions';
import { lookAt, type SeenSession } from './sightings';

/** So many are looked at again, and then repaired while that is still fresh. */
const AT_ONCE = 20;

export interface RepairTools extends AuditedStores {
  waitingRoom: Pick<WaitingRoom, 'readRoom' | 'forget'>;
  admission: Pick<Admission, 'restore'>;
  sessions: Pick<RoomSessions, 'runs' | 'viewOf'>;
}

/**
 * Puts right what is safe to put right. Each session is looked at once more, and each step is one that the waiting room
 * takes as well when it meets such a session: twice is harmless, and PostgreSQL has the last word on seats.
 * @returns how many were repaired, by the rule they broke
 */
export async function repairSessions(
  tools: RepairTools,
  { sessions, graceMs }: { sessions: readonly SessionKey[]; graceMs: number },
  progress: () => void,
): Promise<RuleCounts> {
  const repaired: RuleCounts = {};
  for (const some of inParts(sessions, AT_ONCE)) {
    for (const seen of await lookAt(tools, some)) {
      const rules = brokenRules(seen, graceMs);
      if (!(await repair(tools, seen, remedyOf(rules)))) continue;
      for (const rule of rules) repaired[rule] = (repaired[rule] ?? 0) + 1;
    }
    progress();
  }
  return repaired;
}

/** @returns false: there was nothing to do, or no longer */
async function repair(
  tools: RepairTools,
  seen: SeenSession,
  remedy: ReturnType<typeof remedyOf>,
): Promise<boolean> {
  switch (remedy) {
    case null:
      return false;
    case 'GIVE_UP':
      return await giveUp(tools, seen);
    case 'PUT_BACK':
      return await putBack(tools, seen);
  }
}

/** Its workflow is closed: its row ends, its seats go back on sale, and its room forgets it. */
async function giveUp(tools: RepairTools, { session, row, room }: SeenSession): Promise<boolean> {
  const { userId, ...key } = session;
  // Asked as late as can be: the others of its part were looked at and repaired meanwhile.
  if (userId !== null && (await tools.sessions.runs({ identity: { ...key, userId } }))) return false;
  const known = row ?? room?.view;
  if (known) await giveUpSession(tools, known);
  // Nothing is left of it but its name in the room.
  else await tools.waitingRoom.forget({ identity: { ...key, userId: userId ?? '' } });
  return true;
}

/** Its workflow is open and says where it stands; as in the rebuilding of a room, a newer view in Redis stays. */
async function putBack(tools: RepairTools, { session, row }: SeenSession): Promise<boolean> {
  const { concertId, userId, sessionId } = session;
  const view = userId === null ? null : await tools.sessions.viewOf(concertId, userId);
  if (view?.identity.sessionId !== sessionId || isEnded(view.state)) return false;
  const offered = view.state === 'WAITING' && row !== null && row.admittedAt !== null;
  await tools.admission.restore([{ view: settled(view), offered }]);
  return true;
}
