import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, ProblemError } from '../src/client';
import { directFetch } from './directFetch';
import { isDocumented } from './documentedRefusal';
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
/** The same request may be sent again. */
const TRY_AGAIN = new Set(['OVERLOADED', 'DEPENDENCY_UNAVAILABLE', 'RATE_LIMITED', 'IDEMPOTENCY_KEY_IN_USE']);

/** One fan buys one free seat, chosen by chance, and does what a client should do with each refusal. Never throws. */
export async function purchase(
  apiUrl: string,
  concertId: string,
  { userId, key, scheduleId }: Buyer,
): Promise<PurchaseOutcome> {
  const refusals: string[] = [];
  // Each refusal is part of what is measured: none may be repeated unseen.
  const fan = { baseUrl: apiUrl, key, repeats: 0, fetch: directFetch };
  const client = createClient(fan);

  /** Sends again what may be sent again; any other refusal is thrown. */
  async function insist<T>(call: () => Promise<{ data: T }>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return (await call()).data;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        refusals.push(`${error.status} ${error.code ?? 'without a code'}`);
        if (!TRY_AGAIN.has(error.code ?? '') || tries === MOST_TRIES) throw error;
        await pause((error.retryAfterSeconds ?? 1) * 1000);
      }
    }
  }

  async function join(): Promise<string> {
    const params = { path: { concertId } };
    const joined = await insist(() => client.POST('/v1/concerts/{concertId}/sessions', { params }));
    const { token } = joined;
    const visit = createClient({ ...fan, token });
    let state: string = joined.state;
    for (let polls = 0; state === 'WAITING'; polls++) {
      if (polls === MOST_POLLS) throw new Error('not admitted within 30 s');
      await pause(ADMISSION_POLL_MS);
      ({ state } = await insist(() => visit.GET('/v1/session')));
    }
    if (state !== 'ADMITTED') throw new Error(`joined and became ${state}`);
    return token;
  }

  try {
    const started = performance.now();
    const visit = createClient({ ...fan, token: await join() });
    const joined = performance.now();
    let seatMapMs = 0;
    let holdMs = 0;
    for (let tries = 1, held = false; !held; tries++) {
      const asked = performance.now();
      const params = { path: { scheduleId } };
      const seats = await insist(() => visit.GET('/v1/schedules/{scheduleId}/seats', { params }));
      const free = seats.items.filter(({ status }) => status === 'AVAILABLE');
      const chosen = free[Math.floor(Math.random() * free.length)];
      if (!chosen) throw new Error('no seat is free, though there are more seats than fans');
      const shown = performance.now();
      seatMapMs += shown - asked;
      try {
        const body = { scheduleId, seatIds: [chosen.id] };
        await insist(() => visit.PUT('/v1/session/hold', { body }));
        held = true;
      } catch (error) {
        const taken = error instanceof ProblemError && SEAT_TAKEN.has(error.code ?? '');
        if (!taken || tries === MOST_TRIES) throw error;
      }
      holdMs += performance.now() - shown;
    }
    const held = performance.now();
    const idempotencyKey = randomUUID();
    await insist(() => visit.POST('/v1/session/payment', { idempotencyKey }));
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
    const documented = error instanceof ProblemError && isDocumented(error);
    const reason = error instanceof Error ? error.message : String(error);
    return { userId, times: null, refusals, undocumented: documented ? null : reason };
  }
}
