import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isDocumented } from './documentedRefusal';
import type { CallName, FanAnswer, FanCalls, Given, Refused } from './fanCalls';
import type { Buyer } from './saleSetup';

/** Milliseconds of each step; a step that was repeated counts as a whole. */
export interface StepTimes {
  /** Until admitted. */
  join: number;
  seatMap: number;
  hold: number;
  pay: number;
  whole: number;
}

export interface PurchaseOutcome {
  userId: string;
  /** null: the purchase failed. */
  times: StepTimes | null;
  /** Each refusal that was met on the way, as `409 SEAT_HELD`; the last one ended a failed purchase. */
  refusals: string[];
  /** Says why a purchase failed for a reason that the API does not document; null otherwise. */
  undocumented: string | null;
}

const MOST_TRIES = 20;
const ADMISSION_POLL_MS = 50;
const MOST_POLLS = 600;
/** Somebody was faster: another seat has to be chosen. */
const SEAT_TAKEN = new Set(['SEAT_HELD', 'SEAT_RESERVED']);

type Answer<N extends CallName> = Extract<FanAnswer<N>, { ok: true }>['data'];

/** A call that was refused for good. */
class RefusedCall extends Error {
  constructor(
    name: CallName,
    readonly refused: Refused,
  ) {
    super(`${name}: ${wordsOf(refused)}`);
  }
}

function wordsOf({ status, code }: Refused): string {
  return status === 0 ? 'no answer' : `${status} ${code ?? 'without a code'}`;
}

/** One fan buys one free seat, chosen by chance, and does what a client should do with each refusal. Never throws. */
export async function purchase(
  calls: FanCalls,
  concertId: string,
  { userId, key, scheduleId }: Buyer,
): Promise<PurchaseOutcome> {
  const refusals: string[] = [];

  /** Each refusal is part of what is measured. @throws RefusedCall the last one */
  async function insist<N extends CallName>(name: N, given: Given): Promise<Answer<N>> {
    const answer = await calls.insist(name, { key, ...given }, (one) => void refusals.push(wordsOf(one)));
    if (answer.ok) return answer.data;
    throw new RefusedCall(name, answer);
  }

  async function join(): Promise<string> {
    const joined = await insist('join', { id: concertId });
    const { token } = joined;
    let state: string = joined.state;
    for (let polls = 0; state === 'WAITING'; polls++) {
      if (polls === MOST_POLLS) throw new Error('not admitted within 30 s');
      await pause(ADMISSION_POLL_MS);
      ({ state } = await insist('poll', { token }));
    }
    if (state !== 'ADMITTED') throw new Error(`joined and became ${state}`);
    return token;
  }

  try {
    const started = performance.now();
    const token = await join();
    const joined = performance.now();
    let seatMapMs = 0;
    let holdMs = 0;
    for (let tries = 1, held = false; !held; tries++) {
      const asked = performance.now();
      const { items } = await insist('seat map', { token, id: scheduleId });
      const free = items.filter(({ status }) => status === 'AVAILABLE');
      const chosen = free[Math.floor(Math.random() * free.length)];
      if (!chosen) throw new Error('no seat is free, though there are more seats than fans');
      const shown = performance.now();
      seatMapMs += shown - asked;
      try {
        await insist('hold', { token, body: { scheduleId, seatIds: [chosen.id] } });
        held = true;
      } catch (error) {
        const taken = error instanceof RefusedCall && SEAT_TAKEN.has(error.refused.code ?? '');
        if (!taken || tries === MOST_TRIES) throw error;
      }
      holdMs += performance.now() - shown;
    }
    const held = performance.now();
    await insist('pay', { token, idempotencyKey: randomUUID() });
    const paid = performance.now();
    const times = {
      join: joined - started,
      seatMap: seatMapMs,
      hold: holdMs,
      pay: paid - held,
      whole: paid - started,
    };
    return { userId, times, refusals, undocumented: null };
  } catch (error) {
    const documented = error instanceof RefusedCall && isDocumented(error.refused);
    const reason = error instanceof Error ? error.message : String(error);
    return { userId, times: null, refusals, undocumented: documented ? null : reason };
  }
}
