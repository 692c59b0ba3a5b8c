import type Redis from 'ioredis';
import type { SessionView } from '../contracts/session';
import { roomKeys } from './keys';

/** Four commands each: Redis serves nobody else for the 800 of a batch, which take it about a millisecond. */
const READ_AT_ONCE = 200;
/** How much Redis looks through in one step: it serves others between them. */
const SCAN_COUNT = 500;

export interface RoomMember {
  sessionId: string;
  /** true: takes up capacity; false: waits, silent or not. */
  slot: boolean;
}

export interface SeenInRoom {
  sessionId: string;
  view: SessionView | null;
  slot: boolean;
  place: boolean;
}

/** The rooms as an audit reads them: nothing is written, and no read is as long as the line. */
export interface RoomAudit {
  /** Everybody who takes up a slot or waits for the whole time that it takes; others may be missing, or named twice. */
  members(concertId: string): AsyncGenerator<RoomMember[]>;
  /** What Redis has of these sessions, in their order. */
  lookAt(concertId: string, sessionIds: readonly string[]): Promise<SeenInRoom[]>;
}

export function createRoomAudit(redis: Redis): RoomAudit {
  async function* scan(key: string, slot: boolean): AsyncGenerator<RoomMember[]> {
    let cursor = '0';
    do {
      const [next, scored] = await redis.zscan(key, cursor, 'COUNT', SCAN_COUNT);
      cursor = next;
      // Members and scores in turn.
      const members = scored.filter((_text, index) => index % 2 === 0);
      if (members.length > 0) yield members.map((sessionId) => ({ sessionId, slot }));
    } while (cursor !== '0');
  }

  async function readSome(concertId: string, sessionIds: readonly string[]): Promise<SeenInRoom[]> {
    const { slots, line, away, sessionPrefix } = roomKeys(concertId);
    // One transaction: otherwise a script could move a fan from the line to a slot between two reads, and both would miss.
    const transaction = redis.multi();
    for (const id of sessionIds) {
      transaction
        .get(sessionPrefix + id)
        .zscore(slots, id)
        .zscore(line, id)
        .zscore(away, id);
    }
    const answers = ((await transaction.exec()) ?? []).map(([error, answer]) => {
      if (error) throw error;
      return answer as string | null;
    });
    return sessionIds.map((sessionId, index) => {
      const [view, slot, inLine, silent] = answers.slice(4 * index, 4 * index + 4);
      return {
        sessionId,
        view: view ? (JSON.parse(view) as SessionView) : null,
        slot: slot !== null,
        place: inLine !== null || silent !== null,
      };
    });
  }

  return {
    async *members(concertId) {
      const { slots, line, away } = roomKeys(concertId);
      yield* scan(slots, true);
      yield* scan(line, false);
      yield* scan(away, false);
    },

    async lookAt(concertId, sessionIds) {
      const seen: SeenInRoom[] = [];
      for (let from = 0; from < sessionIds.length; from += READ_AT_ONCE) {
        seen.push(...(await readSome(concertId, sessionIds.slice(from, from + READ_AT_ONCE))));
      }
      return seen;
    },
  };
}
