import { execFileSync } from 'node:child_process';
import Redis from 'ioredis';
import { cpuSeconds } from '../cpuTime';
import type { StackEnvironment } from '../stackEnvironment';

/** What the stack's processes use at one moment. */
export interface Footprint {
  /** Redis' `used_memory`, in bytes; null where it cannot be asked. */
  redisBytes: number | null;
  processes: Map<string, { residentBytes: number; cpuSeconds: number }>;
}

export interface Usage {
  name: string;
  cpuSeconds: number;
  residentBytes: number;
  /** How much more than before; negative where memory was given back. */
  residentBytesMore: number;
}

/** Reads Redis and the processes that stack.json names. */
export async function footprint({ processes, redisUrl }: StackEnvironment): Promise<Footprint> {
  const cpu = cpuSeconds(processes.map(({ pid }) => pid));
  const resident = residentBytes();
  const figures = processes.flatMap(({ name, pid }) => {
    const [used, bytes] = [cpu.get(pid), resident.get(pid)];
    if (used === undefined || bytes === undefined) return [];
    return [[name, { residentBytes: bytes, cpuSeconds: used }] as const];
  });
  return { redisBytes: redisUrl === null ? null : await usedMemory(redisUrl), processes: new Map(figures) };
}

/** What was used between two moments, by process; one that was started in between is missing. */
export function usageBetween(before: Footprint, after: Footprint): Usage[] {
  return [...after.processes].flatMap(([name, now]) => {
    const then = before.processes.get(name);
    if (!then || now.cpuSeconds < then.cpuSeconds) return [];
    return [
      {
        name,
        cpuSeconds: now.cpuSeconds - then.cpuSeconds,
        residentBytes: now.residentBytes,
        residentBytesMore: now.residentBytes - then.residentBytes,
      },
    ];
  });
}

async function usedMemory(redisUrl: string): Promise<number> {
  const redis = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  } finally {
    redis.disconnect();
  }
}

/** By pid: PostgreSQL's children are not counted, as they share most of what is resident. */
function residentBytes(): Map<number, number> {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [pid, kilobytes] = line.trim().split(/\s+/);
      return [Number(pid), Number(kilobytes) * 1024];
    }),
  );
}
