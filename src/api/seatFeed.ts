import type { Logger } from 'pino';
import { newerSeatStates, seatStates, statusOf, type SeatStates } from '../persistence/reads/seatStates';
import type { SqlClient } from '../persistence/sqlClient';
import type { SeatChanges } from '../queue/seatChanges';
import { recentMemory } from './recentMemory';
import { sharedRefresh } from './sharedRefresh';

/** However many changes are told, seats are read no more often. Milliseconds. */
const LEAST_PAUSE_MS = 100;
/** In case a change was not told: it shows after this long at the latest, and costs one row. Milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** How long seats are remembered after the last stream, for clients that come back. Milliseconds. */
const REMEMBER_MS = 60_000;
/** States by which a client that comes back can be told what it missed; each a letter per seat. */
const REMEMBER_STATES = 100;

/** The seats of one schedule, as one stream follows them. */
export interface FollowedSeats {
  /** Names the state that the seats are in now. */
  id(): string;
  /**
   * @param known the state that the client has, if any
   * @returns the event that makes it the present one: what changed, or all seats where that state is not remembered;
   *   null: nothing is to be told
   */
  eventSince(known: string | null): Buffer | null;
  leave(): void;
}

export interface SeatFeeds {
  /**
   * Reads the seats once more and keeps reading while anybody follows them: once per process, however many do.
   * @param listener is called when they have changed
   * @throws what PostgreSQL and Redis throw when they do not answer
   */
  follow(schedule: { scheduleId: string; concertId: string }, listener: () => void): Promise<FollowedSeats>;
}

export interface SeatFeedDependencies {
  db: SqlClient;
  seatChanges: SeatChanges;
  logger: Logger;
}

/** The seats of the schedules that are looked at. See docs/adr/0019. */
export function createSeatFeeds(dependencies: SeatFeedDependencies): SeatFeeds {
  const feeds = new Map<string, ReturnType<typeof createFeed>>();
  return {
    async follow({ scheduleId, concertId }, listener) {
      let feed = feeds.get(scheduleId);
      if (!feed) {
        const forget = (): void => void feeds.delete(scheduleId);
        feed = createFeed(dependencies, { scheduleId, concertId, forget });
        feeds.set(scheduleId, feed);
      }
      return await feed.follow(listener);
    },
  };
}

function createFeed(
  { db, seatChanges, logger }: SeatFeedDependencies,
  { scheduleId, concertId, forget }: { scheduleId: string; concertId: string; forget(): void },
) {
  const listeners = new Set<() => void>();
  const remembered = recentMemory<string>(REMEMBER_STATES);
  /** The events of the present state, by the state they begin with: most streams have the same. */
  const events = new Map<string | null, Buffer | null>();
  let seats: SeatStates | null = null;
  let readAt = 0;
  let soon: NodeJS.Timeout | undefined;
  let looks: NodeJS.Timeout | undefined;
  let forgetting: NodeJS.Timeout | undefined;
  let subscription: Promise<() => void> | null = null;

  const refresh = sharedRefresh(async () => {
    readAt = Date.now();
    const now = seats ? await newerSeatStates(db, scheduleId, seats) : await seatStates(db, scheduleId);
    if (!now) return;
    seats = { ...seats, ...now } as SeatStates;
    remembered.set(seats.version, seats.letters);
    events.clear();
    for (const listener of listeners) listener();
  });

  function present(): SeatStates {
    if (!seats) throw new Error(`Schedule ${scheduleId} is gone`);
    return seats;
  }

  const idOf = (version: string): string => `${scheduleId}-${version}`;

  function look(): void {
    refresh().catch((error: unknown) => logger.warn({ err: error, scheduleId }, 'seats could not be read'));
  }

  function changed(): void {
    if (soon) return;
    const pause = Math.max(0, readAt + LEAST_PAUSE_MS - Date.now());
    soon = setTimeout(() => {
      soon = undefined;
      look();
    }, pause);
  }

  /** @throws what Redis throws; whoever comes next tries again */
  async function listen(): Promise<void> {
    clearTimeout(forgetting);
    looks ??= setInterval(changed, LOOK_EVERY_MS);
    subscription ??= seatChanges.subscribe(concertId, changed);
    await subscription;
  }

  function rest(): void {
    clearInterval(looks);
    clearTimeout(soon);
    looks = soon = undefined;
    subscription?.then((end) => end()).catch(() => undefined);
    subscription = null;
    forgetting = setTimeout(forget, REMEMBER_MS).unref();
  }

  /** The letters of a state that a client names, if it is remembered. */
  function lettersOf(known: string | null): string | undefined {
    const prefix = idOf('');
    return known?.startsWith(prefix) ? remembered.get(known.slice(prefix.length)) : undefined;
  }

  function makeEvent(then: string | undefined): Buffer | null {
    const { version, letters, seatIds } = present();
    const items = seatIds.flatMap((id, i) => {
      const letter = letters.charAt(i);
      return then?.charAt(i) === letter ? [] : [{ id, status: statusOf(letter) }];
    });
    if (then !== undefined && items.length === 0) return null;
    const name = then === undefined ? 'seats' : 'change';
    const data = JSON.stringify({ scheduleId, items });
    return Buffer.from(`event: ${name}\nid: ${idOf(version)}\ndata: ${data}\n\n`);
  }

  function eventSince(known: string | null): Buffer | null {
    if (known === idOf(present().version)) return null;
    const then = lettersOf(known);
    // Whatever clients claim to know, there is one event for all whose state is not remembered.
    const key = then === undefined ? null : known;
    let event = events.get(key);
    if (event === undefined) events.set(key, (event = makeEvent(then)));
    return event;
  }

  return {
    async follow(listener: () => void): Promise<FollowedSeats> {
      // Two streams may pass the same function.
      const own = (): void => listener();
      listeners.add(own);
      function leave(): void {
        if (listeners.delete(own) && listeners.size === 0) rest();
      }
      try {
        await listen();
        await refresh();
        present();
      } catch (error) {
        leave();
        throw error;
      }
      return { id: () => idOf(present().version), eventSince, leave };
    },
  };
}
