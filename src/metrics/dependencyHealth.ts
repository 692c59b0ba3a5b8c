import { createCachedReading, withinTime } from './cachedReading';
import type { Gauges } from './gauges';

/** A part that takes longer is as good as down; each has its own limit, so that the others are still told. Milliseconds. */
const ANSWER_WITHIN_MS = 1_500;
/** Milliseconds. */
const KEEP_MS = 5_000;

export const DEPENDENCIES = ['database', 'redis', 'temporal'] as const;
export type Dependency = (typeof DEPENDENCIES)[number];

/** One small question to each of the parts that a process cannot do without. */
export type DependencyCalls = Readonly<Record<Dependency, () => Promise<unknown>>>;

interface Answer {
  up: boolean;
  /** How long it took, also where it failed or was given up. */
  seconds: number;
}

export interface DependencyHealth {
  /** Asks each part now. */
  ask(): Promise<Record<Dependency, Answer>>;
  /** What was answered within the last seconds. */
  add(gauges: Gauges): Promise<void>;
}

export function createDependencyHealth(calls: DependencyCalls): DependencyHealth {
  async function askOne(call: () => Promise<unknown>): Promise<Answer> {
    const began = performance.now();
    const answered = Promise.resolve()
      .then(call)
      .then(
        () => true,
        () => false,
      );
    const up = (await withinTime(ANSWER_WITHIN_MS, answered)) ?? false;
    return { up, seconds: (performance.now() - began) / 1000 };
  }

  async function ask(): Promise<Record<Dependency, Answer>> {
    const [database, redis, temporal] = await Promise.all(DEPENDENCIES.map((name) => askOne(calls[name])));
    return { database, redis, temporal } as Record<Dependency, Answer>;
  }

  const latest = createCachedReading({
    read: ask,
    keepMs: KEEP_MS,
    // Each has a shorter limit of its own.
    withinMs: 2 * ANSWER_WITHIN_MS,
    onError: () => undefined,
  });

  return {
    ask,
    async add({ labelled }) {
      const answers = Object.entries((await latest()) ?? {});
      const each = (of: (answer: Answer) => number): Record<string, number> =>
        Object.fromEntries(answers.map(([name, answer]) => [name, of(answer)]));
      labelled(
        'concert_sessions_dependency_up',
        'Whether it answered a small question of this process within 1.5 s.',
        'dependency',
        each(({ up }) => Number(up)),
      );
      labelled(
        'concert_sessions_dependency_answer_seconds',
        'How long it took to answer, or not to.',
        'dependency',
        each(({ seconds }) => seconds),
      );
    },
  };
}
