import type { FanCalls } from '../fanCalls';

export interface Rusher {
  userId: string;
  key: string;
  token: string;
}

export interface RushOutcome {
  userId: string;
  /** null: all seats were refused. */
  seatId: string | null;
  /** Seats that were asked for. */
  asked: number;
  /** Milliseconds from the beginning of the rush to the first answer, and to the last. */
  firstMs: number;
  lastMs: number;
}

/** All of them hold at the same moment, each one seat after another in an order of its own, until one is theirs or none is left. */
export async function rush(
  calls: FanCalls,
  scheduleId: string,
  { fans, seatIds }: { fans: readonly Rusher[]; seatIds: readonly string[] },
): Promise<RushOutcome[]> {
  const orders = fans.map(() => shuffled(seatIds));
  const began = performance.now();
  return await Promise.all(
    fans.map(async ({ userId, key, token }, i) => {
      let firstMs = 0;
      let asked = 0;
      for (const seatId of orders[i] ?? []) {
        const answer = await calls.insist('hold', { key, token, body: { scheduleId, seatIds: [seatId] } });
        asked += 1;
        firstMs ||= performance.now() - began;
        if (answer.ok) return { userId, seatId, asked, firstMs, lastMs: performance.now() - began };
        if (answer.code !== 'SEAT_HELD' && answer.code !== 'SEAT_RESERVED') break;
      }
      return { userId, seatId: null, asked, firstMs, lastMs: performance.now() - began };
    }),
  );
}

function shuffled<T>(values: readonly T[]): T[] {
  const all = [...values];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}
