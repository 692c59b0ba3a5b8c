import { createHash } from 'node:crypto';

/** A session's place in the line, drawn before the sale opened. */
export interface DrawnPlace {
  sessionId: string;
  place: number;
}

/**
 * The place that the draw gives to a session: the first 52 bits of SHA-1(seed ':' session id) as a number, minus 2^52.
 * Hence negative, before every place given once the sale is open, and exact as a JavaScript number. Written down here
 * again, apart from the Lua script that gives the places, since it is there to check them.
 */
export function lotOf(seed: string, sessionId: string): number {
  const digest = createHash('sha1').update(`${seed}:${sessionId}`).digest('hex');
  return Number.parseInt(digest.slice(0, 13), 16) - 2 ** 52;
}

/** The order of the line: by place, and by id where two places are the same. */
export function inOrder<T extends DrawnPlace>(arrivals: readonly T[]): T[] {
  return arrivals.toSorted((a, b) => a.place - b.place || (a.sessionId < b.sessionId ? -1 : 1));
}

/** The arrivals whose place is not the one that was drawn, or that occur twice; none when all is well. */
export function differences<T extends DrawnPlace>(seed: string, arrivals: readonly T[]): T[] {
  const seen = new Set<string>();
  return arrivals.filter(({ sessionId, place }) => {
    const again = seen.has(sessionId);
    seen.add(sessionId);
    return again || place !== lotOf(seed, sessionId);
  });
}
