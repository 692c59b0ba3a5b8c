import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { paymentUpdateId, sessionWorkflowId } from '../contracts/identifiers';
import {
  extendHoldUpdate,
  leaveUpdate,
  payUpdate,
  releaseHoldUpdate,
  releaseSeatsUpdate,
  type LeaveRequest,
} from '../contracts/messages';
import type { SessionLimits, SessionView } from '../contracts/session';
import { isEnded } from '../contracts/states';
import { SESSION_ENDED } from '../domain/sessionRules';
import { isOpenFor } from '../openWorkflow';
import type { StepTally } from '../metrics/stepTally';
import type { SqlClient } from '../persistence/sqlClient';
import { recordSessions } from '../persistence/statements/recordSessions';
import { callsTogether } from '../queue/callsTogether';
import type { JoinOutcome, WaitingRoom } from '../queue/waitingRoom';
import type { RoomWorkflows } from '../roomWorkflow';
import { boundedCalls } from './boundedCalls';
import type { CallKind, CallsInFlight } from './callsInFlight';
import { cancelReservation } from './cancelReservation';
import { Problem } from './problem';
import { createSeatHolding } from './seatHolding';
import { sendUntilTaken } from './sendUntilTaken';
import { addressOf, type SessionGateway, type SessionReference } from './sessionGateway';
import { createSessionReads } from './sessionReads';
import { sessionSnapshot } from './sessionSnapshot';
import type { SessionStarter } from './sessionStart';

export interface SessionGatewayDependencies {
  client: Client;
  waitingRoom: WaitingRoom;
  db: SqlClient;
  starter: SessionStarter;
  rooms: Pick<RoomWorkflows, 'wake'>;
  limits: SessionLimits;
  taskQueue: string;
  cancellationCutOffMs: number;
  /** How long a request waits for the workflow. Milliseconds. */
  answerWithinMs: number;
  callsInFlight: CallsInFlight;
  /** After so long the workflow of a session whose first hold is not paid is woken; 0: the API makes no hold. Milliseconds. */
  firstHoldShownAfterMs: number;
  logger: Logger;
  stepTally: Pick<StepTally, 'ended'>;
}

/** Sessions through Temporal and Redis. */
export function createTemporalSessionGateway(
  dependencies: SessionGatewayDependencies,
): SessionGateway & { stop(): void } {
  const { client, waitingRoom, db, starter, rooms, limits, taskQueue } = dependencies;
  const { answerWithinMs, firstHoldShownAfterMs, logger } = dependencies;
  const calls = boundedCalls(answerWithinMs, logger, dependencies.callsInFlight);
  const { read, readAdmitted, openRoom } = createSessionReads({ client, waitingRoom, db, calls, wake });

  const holding = createSeatHolding({ ...dependencies, readAdmitted, update });
  /** A fan who waits is on record, so that no loss of Redis loses the place. Who join in one turn of the event loop share a round trip. */
  const putOnRecord = callsTogether(async (_concertId, views: SessionView[]) => {
    await recordSessions(db, views);
    return views;
  });

  /** No fan waits for it: should it fail, the next poll two seconds later is asked to, and so are the workers. */
  function wake(concertId: string): void {
    calls
      .temporal(() => rooms.wake(concertId))
      .catch((error: unknown) => {
        logger.warn({ err: error, concertId }, 'waking a waiting room failed');
      });
  }

  /**
   * Sends an update to the session's workflow. Where Redis shows an open session and there is no workflow, somebody
   * has terminated it: then its slot is freed, and the fan can join again.
   */
  async function update<T>(
    kind: CallKind,
    session: SessionReference,
    send: (handle: WorkflowHandle, waitedMs: number) => Promise<T>,
  ): Promise<T> {
    const handle = client.workflow.getHandle(sessionWorkflowId(session.concertId, session.userId));
    try {
      const answer = await calls.step(kind, (waitedMs) =>
        sendUntilTaken(answerWithinMs, () => send(handle, waitedMs)),
      );
      holding.woken(session);
      return answer;
    } catch (error) {
      if (isSessionEnded(error)) await forgetTerminated(session);
      throw error;
    }
  }

  async function forgetTerminated(session: SessionReference): Promise<void> {
    const { view, ...reading } = await calls.redis(() =>
      waitingRoom.read(session.concertId, session.sessionId),
    );
    if (reading.wake) wake(session.concertId);
    if (!view || isEnded(view.state)) return;
    const workflowId = sessionWorkflowId(session.concertId, session.userId);
    const runs = await calls.temporal(() => isOpenFor(client, workflowId, session.sessionId));
    if (!runs) await calls.redis(() => waitingRoom.forget(view));
  }

  async function takePlace(userId: string, concertId: string): Promise<JoinOutcome> {
    const { queueWaitMs, admissionWindowMs, holdMs } = limits;
    const firstTaskWithinMs = firstHoldShownAfterMs > 0 ? holdMs : null;
    const times = { queueWaitMs, admissionWindowMs, firstTaskWithinMs };
    const input = { userId, concertId, newSessionId: uuidv7(), ...times };
    const place = await calls.redis(() => waitingRoom.join(input));
    if (place.outcome !== 'ROOM_UNKNOWN') return place;
    await openRoom(concertId);
    return await calls.redis(() => waitingRoom.join(input));
  }

  async function join(
    userId: string,
    concertId: string,
    requestId?: string,
  ): ReturnType<SessionGateway['join']> {
    const place = await takePlace(userId, concertId);
    if (place.outcome === 'SOLD_OUT') {
      throw new Problem(
        'SOLD_OUT',
        'Every seat is sold. A cancelled one comes back on sale: try again later.',
      );
    }
    if (!('view' in place)) throw new Problem('INVALID_TRANSITION', 'The sale of this concert is closed.');
    const { view, ahead } = place;
    if (place.wake) wake(concertId);
    if (place.unstarted) {
      const running = await calls.step('BEGIN', () => starter.start(view, requestId));
      if (running !== view) {
        await calls.redis(() => waitingRoom.forget(view));
        await calls.redis(() => waitingRoom.publish(running));
        const snapshot = await read(running.identity);
        if (!isEnded(snapshot.view.state)) return { created: false, snapshot };
        // Redis knows that this session ended: a start that came late has revived it.
        await leave(running.identity, 'REMOVED');
        return await join(userId, concertId, requestId);
      }
      if (view.state === 'WAITING') await putOnRecord(concertId, view);
      await calls.redis(() => waitingRoom.started(view));
    }
    const room = view.state === 'WAITING' ? await calls.redis(() => waitingRoom.readRoom(concertId)) : null;
    return { created: place.outcome === 'JOINED', snapshot: sessionSnapshot(view, ahead, room) };
  }

  async function leave(session: SessionReference, reason: LeaveRequest['reason']): Promise<void> {
    try {
      await update('FINISH', session, (handle) =>
        handle.executeUpdate(leaveUpdate, { args: [{ reason, ...addressOf(session) }] }),
      );
    } catch (error) {
      if (!isSessionEnded(error)) throw error;
    }
  }

  return {
    read,
    readAdmitted,
    join,
    stop: () => holding.stop(),

    hold: holding.hold,

    async extendHold(session) {
      await readAdmitted(session);
      return await update('BEGIN', session, (handle) =>
        handle.executeUpdate(extendHoldUpdate, { args: [addressOf(session)] }),
      );
    },

    async releaseSeats(session, releaseSeatIds) {
      await readAdmitted(session);
      return await update('FINISH', session, (handle) =>
        handle.executeUpdate(releaseSeatsUpdate, { args: [{ releaseSeatIds, ...addressOf(session) }] }),
      );
    },

    async releaseHold(session) {
      await readAdmitted(session);
      await update('FINISH', session, (handle) =>
        handle.executeUpdate(releaseHoldUpdate, { args: [addressOf(session)] }),
      );
    },

    async pay(session, paymentKey) {
      await readAdmitted(session);
      const updateId = paymentUpdateId(paymentKey);
      return await update('FINISH', session, (handle) =>
        handle.executeUpdate(payUpdate, { args: [{ paymentKey, ...addressOf(session) }], updateId }),
      );
    },

    async leave(session) {
      const { view } = await read(session);
      if (!isEnded(view.state)) await leave(session, 'FAN_LEFT');
    },

    async cancelReservation(reservation, requestId) {
      const cutOffMs = dependencies.cancellationCutOffMs;
      await cancelReservation(client, calls, taskQueue, { ...reservation, cutOffMs, requestId });
    },
  };
}

function isSessionEnded(error: unknown): boolean {
  return error instanceof Problem && error.code === SESSION_ENDED.code;
}
