import type { Finding, SessionKey, StoreRule } from '../contracts/reconciliation';
import { brokenRules, remedyOf } from '../domain/storeRules';
import { waitingRoomsInUse } from '../persistence/reads/waitingRoomSettings';
import { inParts, type AuditedStores, type AuditListener } from './auditedStores';
import { findSuspects } from './findSuspects';
import { lookAt, readRecords, type SeenSession } from './sightings';

const READ_AT_ONCE = 200;
/** Each is a call to Temporal, or two. */
const MOST_ASKED = 2_000;
/** Where none of so many sessions has a workflow, this is not the namespace they run in, or it was lost whole. */
const MANY = 100;

export interface StoreComparison {
  findings: Finding[];
  repairable: SessionKey[];
}

/**
 * Compares PostgreSQL, Redis and the open workflows. Whatever seems wrong is looked at again after a pause, one session
 * at a time and in an order in which a system at work cannot look wrong; only what is wrong both times is a finding.
 * Where no session at all has a workflow, nothing may be repaired: a worker that points at a wrong namespace must not end a sale.
 * @param graceMs for how long a deadline or an end may be over before it counts
 * @param lookAgainAfterMs the pause
 * @throws what the engines throw when one does not answer, and what `listener` throws
 */
export async function compareStores(
  stores: AuditedStores,
  { graceMs, lookAgainAfterMs }: { graceMs: number; lookAgainAfterMs: number },
  listener: AuditListener,
): Promise<StoreComparison> {
  const { suspects, onRecord, listed } = await findSuspects(stores, graceMs, listener);
  const lostRooms = await incompleteRooms(stores);
  if (suspects.length + lostRooms.length > 0) await listener.pause(lookAgainAfterMs);

  const findings: Finding[] = [];
  const stillLost = new Set(lostRooms.length > 0 ? await incompleteRooms(stores) : []);
  for (const concertId of lostRooms.filter((id) => stillLost.has(id))) {
    findings.push({
      rule: 'room-not-ready' satisfies StoreRule,
      subject: `concert ${concertId}`,
      detail: 'Redis does not have its waiting room complete, so nobody is admitted',
    });
  }

  const doubtful: SessionKey[] = [];
  for (const some of inParts(suspects, READ_AT_ONCE)) {
    doubtful.push(...(await couldBeWrong(stores, some, graceMs)));
    listener.progress(`${doubtful.length} sessions still doubtful`);
  }
  const repairable: SessionKey[] = [];
  for (const some of inParts(doubtful.slice(0, MOST_ASKED), READ_AT_ONCE)) {
    for (const seen of await lookAt(stores, some)) {
      const rules = brokenRules(seen, graceMs);
      findings.push(...rules.map((rule) => findingOf(rule, seen)));
      if (remedyOf(rules)) repairable.push(seen.session);
    }
    listener.progress(`${findings.length} findings`);
  }
  if (listed > 0 || onRecord < MANY) return { findings, repairable };
  findings.push({
    rule: 'no-workflow-at-all' satisfies StoreRule,
    subject: 'Temporal',
    detail: `none of ${onRecord} sessions without an end has an open workflow: check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE; nothing is repaired`,
  });
  return { findings, repairable: [] };
}

/** Spares a call to Temporal for each that is in order whether or not its workflow is open. */
async function couldBeWrong(
  stores: AuditedStores,
  keys: SessionKey[],
  graceMs: number,
): Promise<SessionKey[]> {
  const records = await readRecords(stores, keys);
  return records
    .filter((record) =>
      (['OPEN', 'CLOSED'] as const).some(
        (workflow) => brokenRules({ ...record, workflow }, graceMs).length > 0,
      ),
    )
    .map(({ session }) => session);
}

/** Rooms that are in use, and that Redis does not know or has not got back yet. */
async function incompleteRooms({ db, waitingRoom }: AuditedStores): Promise<string[]> {
  const incomplete: string[] = [];
  for (const { concertId } of await waitingRoomsInUse(db)) {
    if (!(await waitingRoom.readRoom(concertId))?.ready) incomplete.push(concertId);
  }
  return incomplete;
}

function findingOf(rule: StoreRule, { session, row, room }: SeenSession): Finding {
  return {
    rule,
    subject: `session ${session.sessionId}`,
    detail: `concert ${session.concertId}; ${described(row)}; ${placeOf(room)}`,
  };
}

function described(row: SeenSession['row']): string {
  if (!row) return 'no row';
  const { endedMsAgo, holdOverdueMs } = row;
  if (endedMsAgo !== null) return `ended ${seconds(endedMsAgo)} ago`;
  if (holdOverdueMs === null) return 'not ended, holds no seats';
  return holdOverdueMs > 0
    ? `not ended, holds seats whose deadline was ${seconds(holdOverdueMs)} ago`
    : `not ended, holds seats for another ${seconds(-holdOverdueMs)}`;
}

function placeOf(room: SeenSession['room']): string {
  if (!room) return 'its room is not complete';
  if (room.slot) return 'takes up a slot';
  return room.place ? 'has a place in the line' : 'has neither slot nor place';
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
