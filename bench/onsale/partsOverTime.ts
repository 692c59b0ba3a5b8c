import { footprint } from '../queue/footprint';
import type { StackEnvironment } from '../stackEnvironment';

/** One look at all parts: resident bytes and CPU seconds since their start, by name. */
export interface PartsSample {
  /** Seconds since the first look. */
  at: number;
  /** What was going on, as last said by `mark`. */
  part: string;
  residentBytes: Record<string, number>;
  cpuSeconds: Record<string, number>;
}

export interface PartsOverTime {
  /** From now on this is going on; looked at at once. */
  mark(part: string): Promise<void>;
  /** Looks for the last time. */
  stop(): Promise<PartsSample[]>;
}

export const THIS_PROGRAM = 'this program';
/** Redis' own count: what it keeps, without what it gave back to nobody yet. */
export const REDIS_KEEPS = 'redis used_memory';
const LOOK_EVERY_MS = 5_000;

/** Looks every 5 s at memory and CPU of the processes that stack.json names, of Redis, and of this program. */
export function watchParts(stack: StackEnvironment, firstPart: string): PartsOverTime {
  const samples: PartsSample[] = [];
  const started = performance.now();
  let part = firstPart;

  async function look(): Promise<void> {
    const { processes, redisBytes } = await footprint(stack);
    const own = process.cpuUsage();
    samples.push({
      at: (performance.now() - started) / 1000,
      part,
      residentBytes: {
        ...Object.fromEntries([...processes].map(([name, { residentBytes }]) => [name, residentBytes])),
        ...(redisBytes === null ? {} : { [REDIS_KEEPS]: redisBytes }),
        [THIS_PROGRAM]: process.memoryUsage.rss(),
      },
      cpuSeconds: {
        ...Object.fromEntries([...processes].map(([name, { cpuSeconds }]) => [name, cpuSeconds])),
        [THIS_PROGRAM]: (own.user + own.system) / 1e6,
      },
    });
  }

  // A part that is being started anew answers nothing for a moment: then there is no sample of it.
  let looking = look().catch(() => undefined);
  const lookAgain = (): Promise<void> => (looking = looking.then(look).catch(() => undefined));
  const timer = setInterval(() => void lookAgain(), LOOK_EVERY_MS);

  return {
    async mark(next) {
      part = next;
      await lookAgain();
    },
    async stop() {
      clearInterval(timer);
      await looking;
      return samples;
    },
  };
}
