import { setTimeout as pause } from 'node:timers/promises';
import Redis from 'ioredis';
import { createClient } from '../../src/client';
import { inParallel } from '../inParallel';
import { admittedOver, BEFORE_WINDOW_SECONDS, WINDOW_SECONDS } from './admissionRate';
import type { Credentials } from './line';

/** The order of a line, as its fans are told it. */
export interface LineOrder {
  waiting: number;
  /** How many different positions they were told. */
  positions: number;
  /** What became of it when Redis lost its memory; null: it was not made to. */
  loss: MemoryLoss | null;
}

export interface MemoryLoss {
  /** Until a fan was told a position again. */
  rebuiltAfterMs: number;
  /** Fans whose position was another one afterwards. */
  moved: number;
  /** As the room was set afterwards, and as measured. */
  perSecond: number;
  measuredPerSecond: number;
}

interface Line {
  apiUrl: string;
  adminKey: string;
  concertId: string;
  fans: readonly Credentials[];
}

const PARALLEL = 8;
const RATE_AFTERWARDS = 20;
const LOOK_EVERY_MS = 100;
const GIVE_UP_MS = 300_000;

/**
 * Asks every fan for their position while the room is paused, and once more after Redis has lost everything.
 * @param redisToLose the address of the stack's Redis, or null to leave it its memory
 * @throws Error when the line is not complete again after five minutes
 */
export async function checkOrder(line: Line, redisToLose: string | null): Promise<LineOrder> {
  await change(line, { paused: true });
  const before = await positionsOf(line);
  const told = before.filter((position) => position !== null);
  const order = { waiting: told.length, positions: new Set(told).size };
  if (redisToLose === null) return { ...order, loss: null };

  const firstWaiting = line.fans[before.findIndex((position) => position !== null)] as Credentials;
  await flush(redisToLose);
  const rebuiltAfterMs = await untilPlaced(line, firstWaiting);
  const after = await positionsOf(line);
  const moved = before.filter((position, i) => position !== after[i]).length;
  await change(line, { paused: false, capacity: 1_000_000, admissionsPerSecond: RATE_AFTERWARDS });
  await pause(BEFORE_WINDOW_SECONDS * 1000);
  const { perSecond } = await admittedOver(line.apiUrl, line.concertId, WINDOW_SECONDS);
  return {
    ...order,
    loss: { rebuiltAfterMs, moved, perSecond: RATE_AFTERWARDS, measuredPerSecond: perSecond },
  };
}

interface RoomChange {
  paused: boolean;
  capacity?: number;
  admissionsPerSecond?: number;
}

async function change({ apiUrl, adminKey, concertId }: Line, wanted: RoomChange): Promise<void> {
  const admin = createClient({ baseUrl: apiUrl, key: adminKey });
  const params = { path: { concertId } };
  const body = { ...wanted, by: 'bench:queue', why: 'the order of the line' };
  await admin.PATCH('/v1/admin/concerts/{concertId}/waiting-room', { params, body });
}

async function positionOf(apiUrl: string, fan: Credentials): Promise<number | null> {
  const client = createClient({ baseUrl: apiUrl, key: fan.key, token: fan.token });
  return (await client.GET('/v1/session')).data.position;
}

/** Asks all twice: those who were silent for long are back in the line only with the first. */
async function positionsOf({ apiUrl, fans }: Line): Promise<(number | null)[]> {
  const ask = (i: number): Promise<number | null> => positionOf(apiUrl, fans[i] as Credentials);
  await inParallel(PARALLEL, fans.length, ask);
  return await inParallel(PARALLEL, fans.length, ask);
}

async function flush(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl, { retryStrategy: () => null });
  try {
    await redis.flushdb();
  } finally {
    redis.disconnect();
  }
}

async function untilPlaced({ apiUrl }: Line, fan: Credentials): Promise<number> {
  const started = performance.now();
  for (;;) {
    const took = performance.now() - started;
    if ((await positionOf(apiUrl, fan)) !== null) return took;
    if (took > GIVE_UP_MS) throw new Error('the line is not complete again five minutes after its loss');
    await pause(LOOK_EVERY_MS);
  }
}
