import { Problem } from './problem';

/**
 * What a call is for. BEGIN starts something: a visit, a hold. FINISH ends it: a payment, a release, leaving; it takes
 * load away, and nobody should lose for lack of a place in line what they already hold.
 */
export type CallKind = 'BEGIN' | 'FINISH';

export interface CallsInFlight {
  /**
   * Makes the call when there is room for it.
   * @param call is told how long it had to wait, in milliseconds: what was looked at before may have changed
   * @throws Problem OVERLOADED: it would wait too long, or did; the call was not made
   */
  run<T>(kind: CallKind, call: (waitedMs: number) => Promise<T>): Promise<T>;
  /** How many are under way, and wait, at this moment; zeros where there is no bound. */
  now(): { inFlight: number; waiting: number };
}

export interface CallsInFlightSettings {
  /** At once; 0 is no bound. */
  most: number;
  /** Longest wait for room. Milliseconds. */
  waitMs: number;
}

/** The part of the room that is kept for what finishes a visit. */
const RESERVED = 0.25;
/** How long a call is taken to last while none has ended yet. Milliseconds. */
const FIRST_GUESS_MS = 100;
/** Who would wait so many times too long is refused at once: of a crowd's holds most end much sooner than those before them. */
const HOPELESS = 3;
/** The weight of the latest call in the mean of them. */
const WEIGHT = 0.1;

interface Waiting {
  begin(): void;
}

/**
 * Bounds the calls of Temporal that are under way. More workflow tasks at once than the workers can do within their timeout
 * are done twice, and latencies jump to half a minute: what is too much has to wait here, where it costs nothing, and what
 * would wait too long is refused at once.
 *
 * The wait is foreseen by Little's law: so many before me, so many at once, each as long as the latest took on average.
 */
export function createCallsInFlight({ most, waitMs }: CallsInFlightSettings): CallsInFlight {
  if (most === 0) {
    return { run: (_kind, call) => call(0), now: () => ({ inFlight: 0, waiting: 0 }) };
  }
  const room = { BEGIN: Math.max(1, Math.floor(most * (1 - RESERVED))), FINISH: most };
  const lines: Record<CallKind, Waiting[]> = { BEGIN: [], FINISH: [] };
  let inFlight = 0;
  let meanMs = FIRST_GUESS_MS;

  function expectedWaitMs(kind: CallKind): number {
    const ahead = lines.FINISH.length + (kind === 'BEGIN' ? lines.BEGIN.length : 0);
    return ((ahead + 1) * meanMs) / room[kind];
  }

  /** Those who finish go first. */
  function letIn(): void {
    for (const kind of ['FINISH', 'BEGIN'] as const) {
      while (inFlight < room[kind]) {
        const next = lines[kind].shift();
        if (!next) break;
        inFlight += 1;
        next.begin();
      }
    }
  }

  /** @returns how long that took. Milliseconds */
  async function takeRoom(kind: CallKind): Promise<number> {
    if (inFlight < room[kind] && lines[kind].length === 0) {
      inFlight += 1;
      return 0;
    }
    const expectedMs = expectedWaitMs(kind);
    if (expectedMs > waitMs * HOPELESS) throw overloaded(expectedMs);
    const asked = performance.now();
    await new Promise<void>((resolve, reject) => {
      const waiting = {
        begin: () => {
          clearTimeout(late);
          resolve();
        },
      };
      const late = setTimeout(() => {
        lines[kind].splice(lines[kind].indexOf(waiting), 1);
        reject(overloaded(expectedWaitMs(kind)));
      }, waitMs).unref();
      lines[kind].push(waiting);
    });
    return performance.now() - asked;
  }

  return {
    now: () => ({ inFlight, waiting: lines.FINISH.length + lines.BEGIN.length }),

    async run(kind, call) {
      const waitedMs = await takeRoom(kind);
      const began = performance.now();
      try {
        return await call(waitedMs);
      } finally {
        meanMs += (performance.now() - began - meanMs) * WEIGHT;
        inFlight -= 1;
        letIn();
      }
    },
  };
}

/** @param expectedMs how long the wait would be; a client that comes back sooner makes it longer */
function overloaded(expectedMs: number): Problem {
  return new Problem(
    'OVERLOADED',
    'Too many fans do this at the same moment: send the same request again after the time in Retry-After. Your place and your seats stay yours.',
    { retryAfter: Math.min(10, Math.max(1, Math.ceil(expectedMs / 1_000))) },
  );
}
