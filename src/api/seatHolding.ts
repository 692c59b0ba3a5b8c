import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Logger } from 'pino';
import { holdSeatsUpdate, wakeUpdate, type Addressed, type HoldSeatsRequest } from '../contracts/messages';
import type { Hold, SessionLimits, SessionView } from '../contracts/session';
import { isFirstHold, isFirstHoldOpen } from '../domain/firstHold';
import type { StepTally } from '../metrics/stepTally';
import type { SqlClient } from '../persistence/sqlClient';
import type { WaitingRoom } from '../queue/waitingRoom';
import type { CallKind, CallsInFlight } from './callsInFlight';
import { createFirstHold } from './firstHold';
import { createLateWakes } from './lateWakes';
import { Problem } from './problem';
import { createSeatRush } from './seatRush';
import { addressOf, type SessionReference } from './sessionGateway';
import type { SessionReads } from './sessionReads';
import { refusalOfTakenSeats } from './takenSeats';
import { unavailable } from './temporalProblems';

export interface SeatHoldingDependencies {
  client: Client;
  db: SqlClient;
  waitingRoom: Pick<WaitingRoom, 'publish' | 'read'>;
  limits: SessionLimits;
  /** After so long the workflow of a session whose first hold is not paid is woken; 0: the API makes no hold. Milliseconds. */
  firstHoldShownAfterMs: number;
  /** How long a request waits for an answer. Milliseconds. */
  answerWithinMs: number;
  callsInFlight: Pick<CallsInFlight, 'now'>;
  logger: Logger;
  /** Counts the holds that are made here. */
  stepTally: Pick<StepTally, 'ended'>;
  readAdmitted: SessionReads['readAdmitted'];
  /** A step of the session, when its turn has come. @param send is told for how long it waited, milliseconds */
  update<T>(
    kind: CallKind,
    session: SessionReference,
    send: (handle: WorkflowHandle, waitedMs: number) => Promise<T>,
  ): Promise<T>;
}

/** How fans get to hold seats: refused early where that is sure, made by the API where it is the first, else by the workflow. */
export interface SeatHolding {
  hold(session: SessionReference, request: HoldSeatsRequest): Promise<Hold>;
  /** The session's workflow has had a task. */
  woken(session: SessionReference): void;
  stop(): void;
}

/** After waiting for so long seats are looked at once more. Milliseconds. */
const LONG_WAIT_MS = 1_000;

export function createSeatHolding(dependencies: SeatHoldingDependencies): SeatHolding {
  const { db, waitingRoom, limits, firstHoldShownAfterMs, answerWithinMs, logger } = dependencies;
  const { callsInFlight, readAdmitted, update } = dependencies;
  const refuseTakenSeats = refusalOfTakenSeats(db);
  const makeFirstHold = createFirstHold(dependencies);
  const lateWakes = createLateWakes(firstHoldShownAfterMs, wakeHolding);
  const seatRush = createSeatRush();

  const isMadeHere = (view: SessionView): boolean =>
    firstHoldShownAfterMs > 0 && isFirstHold(view, Date.now(), limits.holdMs);

  /** An operator finds the hold then, and signals reach the session. Where it cannot be done now, a later task does it. */
  async function wakeHolding(session: SessionReference): Promise<void> {
    try {
      const { view } = await waitingRoom.read(session.concertId, session.sessionId);
      if (!view || !isFirstHoldOpen(view)) return;
      await update('BEGIN', session, (handle) =>
        handle.executeUpdate(wakeUpdate, { args: [addressOf(session)] }),
      );
    } catch (error) {
      logger.debug({ err: error, sessionId: session.sessionId }, 'a session that holds seats sleeps on');
    }
  }

  return {
    async hold(session, request) {
      const { view } = await readAdmitted(session);
      // A first hold is refused by PostgreSQL at the same price, when it need not wait for its turn.
      const decidedAtOnce = isMadeHere(view) && callsInFlight.now().waiting === 0;
      if (!decidedAtOnce) await refuseTakenSeats(view, request);
      const message = addressOf(session);
      const args: [HoldSeatsRequest & Addressed] = [{ ...request, ...message }];
      const { hold, sleeps } = await seatRush.run(request.seatIds ?? [], async (rushed) => {
        if (rushed) await refuseTakenSeats(view, request);
        try {
          return await update('BEGIN', session, async (handle, waitedMs) => {
            const began = performance.now();
            // While it waited for its turn the seats may have gone, through another process: then it needs no workflow task after all.
            if (waitedMs > LONG_WAIT_MS) await refuseTakenSeats(view, request);
            const made = isMadeHere(view) ? await makeFirstHold(view, request, message) : null;
            if (made) return { hold: made, sleeps: true };
            // Whoever asked has been told that there is no answer, and may want something else by now.
            if (performance.now() - began > answerWithinMs) throw unavailable('The session');
            return { hold: await handle.executeUpdate(holdSeatsUpdate, { args }), sleeps: false };
          });
        } catch (error) {
          // Nor does it help to come back for seats that are gone.
          if (isOverloaded(error)) await refuseTakenSeats(view, request);
          throw error;
        }
      });
      if (sleeps) lateWakes.plan(session);
      return hold;
    },

    woken: (session) => lateWakes.forget(session),
    stop: () => lateWakes.stop(),
  };
}

function isOverloaded(error: unknown): boolean {
  return error instanceof Problem && error.code === 'OVERLOADED';
}
