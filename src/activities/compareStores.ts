import type { AuditLimits, Finding, SessionKey, StoreRule } from '../contracts/reconciliation';
import { brokenRules, remedyOf } from '../domain/storeRules';
import { waitingRoomsInUse } from '../persistence/reads/waitingRoomSettings';
import { byChance, inParts, type AuditedStores, type AuditListener } from './auditedStores';
import { findSuspects, type FirstLook } from './findSuspects';
import { lookAt, readRecords, type SeenSession } from './sightings';

const READ_AT_ONCE = 200;
/** Each is a call to Temporal, or two. */
const MOST_ASKED = 2_000;
/** Of fewer sessions all may have been terminated by somebody. */
const MANY = 100;
/** Where fewer of many have a workflow, this is not the namespace they run in, or its data was lost. */
const LEAST_OPEN_PERCENT = 10;

export interface StoreComparison {
  findings: Finding[];
  repairable: SessionKey[];
}

/**
 * Compares PostgreSQL, Redis and the open workflows. Whatever seems wrong is looked at again after a pause, one session
 * at a time and in an order in which a system at work cannot look wrong; only what is wrong both times is a finding.
 * Where hardly a session has a workflow, nothing may be repaired: a worker that points at a wrong namespace must not end a sale.
 * @param graceMs for how long a deadline or an end may be over before it counts
 * @param lookAgainAfterMs the pause
 * @param leastOpenPercent of 100 sessions or more so many must have an open workflow for any to be repaired; 0: none must
 * @throws what the engines throw when one does not answer, and what `listener` throws
 */
export async function compareStores(
  stores: AuditedStores,
  { graceMs, lookAgainAfterMs, leastOpenPercent = LEAST_OPEN_PERCENT }: AuditLimits,
  listener: AuditListener,
): Promise<StoreComparison> {
  const firstLook = await findSuspects(stores, graceMs, listener);
  const { suspects } = firstLook;
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
  const asked = byChance(doubtful, MOST_ASKED);
  const repairable: SessionKey[] = [];
  for (const some of inParts(asked, READ_AT_ONCE)) {
    for (const seen of await lookAt(stores, some)) {
      const rules = brokenRules(seen, graceMs);
      findings.push(...rules.map((rule) => findingOf(rule, seen)));
      if (remedyOf(rules)) repairable.push(seen.session);
    }
    listener.progress(`${findings.length} findings`);
  }
  findings.push(...leftOut(firstLook, doubtful.length, asked.length));
  const { onRecord, listed } = firstLook;
  if (onRecord < MANY || listed * 100 >= onRecord * leastOpenPercent) return { findings, repairable };
  findings.push({
    rule: 'hardly-any-workflow' satisfies StoreRule,
    subject: 'Temporal',
    detail:
      `${listed} of ${onRecord} sessions without an end have an open workflow, fewer than ${leastOpenPercent}%, so nothing is repaired: ` +
      'check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE; RECONCILE_LEAST_OPEN_PERCENT=0 repairs after a real loss',
  });
  return { findings, repairable: [] };
}

/** Says what this audit had no time for: which ones is decided by chance, so that the next takes others. */
function leftOut({ suspects, suspected }: FirstLook, doubtful: number, asked: number): Finding[] {
  const cut = [
    suspects.length < suspected ? `${suspects.length} of ${suspected} differences were looked at again` : '',
    asked < doubtful ? `Temporal was asked about ${asked} of ${doubtful} doubtful sessions` : '',
  ].filter(Boolean);
  if (cut.length === 0) return [];
  return [
    {
      rule: 'not-all-looked-at' satisfies StoreRule,
      subject: 'audit',
      detail: `${cut.join('; ')}; chosen by chance`,
    },
  ];
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
