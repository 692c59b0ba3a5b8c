import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../../src/client';
import type { Credentials } from './line';

export interface Presence {
  polls: number;
  failed: number;
  /** The longest time between joining or a poll and the next poll of the same fan. Seconds. */
  longestSilence: number;
}

/** The API tells waiting fans to ask within 40 s at the latest, and passes over those who are silent for 60 s. */
const EVERY_MS = 40_000;
const PARALLEL = 8;
const LOOK_EVERY_MS = 50;

/** Polls for fans who joined while others still do: without it the first are given up before the last are there. */
export function keepPresent(apiUrl: string): { add(fan: Credentials): void; stop(): Promise<Presence> } {
  /** Whoever was heard of first comes first, as all are asked at the same interval. */
  const line: { fan: Credentials; heardOf: number }[] = [];
  const presence: Presence = { polls: 0, failed: 0, longestSilence: 0 };
  const client = createClient({ baseUrl: apiUrl });
  let stopped = false;

  const add = (fan: Credentials): void => void line.push({ fan, heardOf: performance.now() });

  async function work(): Promise<void> {
    while (!stopped) {
      const next = line[0];
      if (!next || performance.now() - next.heardOf < EVERY_MS) {
        await pause(LOOK_EVERY_MS);
        continue;
      }
      line.shift();
      presence.longestSilence = Math.max(presence.longestSilence, (performance.now() - next.heardOf) / 1000);
      presence.polls++;
      await client
        .as(next.fan)
        .GET('/v1/session')
        .catch(() => presence.failed++);
      add(next.fan);
    }
  }

  const workers = Array.from({ length: PARALLEL }, work);
  return {
    add,
    async stop() {
      stopped = true;
      await Promise.all(workers);
      return presence;
    },
  };
}
