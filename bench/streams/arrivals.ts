import { setTimeout as pause } from 'node:timers/promises';
import { createClient, ProblemError } from '../../src/client';
import type { Credentials } from '../queue/line';

const ARRIVES_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 5;

export interface Arrivals {
  /** Milliseconds from the sending of a hold to its arrival in a stream, of all streams that are to be told. */
  latencies: number[];
  /** Milliseconds from the sending of a hold to its answer. */
  answers: number[];
  /** Streams that were not told within 10 s. */
  missed: number;
  /** Holds that the API was too busy for; they are not asked for again. */
  refused: number;
}

/** Notes in which streams the held seats have arrived. */
export interface ArrivalBook {
  /** What a stream was told. */
  note(stream: number, data: string): void;
  /** When which stream was told that this seat is held. */
  of(seatId: string): ReadonlyMap<number, number>;
  forget(): void;
}

/** In a change of the seats, and in a session's hold, the id of a seat is the first thing that is said of it. */
const SEAT_IDS = /\{"id":"(\d+)","(?:status":"HELD"|seatNumber")/g;

export function createArrivalBook(): ArrivalBook {
  const bySeat = new Map<string, Map<number, number>>();
  return {
    note(stream, data) {
      const at = performance.now();
      for (const [, seatId = ''] of data.matchAll(SEAT_IDS)) {
        const told = bySeat.get(seatId) ?? new Map<number, number>();
        if (!told.has(stream)) bySeat.set(seatId, told.set(stream, at));
      }
    },
    of: (seatId) => bySeat.get(seatId) ?? new Map<number, number>(),
    forget: () => bySeat.clear(),
  };
}

/**
 * Fans hold one seat each, one after another, and each time all streams that are to be told are waited for.
 * @param streamsOf the streams that are to be told of the hold of this fan
 * @param stop no hold begins after it says so
 */
export async function measureArrivals(
  apiUrl: string,
  {
    holders,
    scheduleId,
    book,
    streamsOf,
  }: {
    holders: readonly Credentials[];
    scheduleId: string;
    book: ArrivalBook;
    streamsOf(holder: number): readonly number[];
  },
  stop: () => boolean = () => false,
): Promise<Arrivals> {
  const arrivals: Arrivals = { latencies: [], answers: [], missed: 0, refused: 0 };
  for (const [i, fan] of holders.entries()) {
    if (stop()) break;
    book.forget();
    const sent = performance.now();
    const body = { scheduleId, bestAvailable: { count: 1 } };
    const visit = createClient({ baseUrl: apiUrl, ...fan, repeats: 0 });
    const answer = await visit.PUT('/v1/session/hold', { body }).catch((error: unknown) => {
      if (error instanceof ProblemError && error.status === 503) return null;
      throw error;
    });
    if (!answer) {
      arrivals.refused += 1;
      continue;
    }
    arrivals.answers.push(performance.now() - sent);
    const seatId = answer.data.seats[0]?.id ?? '';
    const wanted = streamsOf(i);
    while (book.of(seatId).size < wanted.length && performance.now() - sent < ARRIVES_WITHIN_MS) {
      await pause(LOOK_EVERY_MS);
    }
    const told = book.of(seatId);
    for (const stream of wanted) {
      const at = told.get(stream);
      if (at === undefined) arrivals.missed += 1;
      else arrivals.latencies.push(at - sent);
    }
  }
  return arrivals;
}
