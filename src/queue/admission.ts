import type Redis from 'ioredis';
import type { SessionView } from '../contracts/session';
import { roomKeys } from './keys';
import { publishValues, type Restored } from './publication';
import { addScript, createScripts } from './scripts';
import { servingSince } from './serving';

export type { Restored } from './publication';

/** A pipeline of so many views stays far under the 2 s a command may take, and lets other callers in between. */
const RESTORED_AT_ONCE = 200;

export interface TickInput {
  concertId: string;
  /** Names the runner: one at a time admits. */
  runner: string;
  /** For how long the runner keeps the others out if it is not heard of again. Milliseconds. */
  leaseMs: number;
  /** At most so many fans are taken in. */
  most: number;
  /** Those not confirmed after this long are given again. Milliseconds. */
  offerAgainMs: number;
  /** Fans not heard of for so long are passed over. Milliseconds. */
  silentAfterMs: number;
  /** Their places are kept for this much longer. Milliseconds. */
  graceMs: number;
}

export type Tick =
  /**
   * `offered`: taken in, or taken in earlier and not confirmed; their workflows are to be told. `inactive`: silent
   * for longer than the grace; their workflows are to be closed, and are named again until they are. `idle`: nobody waits.
   */
  | { outcome: 'RUNNING'; offered: SessionView[]; inactive: SessionView[]; idle: boolean }
  /** Another runner is at work. */
  | { outcome: 'BUSY' }
  /** Redis does not know the room, or has restarted since it was complete: rebuild it. Nobody is admitted until then. */
  | { outcome: 'LOST' };

/** Admission to the lines of all concerts in Redis, as the room's one runner uses it. Rejects as `WaitingRoom` does. */
export interface Admission {
  /** One script: takes the next fans in, as many as rate and free capacity allow, and passes over those who are silent. */
  tick(input: TickInput): Promise<Tick>;
  /** Extends the runner's lease, in work that takes longer than a tick. @returns false: another runner is at work */
  renew(concertId: string, runner: string, leaseMs: number): Promise<boolean>;
  /** Ends the runner's lease if nobody waits. @returns false: somebody came meanwhile */
  rest(concertId: string, runner: string): Promise<boolean>;
  /** Ends the runner's lease in any case: the next shift begins. */
  release(concertId: string, runner: string): Promise<void>;
  /**
   * Takes one waiting fan in, in front of everybody; the session's workflow is to be told, and is offered again like
   * the others. ALREADY: the fan is in. NOT_READY: the room is being rebuilt, so which slots are free is not known.
   * NOT_OPEN: it is closed or sold out, or its sale has not opened. With `beyondCapacity` it is never FULL: the slots then are
   * more than the capacity until enough sessions end.
   */
  admitOne(
    concertId: string,
    userId: string,
    options?: { beyondCapacity?: boolean },
  ): Promise<
    | { outcome: 'ADMITTED' | 'ALREADY'; view: SessionView }
    | { outcome: 'FULL' | 'NOT_READY' | 'NOT_OPEN' | 'NO_SESSION' }
  >;
  /** The fan's open session. */
  sessionOf(concertId: string, userId: string): Promise<SessionView | null>;
  /** Whether a runner is needed and there is none. Asked now and then by the keeper, so that no wake-up is lost for good. */
  needsRunner(concertId: string): Promise<boolean>;
  /** Sessions that joined over `age` ms ago and whose workflow is not known to run; at most 100. */
  unstarted(concertId: string, age: number): Promise<SessionView[]>;
  /** Sessions with a slot that should have ended over `grace` ms ago; looks at the 100 admitted first. */
  overdue(concertId: string, grace: number): Promise<SessionView[]>;
  /** Sessions that wait, silent or not: at most so many. */
  waiting(concertId: string, most: number): Promise<SessionView[]>;
  /** Sessions that have a slot: at most so many. */
  admitted(concertId: string, most: number): Promise<SessionView[]>;
  /** Begins to put sessions back into a room that `openRoom` made known. `rebuild` names this attempt. */
  beginRebuild(concertId: string, rebuild: string): Promise<void>;
  /** Puts sessions back, in a few round trips; one of which Redis has a newer view stays as it is. */
  restore(sessions: Restored[]): Promise<void>;
  /**
   * The room is complete: admission goes on, with an empty rate budget.
   * @returns false when Redis has lost its memory again since `beginRebuild`, or another attempt began: begin again
   */
  finishRebuild(concertId: string, rebuild: string): Promise<boolean>;
}

export function createAdmission(redis: Redis): Admission {
  const run = createScripts(redis);
  const keyOf = (concertId: string) => (sessionId: string) => roomKeys(concertId).sessionPrefix + sessionId;
  const between = (most: number): [string, string] => ['0', String(most - 1)];

  async function viewsById(concertId: string, ids: string[]): Promise<SessionView[]> {
    if (ids.length === 0) return [];
    return viewsOf(await redis.mget(ids.map(keyOf(concertId))));
  }

  return {
    async tick({ concertId, runner, leaseMs, most, offerAgainMs, silentAfterMs, graceMs }) {
      const serving = (await servingSince(redis)) ?? '';
      const values = [runner, leaseMs, most, offerAgainMs, silentAfterMs, graceMs, serving];
      const answer = await run('tick', concertId, values);
      const [outcome, offered, inactive, idle] = answer as [Tick['outcome'], string[], string[], number];
      if (outcome !== 'RUNNING') return { outcome };
      return { outcome, offered: viewsOf(offered), inactive: viewsOf(inactive), idle: idle === 1 };
    },

    async renew(concertId, runner, leaseMs) {
      return (await run('renew', concertId, [runner, leaseMs])) === 1;
    },

    async rest(concertId, runner) {
      return (await run('rest', concertId, [runner])) === 1;
    },

    async release(concertId, runner) {
      await run('release', concertId, [runner]);
    },

    async admitOne(concertId, userId, { beyondCapacity = false } = {}) {
      type Outcome = Awaited<ReturnType<Admission['admitOne']>>['outcome'];
      const [outcome, view] = (await run('admitOne', concertId, [userId, Number(beyondCapacity)])) as [
        Outcome,
        string,
      ];
      if (outcome !== 'ADMITTED' && outcome !== 'ALREADY') return { outcome };
      return { outcome, view: JSON.parse(view) as SessionView };
    },

    async sessionOf(concertId, userId) {
      const sessionId = await redis.hget(roomKeys(concertId).fans, userId);
      return (await viewsById(concertId, sessionId ? [sessionId] : []))[0] ?? null;
    },

    async needsRunner(concertId) {
      return (await run('needsRunner', concertId, [])) === 1;
    },

    async unstarted(concertId, age) {
      return viewsOf((await run('unstarted', concertId, [age])) as string[]);
    },

    async overdue(concertId, grace) {
      return viewsOf((await run('overdue', concertId, [grace])) as string[]);
    },

    async waiting(concertId, most) {
      const { line, away } = roomKeys(concertId);
      const present = await redis.zrange(line, ...between(most));
      const silent = present.length < most ? await redis.zrange(away, ...between(most - present.length)) : [];
      return await viewsById(concertId, [...present, ...silent]);
    },

    async admitted(concertId, most) {
      return await viewsById(concertId, await redis.zrange(roomKeys(concertId).slots, ...between(most)));
    },

    async beginRebuild(concertId, rebuild) {
      await run('beginRebuild', concertId, [rebuild]);
    },

    async restore(sessions) {
      for (let from = 0; from < sessions.length; from += RESTORED_AT_ONCE) {
        const pipeline = redis.pipeline();
        for (const session of sessions.slice(from, from + RESTORED_AT_ONCE)) {
          addScript(
            pipeline,
            'publish',
            session.view.identity.concertId,
            publishValues(session.view, session),
          );
        }
        for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
      }
    },

    async finishRebuild(concertId, rebuild) {
      return (await run('finishRebuild', concertId, [rebuild])) === 1;
    },
  };
}

function viewsOf(answer: (string | null)[]): SessionView[] {
  return answer.flatMap((view) => (view ? [JSON.parse(view) as SessionView] : []));
}
