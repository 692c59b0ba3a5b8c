import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
  const resident = residentBytes(processes.map(({ pid }) => pid));
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

interface Resident {
  pid: number;
  parent: number;
  bytes: number;
}

/**
 * By pid, with all descendants: PostgreSQL works in children of its first process. Of those only their part of what they share
 * is counted, which only Linux tells; elsewhere they are left out.
 */
function residentBytes(pids: readonly number[]): Map<number, number> {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line): Resident => {
      const [pid, parent, kilobytes] = line.trim().split(/\s+/).map(Number);
      return { pid: pid ?? 0, parent: parent ?? 0, bytes: (kilobytes ?? 0) * 1024 };
    });
  const childrenOf = new Map<number, Resident[]>();
  for (const one of all) childrenOf.set(one.parent, [...(childrenOf.get(one.parent) ?? []), one]);
  const ofChildren = (pid: number): number =>
    (childrenOf.get(pid) ?? []).reduce((sum, child) => sum + shareOf(child.pid) + ofChildren(child.pid), 0);
  const asked = all.filter(({ pid }) => pids.includes(pid));
  return new Map(asked.map(({ pid, bytes }) => [pid, bytes + ofChildren(pid)]));
}

/** proc(5): the proportional set size, where pages that several processes share are divided by their number. */
function shareOf(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
  } catch {
    return 0; // It ended while we looked, or this is not Linux.
  }
}
