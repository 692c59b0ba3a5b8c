import type { StackEnvironment } from '../stackEnvironment';
import { record, type ProcessProfile, type Recording } from './processProfile';
import { watchRedis, type RedisFigures } from './redisCommands';
import { watchDatabase, type DatabaseFigures } from './statements';

export interface WatchInput {
  cpu: boolean;
  intervalUs: number;
  /** Where profiles are written. */
  folder: string;
  remark: (line: string) => void;
}

export interface WatchFigures {
  processes: ProcessProfile[];
  database: DatabaseFigures | null;
  redis: RedisFigures | null;
  notes: string[];
}

export interface StackWatch {
  /** Watches every part of the stack while `work` runs. */
  around<T>(work: () => Promise<T>): Promise<T>;
  figures(): WatchFigures;
  /** Leaves every part as it was found, also after a failure. */
  close(): Promise<void>;
}

interface Watch<T> {
  stop: () => Promise<T>;
  close: () => Promise<unknown>;
}

/** The programs of this project that run JavaScript, as `npm start` and `npm run start:cluster` name them. */
const OURS = /^(api|worker)(-\d+)?$/;

export async function watchStack(stack: StackEnvironment, input: WatchInput): Promise<StackWatch> {
  const { cpu, intervalUs, folder, remark } = input;
  const { databaseUrl, redisUrl } = stack;
  const processes = stack.processes.filter(({ name }) => OURS.test(name));
  const notes: string[] = [];
  const open: { close: () => Promise<unknown> }[] = [];
  const figures: WatchFigures = { processes: [], database: null, redis: null, notes };
  if (cpu && processes.length === 0)
    notes.push('no CPU profiles: there is no stack.json that names API and worker on this machine');

  /** Notes what cannot be watched: the rest is measured all the same. */
  async function begin<T extends { close: () => Promise<unknown> }>(
    what: string,
    watch: () => Promise<T>,
  ): Promise<T | null> {
    try {
      const begun = await watch();
      open.push(begun);
      return begun;
    } catch (error) {
      notes.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }
  async function end<T>(what: string, watch: Watch<T> | null): Promise<T | null> {
    return await (watch?.stop() ?? Promise.resolve(null)).catch((error: unknown) => {
      notes.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    });
  }

  return {
    async around(work) {
      remark('  opening the watch on PostgreSQL, Redis and the processes');
      const database =
        databaseUrl === null ? null : await begin('PostgreSQL', () => watchDatabase(databaseUrl));
      const recordings: { name: string; recording: Recording }[] = [];
      for (const one of cpu ? processes : []) {
        const recording = await begin(`CPU profile of ${one.name}`, () => record(one, intervalUs));
        if (recording) recordings.push({ name: one.name, recording });
      }
      const redis = redisUrl === null ? null : await begin('Redis', () => watchRedis(redisUrl));
      try {
        return await work();
      } finally {
        remark('  measured; collecting what was seen');
        // Its statements first: what runs while profiles are written belongs to no purchase.
        const ended = end('PostgreSQL', database);
        figures.redis = await end('Redis', redis);
        for (const { name, recording } of recordings) {
          const stopped = await end(`CPU profile of ${name}`, {
            ...recording,
            stop: () => recording.stop(folder),
          });
          if (stopped) figures.processes.push(stopped);
        }
        figures.database = await ended;
      }
    },
    figures: () => figures,
    async close() {
      for (const one of open.splice(0)) await one.close().catch(() => undefined);
    },
  };
}
