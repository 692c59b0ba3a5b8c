import { seatMap, seatMapVersion, type SeatMapSeat } from '../persistence/reads/seatMap';
import { newerSeatStates, statusOf } from '../persistence/reads/seatStates';
import type { SqlClient } from '../persistence/sqlClient';
import { recentMemory } from './recentMemory';

/** An estimated 200 bytes a seat, twice: a hundred halls of 5,000 are 200 MB, most are a tenth of that. */
const REMEMBER_MOST = 100;
/** A date keeps its seats for ever; a price that somebody changes by SQL shows after this long. Milliseconds. */
const REMEMBER_MS = 60_000;
/** Older than any that a schedule has had. */
const NO_VERSION = '-1';

/** A seat map as PostgreSQL had it when it was asked for. */
export interface SeatMapText {
  concertId: string;
  /** As in `seatMapVersion`. */
  version: string;
  /** The page as JSON; made on the first use of it. */
  json(): string;
}

export interface SeatMaps {
  /**
   * Asks PostgreSQL in one statement, whose answer is a letter for each seat, or nothing where no seat has changed since the
   * last time: what stays the same of a seat is written down once.
   * @returns null: no such schedule
   */
  read(scheduleId: string): Promise<SeatMapText | null>;
}

/** The seats of a schedule but for their states, as JSON up to the state. */
interface Plan {
  concertId: string;
  beforeStatus: string[];
  until: number;
}

export function createSeatMaps(db: SqlClient): SeatMaps {
  const plans = recentMemory<{ plan: Plan; latest: SeatMapText }>(REMEMBER_MOST);

  async function learn(scheduleId: string): Promise<Plan | null> {
    const schedule = await seatMapVersion(db, scheduleId);
    if (!schedule) return null;
    const beforeStatus = (await seatMap(db, scheduleId)).map(beforeStatusOf);
    return { concertId: schedule.concertId, beforeStatus, until: Date.now() + REMEMBER_MS };
  }

  return {
    async read(scheduleId) {
      const known = plans.get(scheduleId);
      const current = known && known.plan.until > Date.now() ? known : null;
      const plan = current?.plan ?? (await learn(scheduleId));
      if (!plan) return null;
      const version = current?.latest.version ?? NO_VERSION;
      const newer = await newerSeatStates(db, scheduleId, { version });
      if (!newer) return current?.latest ?? null;
      const latest = textOf(plan, newer);
      plans.set(scheduleId, { plan, latest });
      return latest;
    },
  };
}

function textOf(
  { concertId, beforeStatus }: Plan,
  states: { version: string; letters: string | null },
): SeatMapText {
  const letters = states.letters ?? '';
  let text: string | null = null;
  const write = (): string => {
    const seats = beforeStatus.map((before, i) => `${before}${statusOf(letters.charAt(i))}"}`);
    return `{"items":[${seats.join(',')}],"nextCursor":null}`;
  };
  return { concertId, version: states.version, json: () => (text ??= write()) };
}

function beforeStatusOf({ status: _status, ...seat }: SeatMapSeat): string {
  return `${JSON.stringify(seat).slice(0, -1)},"status":"`;
}
