import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, request } from './restClient';
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

interface Seat {
  id: string;
  status: string;
}

const MOST_TRIES = 20;
const ADMISSION_POLL_MS = 50;
const MOST_POLLS = 600;
/** Somebody was faster: another seat has to be chosen. */
const SEAT_TAKEN = new Set(['SEAT_HELD', 'SEAT_RESERVED']);
/** The same request may be sent again. */
const TRY_AGAIN = new Set(['OVERLOADED', 'DEPENDENCY_UNAVAILABLE', 'IDEMPOTENCY_KEY_IN_USE']);

/** One fan buys one free seat, chosen by chance, and does what a client should do with each refusal. Never throws. */
export async function purchase(
  apiUrl: string,
  concertId: string,
  { userId, key, scheduleId }: Buyer,
): Promise<PurchaseOutcome> {
  const refusals: string[] = [];

  /** Sends again what may be sent again; any other refusal is thrown. */
  async function insist<T>(method: string, path: string, parts: Parameters<typeof request>[3]): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return (await request<T>(apiUrl, method, path, parts)).body;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusals.push(`${error.status} ${error.code ?? 'without a code'}`);
        if (!TRY_AGAIN.has(error.code ?? '') || tries === MOST_TRIES) throw error;
        await pause((error.retryAfterSeconds ?? 1) * 1000);
      }
    }
  }

  async function join(): Promise<string> {
    const path = `/v1/concerts/${concertId}/sessions`;
    const { token, ...joined } = await insist<{ token: string; state: string }>('POST', path, { key });
    let { state } = joined;
    for (let polls = 0; state === 'WAITING'; polls++) {
      if (polls === MOST_POLLS) throw new Error('not admitted within 30 s');
      await pause(ADMISSION_POLL_MS);
      ({ state } = await insist<{ state: string }>('GET', '/v1/session', { key, token }));
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
      const seats = await insist<{ items: Seat[] }>('GET', `/v1/schedules/${scheduleId}/seats`, {
        key,
        token,
      });
      const free = seats.items.filter(({ status }) => status === 'AVAILABLE');
      const chosen = free[Math.floor(Math.random() * free.length)];
      if (!chosen) throw new Error('no seat is free, though there are more seats than fans');
      const shown = performance.now();
      seatMapMs += shown - asked;
      try {
        await insist('PUT', '/v1/session/hold', { key, token, body: { scheduleId, seatIds: [chosen.id] } });
        held = true;
      } catch (error) {
        const taken = error instanceof Refusal && SEAT_TAKEN.has(error.code ?? '');
        if (!taken || tries === MOST_TRIES) throw error;
      }
      holdMs += performance.now() - shown;
    }
    const held = performance.now();
    await insist('POST', '/v1/session/payment', { key, token, idempotencyKey: randomUUID() });
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
    const documented = error instanceof Refusal && error.documented;
    const reason = error instanceof Error ? error.message : String(error);
    return { userId, times: null, refusals, undocumented: documented ? null : reason };
  }
}
