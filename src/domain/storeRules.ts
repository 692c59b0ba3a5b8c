import type { SessionKey, StoreRule } from '../contracts/reconciliation';
import type { SessionView } from '../contracts/session';
import { isEnded } from '../contracts/states';

/** What a session's row says. Ages by the clock of PostgreSQL, in milliseconds. */
export interface RowSighting {
  admittedAt: number | null;
  /** null: it has no end. */
  endedMsAgo: number | null;
  /** How long the deadline of its seats is over, negative before it; null: it holds none. */
  holdOverdueMs: number | null;
}

/** What Redis has of a session. */
export interface RoomSighting {
  view: SessionView | null;
  slot: boolean;
  /** In the line, or silent beside it. */
  place: boolean;
}

/**
 * One session as the three stores show it. They are read one after the other, and the order makes the rules true while
 * the system works: first the workflow, then row and room, then an open workflow once more. A session ends in PostgreSQL
 * and in Redis before its workflow closes, so what a closed one has left behind will stay; and of one that was open
 * before and after, nothing can have been missing for the moment in between.
 */
export interface Sighting {
  session: SessionKey;
  workflow: 'OPEN' | 'CLOSED' | 'CLOSED_MEANWHILE';
  /** Joined so lately that its workflow may still be starting. */
  starting: boolean;
  row: RowSighting | null;
  /** null: the room is being rebuilt, so nothing can be said of it. */
  room: RoomSighting | null;
}

/** Rules that end a session which has no workflow any more. */
const WITHOUT_WORKFLOW: readonly StoreRule[] = [
  'hold-without-workflow',
  'session-without-workflow',
  'slot-without-session',
  'place-without-session',
];
/** Rules that are mended by putting the session back into its room. */
const LOST_BY_ROOM: readonly StoreRule[] = ['admitted-without-slot', 'waiting-without-place'];

/** What repairs a session; null: nothing that is safe, it is only reported. */
export function remedyOf(rules: readonly StoreRule[]): 'GIVE_UP' | 'PUT_BACK' | null {
  if (rules.some((rule) => WITHOUT_WORKFLOW.includes(rule))) return 'GIVE_UP';
  return rules.some((rule) => LOST_BY_ROOM.includes(rule)) ? 'PUT_BACK' : null;
}

/** @param graceMs for how long a deadline or an end may be over before it counts */
export function brokenRules(sighting: Sighting, graceMs: number): StoreRule[] {
  switch (sighting.workflow) {
    case 'CLOSED_MEANWHILE':
      return [];
    case 'CLOSED':
      return sighting.starting ? [] : leftBehind(sighting);
    case 'OPEN':
      return behindOrLost(sighting, graceMs);
  }
}

function leftBehind({ row, room }: Sighting): StoreRule[] {
  const rules: StoreRule[] = [];
  if (row?.endedMsAgo === null) {
    rules.push(row.holdOverdueMs === null ? 'session-without-workflow' : 'hold-without-workflow');
  }
  if (room?.slot) rules.push('slot-without-session');
  if (room?.place) rules.push('place-without-session');
  return rules;
}

function behindOrLost({ row, room, starting }: Sighting, graceMs: number): StoreRule[] {
  if (row && row.endedMsAgo !== null) return row.endedMsAgo > graceMs ? ['workflow-of-ended-session'] : [];
  const rules: StoreRule[] = [];
  if (row && row.holdOverdueMs !== null && row.holdOverdueMs > graceMs) rules.push('hold-past-its-deadline');
  const ends = room?.view ? isEnded(room.view.state) : false;
  if (!room || room.slot || ends || starting) return rules;
  // Who has neither row nor view was admitted on arrival: one that waits is put on record when it joins.
  const inside = row ? row.admittedAt !== null : room.view?.state !== 'WAITING';
  if (inside) rules.push('admitted-without-slot');
  else if (!room.place) rules.push('waiting-without-place');
  return rules;
}
