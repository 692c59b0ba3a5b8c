import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createOccasionalWarning } from '../activities/occasionalWarning';
import type { WaitingRoomSettings } from '../contracts/waitingRoom';
import type { Admission } from '../queue/admission';
import type { WaitingRoom } from '../queue/waitingRoom';

const EVERY_MS = 5_000;

export interface RoomKeeperInput {
  /** The settings of all rooms that have to be looked after, by PostgreSQL. */
  rooms: () => Promise<WaitingRoomSettings[]>;
  waitingRoom: Pick<WaitingRoom, 'applySettings' | 'openRoom'>;
  admission: Pick<Admission, 'needsRunner'>;
  /** Starts or wakes the room's workflow. */
  wake: (concertId: string) => Promise<void>;
  logger: Logger;
  everyMs?: number;
}

export interface RoomKeeper {
  /** Ends after the round that is under way. */
  stop(): Promise<void>;
}

/**
 * Makes good what was missed: gives Redis the settings back that it has lost or never got, and wakes rooms that need a
 * runner and have none. Fans wake rooms themselves; this is for a wake-up that was lost, for Redis without its memory
 * and nobody asking, and for what changes without a fan, such as the last seat being sold. Runs in every worker.
 */
export function startRoomKeeper(input: RoomKeeperInput): RoomKeeper {
  const { rooms, waitingRoom, admission, wake, logger, everyMs = EVERY_MS } = input;
  const stopping = new AbortController();
  const warn = createOccasionalWarning(logger);

  async function settle(settings: WaitingRoomSettings): Promise<void> {
    // Somebody came to this room before: what Redis does not know of it, it has lost.
    if (!(await waitingRoom.applySettings(settings))) await waitingRoom.openRoom(settings, false);
  }

  async function wakeIfNeeded({ concertId }: WaitingRoomSettings): Promise<void> {
    if (await admission.needsRunner(concertId)) await wake(concertId);
  }

  /** First the settings of all: a server that does not take a wake-up must not hold them up. */
  async function round(): Promise<void> {
    const those = await rooms();
    for (const take of [settle, wakeIfNeeded]) {
      for (const settings of those) {
        if (stopping.signal.aborted) return;
        // One that fails keeps none of the others from being looked after.
        await take(settings).catch((error: unknown) => warn(error, 'a waiting room was not looked after'));
      }
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await round().catch((error: unknown) => warn(error, 'the waiting rooms were not looked after'));
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
