import type { Request, Response } from 'express';
import { endForNewer, isOpen } from './eventStream';
import { Problem } from './problem';

/** Streams of one session: some tabs on some devices. */
const MOST_PER_SESSION = 6;

/** Bounds the event streams of a process, and those of each session. */
export interface StreamPlaces {
  /**
   * Runs a stream in a place, which is free again once the response is closed. A session that has its share of places gives
   * up the oldest: rather a connection that died unnoticed ends than that a fan cannot come back.
   * @throws Problem OVERLOADED when all places are taken, or what the stream throws
   */
  run(
    sessionId: string,
    stream: (request: Request, response: Response) => Promise<void>,
  ): (request: Request, response: Response) => Promise<void>;
  /** Streams that are open now. */
  taken(): number;
}

/** @param most streams in this process */
export function createStreamPlaces(most: number): StreamPlaces {
  const bySession = new Map<string, Set<Response>>();
  let taken = 0;

  function leave(sessionId: string, response: Response): void {
    const own = bySession.get(sessionId);
    if (!own?.delete(response)) return;
    taken -= 1;
    if (own.size === 0) bySession.delete(sessionId);
  }

  function enter(sessionId: string, response: Response): void {
    const [oldest, ...others] = bySession.get(sessionId) ?? [];
    if (oldest && others.length + 1 >= MOST_PER_SESSION) {
      leave(sessionId, oldest);
      endForNewer(oldest);
    }
    if (taken >= most) {
      throw new Problem(
        'OVERLOADED',
        'This server has as many event streams as it can. Come back after the time in Retry-After, or poll meanwhile.',
        { retryAfter: 5 },
      );
    }
    bySession.set(sessionId, (bySession.get(sessionId) ?? new Set()).add(response));
    taken += 1;
    response.once('close', () => leave(sessionId, response));
  }

  return {
    taken: () => taken,
    run: (sessionId, stream) => async (request, response) => {
      // A client that did not wait is closed already, and would keep its place for ever.
      if (!isOpen(response)) return;
      enter(sessionId, response);
      await stream(request, response);
    },
  };
}
