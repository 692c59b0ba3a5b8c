import type { Request, Response } from 'express';
import { endForNewer, endForRefusedKey, isOpen } from './eventStream';
import { Problem } from './problem';

/** Streams of one session: some tabs on some devices. */
const MOST_PER_SESSION = 6;

/** Whose stream it is. */
export interface StreamOwner {
  sessionId: string;
  /** SHA-256 of the API key that opened it, in hex. */
  keyHash: string;
}

/** Bounds the event streams of a process, and those of each session, and knows by which API keys they were opened. */
export interface StreamPlaces {
  /**
   * Runs a stream in a place, which is free again once the response is closed. A session that has its share of places gives
   * up the oldest: rather a connection that died unnoticed ends than that a fan cannot come back.
   * @throws Problem OVERLOADED when all places are taken, or what the stream throws
   */
  run(
    owner: StreamOwner,
    stream: (request: Request, response: Response) => Promise<void>,
  ): (request: Request, response: Response) => Promise<void>;
  /** Streams that are open now. */
  taken(): number;
  /** The keys that opened them: SHA-256 in hex, each once. */
  keyHashes(): string[];
  /** Ends the streams that these keys opened: their clients come back, and are told what is wrong with the key. */
  endOf(keyHashes: readonly string[]): void;
}

/** Sets of streams by what they have in common. */
function streamsBy() {
  const groups = new Map<string, Set<Response>>();
  return {
    names: (): string[] => [...groups.keys()],
    of: (name: string): Response[] => [...(groups.get(name) ?? [])],
    add: (name: string, stream: Response) =>
      void groups.set(name, (groups.get(name) ?? new Set()).add(stream)),
    /** @returns whether it was in it */
    delete(name: string, stream: Response): boolean {
      const group = groups.get(name);
      const wasIn = group?.delete(stream) ?? false;
      if (group?.size === 0) groups.delete(name);
      return wasIn;
    },
  };
}

/** @param most streams in this process */
export function createStreamPlaces(most: number): StreamPlaces {
  const bySession = streamsBy();
  const byKey = streamsBy();
  let taken = 0;

  function leave(sessionId: string, response: Response): void {
    if (bySession.delete(sessionId, response)) taken -= 1;
  }

  function enter({ sessionId, keyHash }: StreamOwner, response: Response): void {
    const [oldest, ...others] = bySession.of(sessionId);
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
    bySession.add(sessionId, response);
    byKey.add(keyHash, response);
    taken += 1;
    response.once('close', () => {
      leave(sessionId, response);
      byKey.delete(keyHash, response);
    });
  }

  return {
    taken: () => taken,
    keyHashes: () => byKey.names(),
    endOf: (keyHashes) => keyHashes.flatMap(byKey.of).forEach(endForRefusedKey),
    run: (owner, stream) => async (request, response) => {
      // A client that did not wait is closed already, and would keep its place for ever.
      if (!isOpen(response)) return;
      enter(owner, response);
      await stream(request, response);
    },
  };
}
