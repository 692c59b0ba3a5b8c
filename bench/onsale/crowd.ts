import { setTimeout as pause } from 'node:timers/promises';
import { isEnded, type EndedSessionState } from '../../src/contracts/states';
import { inParallel } from '../inParallel';
import type { CallTally } from '../callTally';
import { createPollWheel } from './pollWheel';
import { visit, type VisitedSale, type Visitor } from './visit';

interface CrowdFan extends Visitor {
  /** Wants no more seats: only waits for the session's end. */
  isDone: boolean;
  isTold: boolean;
  end: EndedSessionState | null;
}

/** Moments, in milliseconds of `performance.now()`; null: not yet. */
export interface CrowdMoments {
  /** The last seat was paid for. */
  soldOutAt: number | null;
  /** The last fan so far learned how it ended: by the session's state, or by the room's, which is SOLD_OUT at once. */
  lastToldAt: number | null;
  /** The last session so far was seen to have ended. */
  lastEndAt: number | null;
}

export interface Crowd {
  /** Everybody joins; who has, polls from then on as told. Nobody joins any more once `until` says so. */
  joinAll(keys: readonly string[], joiners: number, oneDone: () => void, until: () => boolean): Promise<void>;
  /** Waits for it, until `until` says not to. @returns whether all have an end */
  untilAllEnded(until: () => boolean): Promise<boolean>;
  /** How many fans ended in each way, as they were told; NONE: not at all. */
  ends(): Record<EndedSessionState | 'NONE', number>;
  /** Fans who were told that it is sold out when they came to join. */
  atTheDoor(): number;
  /** Fans who learned from the room's state that it is sold out, before their session ended. */
  toldByRoom(): number;
  bought(): number;
  /** Most that were bought within ten seconds. */
  busiestTenSeconds(): number;
  /** Resolves when the last seat was paid for. */
  whenSoldOut: Promise<void>;
  moments: Readonly<CrowdMoments>;
  mostLateMs(): number;
  /** Begins no more polls; waits for those under way, and for the visits. */
  stop(): Promise<void>;
}

const AGAIN_MS = 5_000;
const LOOK_EVERY_MS = 250;

/**
 * All fans of an on-sale: those who wait poll when they are told to, those who are admitted visit the sale.
 * @param seats in all: once so many are paid for it is sold out
 * @param pollers most polls at once
 */
export function createCrowd(
  sale: VisitedSale & { concertId: string },
  { seats, pollers, tally }: { seats: number; pollers: number; tally: CallTally },
): Crowd {
  const { calls } = sale;
  const fans: CrowdFan[] = [];
  const moments: CrowdMoments = { soldOutAt: null, lastToldAt: null, lastEndAt: null };
  const boughtAt: number[] = [];
  let [expected, atTheDoor, toldByRoom, ended] = [0, 0, 0, 0];
  let saySoldOut = (): void => undefined;
  const whenSoldOut = new Promise<void>((resolve) => (saySoldOut = resolve));

  function tell(fan: CrowdFan): void {
    if (fan.isTold) return;
    fan.isTold = true;
    moments.lastToldAt = performance.now();
  }

  function end(fan: CrowdFan, state: EndedSessionState): void {
    fan.end = state;
    ended += 1;
    tell(fan);
    moments.lastEndAt = performance.now();
    if (state !== 'CONFIRMED') return;
    boughtAt.push(performance.now());
    if (boughtAt.length < seats) return;
    moments.soldOutAt ??= performance.now();
    tally.enter('telling');
    saySoldOut();
  }

  async function ask(fan: CrowdFan): Promise<number | null> {
    const answer = await calls.call('poll', fan);
    if (!answer.ok) return (answer.retryAfterSeconds ?? 1) * 1000 || AGAIN_MS;
    const { state, pollAfterSeconds, waitingRoomState } = answer.data;
    if (isEnded(state)) return (end(fan, state), null);
    if (waitingRoomState === 'SOLD_OUT' && !fan.isTold) {
      toldByRoom += 1;
      tell(fan);
    }
    if (state === 'WAITING' || fan.isDone) return pollAfterSeconds * 1000;
    const visiting = visitSale(fan);
    visits.add(visiting);
    void visiting.then(() => visits.delete(visiting));
    return null;
  }

  const wheel = createPollWheel(ask, pollers);
  const visits = new Set<Promise<void>>();

  async function visitSale(fan: CrowdFan): Promise<void> {
    try {
      const outcome = await visit(sale, fan);
      if (outcome === 'BOUGHT') return end(fan, 'CONFIRMED');
      fan.isDone = outcome === 'LETS_IT_RUN_OUT';
      wheel.add(fan, outcome === 'LEFT' || outcome === 'ENDED' ? LOOK_EVERY_MS : AGAIN_MS);
    } catch (error) {
      tally.complain(`a visit: ${error instanceof Error ? error.message : String(error)}`);
      wheel.add(fan, AGAIN_MS);
    }
  }

  async function join(key: string): Promise<void> {
    const answer = await calls.insist('join', { key, id: sale.concertId });
    const fan: CrowdFan = { key, token: '', hasMoney: false, isDone: false, isTold: false, end: null };
    fans.push(fan);
    if (!answer.ok) {
      if (answer.code !== 'SOLD_OUT') return void (expected -= 1);
      atTheDoor += 1;
      return end(fan, 'SOLD_OUT');
    }
    const { token, state, pollAfterSeconds } = answer.data;
    fan.token = token;
    wheel.add(fan, state === 'WAITING' ? pollAfterSeconds * 1000 : 0);
  }

  return {
    async joinAll(keys, joiners, oneDone, until) {
      expected = keys.length;
      const joinOne = async (i: number): Promise<void> => {
        await join(keys[i] as string);
        oneDone();
      };
      await inParallel(joiners, keys.length, joinOne, until);
    },
    async untilAllEnded(until) {
      while (ended < expected && !until()) await pause(LOOK_EVERY_MS);
      return ended === expected;
    },
    ends() {
      const ends = { CONFIRMED: 0, SOLD_OUT: 0, LEFT: 0, EXPIRED: 0, NONE: 0 };
      for (const fan of fans) ends[fan.end ?? 'NONE'] += 1;
      return ends;
    },
    atTheDoor: () => atTheDoor,
    toldByRoom: () => toldByRoom,
    bought: () => boughtAt.length,
    busiestTenSeconds: () => mostWithin(boughtAt, 10_000),
    whenSoldOut,
    moments,
    mostLateMs: () => wheel.mostLateMs(),
    async stop() {
      await wheel.stop();
      await Promise.all(visits);
    },
  };
}

/** @param moments ascending */
function mostWithin(moments: readonly number[], ms: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < moments.length; last++) {
    while ((moments[last] ?? 0) - (moments[first] ?? 0) > ms) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
