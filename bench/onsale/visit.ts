import { randomUUID } from 'node:crypto';
import type { FanCalls } from '../fanCalls';
import type { Wish } from './wishes';

/** What an admitted fan came away with. NOTHING: no seat was free, or the moment was a bad one; ask again later. */
export type VisitOutcome = 'BOUGHT' | 'NOTHING' | 'LETS_IT_RUN_OUT' | 'LEFT' | 'ENDED';

export interface Visitor {
  key: string;
  token: string;
  /** Whether the wallet was topped up before. */
  hasMoney: boolean;
}

export interface VisitedSale {
  calls: FanCalls;
  scheduleId: string;
  /** Minor units, for the wallet. */
  price: number;
  wish(): Wish;
  /** @param expiresAt as the answer said */
  onHeld(expiresAt: string): void;
}

/** Somebody was faster that often in a row: the fan looks again later, as the others do. */
const MOST_TRIES = 10;

/** An admitted fan looks at the seats, holds one that is free, chosen by chance, and does with it what the wish is. */
export async function visit(
  { calls, scheduleId, price, wish, onHeld }: VisitedSale,
  fan: Visitor,
): Promise<VisitOutcome> {
  const { key, token } = fan;
  if (!fan.hasMoney) {
    const idempotencyKey = randomUUID();
    const topUp = await calls.insist('top up', { key, idempotencyKey, body: { amount: price } });
    if (!topUp.ok) return 'NOTHING';
    fan.hasMoney = true;
  }
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const map = await calls.insist('seat map', { key, token, id: scheduleId });
    if (!map.ok) return isOver(map.code) ? 'ENDED' : 'NOTHING';
    const free = map.data.items.filter(({ status }) => status === 'AVAILABLE');
    const chosen = free[Math.floor(Math.random() * free.length)];
    if (!chosen) return 'NOTHING';
    const held = await calls.insist('hold', { key, token, body: { scheduleId, seatIds: [chosen.id] } });
    if (!held.ok) {
      if (held.code === 'SEAT_HELD' || held.code === 'SEAT_RESERVED') continue;
      return isOver(held.code) ? 'ENDED' : 'NOTHING';
    }
    onHeld(held.data.expiresAt);
    return await useHold(calls, { key, token }, wish());
  }
  return 'NOTHING';
}

async function useHold(
  calls: FanCalls,
  fan: { key: string; token: string },
  wish: Wish,
): Promise<VisitOutcome> {
  switch (wish) {
    case 'LETS_IT_RUN_OUT':
      return wish;
    case 'LEAVES':
      return (await calls.insist('leave', fan)).ok ? 'LEFT' : 'ENDED';
    case 'PAYS': {
      const paid = await calls.insist('pay', { ...fan, idempotencyKey: randomUUID() });
      if (paid.ok) return 'BOUGHT';
      return isOver(paid.code) ? 'ENDED' : 'NOTHING';
    }
  }
}

function isOver(code: string | null): boolean {
  return code === 'QUEUE_TOKEN_EXPIRED' || code === 'SOLD_OUT';
}
