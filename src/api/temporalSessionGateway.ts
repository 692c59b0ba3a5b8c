import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { CancellationResult, CancelReservationInput } from '../contracts/cancellation';
import { cancellationWorkflowId, paymentUpdateId, sessionWorkflowId } from '../contracts/identifiers';
import {
  holdSeatsUpdate,
  leaveUpdate,
  payUpdate,
  releaseHoldUpdate,
  sessionViewQuery,
} from '../contracts/messages';
import type { SessionLimits } from '../contracts/session';
import { isEnded } from '../contracts/states';
import { SESSION_ENDED } from '../domain/sessionRules';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import type { SqlClient } from '../persistence/sqlClient';
import type { WaitingRoom } from '../queue/waitingRoom';
import { Problem } from './problem';
import { readEndedSession } from './endedSession';
import { roomSettings } from './redisWaitingRooms';
import type { SessionGateway, SessionReference, SessionSnapshot } from './sessionGateway';
import { sessionSnapshot } from './sessionSnapshot';
import type { SessionStarter } from './sessionStart';
import { problemOf, unavailable } from './temporalProblems';

export interface SessionGatewayDependencies {
  client: Client;
  waitingRoom: WaitingRoom;
  db: SqlClient;
  starter: SessionStarter;
  limits: SessionLimits;
  taskQueue: string;
  cancellationCutOffMs: number;
  /** How long a request waits for the workflow. Milliseconds. */
  answerWithinMs: number;
  logger: Logger;
}

/** Sessions through Temporal and Redis. */
export function createTemporalSessionGateway(dependencies: SessionGatewayDependencies): SessionGateway {
  const {
    client,
    waitingRoom,
    db,
    starter,
    limits,
    taskQueue,
    cancellationCutOffMs,
    answerWithinMs,
    logger,
  } = dependencies;

  const handleOf = ({ concertId, userId }: SessionReference): WorkflowHandle =>
    client.workflow.getHandle(sessionWorkflowId(concertId, userId));

  /** Calls Temporal, bounded in time; what fails comes out as a problem. */
  async function ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await client.withDeadline(Date.now() + answerWithinMs, call);
    } catch (error) {
      throw problemOf(error);
    }
  }

  async function fromRedis<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      logger.warn({ err: error }, 'redis call failed');
      throw unavailable('The waiting room');
    }
  }

  /** Redis has no view: the workflow tells it, or, once that is gone, the session's row. */
  async function readWithoutRedis(session: SessionReference): Promise<SessionSnapshot> {
    const view = await ask(() => handleOf(session).query(sessionViewQuery)).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'QUEUE_TOKEN_EXPIRED') return null;
      throw error;
    });
    if (view?.identity.sessionId === session.sessionId && !isEnded(view.state)) {
      await fromRedis(() => waitingRoom.publish(view));
      const { ahead, room } = await fromRedis(() => waitingRoom.read(session.concertId, session.sessionId));
      return sessionSnapshot(view, ahead, room);
    }
    const ended = await readEndedSession(db, session);
    if (!ended) throw new Problem(SESSION_ENDED.code, SESSION_ENDED.detail);
    return sessionSnapshot(ended, 0, null);
  }

  async function read(session: SessionReference): Promise<SessionSnapshot> {
    const { view, ahead, room } = await fromRedis(() =>
      waitingRoom.read(session.concertId, session.sessionId),
    );
    return view ? sessionSnapshot(view, ahead, room) : await readWithoutRedis(session);
  }

  /** Refuses early what Redis knows to be refused, so that it costs no workflow task. */
  async function requireOpen(session: SessionReference): Promise<SessionSnapshot> {
    const snapshot = await read(session);
    if (isEnded(snapshot.view.state)) throw new Problem(SESSION_ENDED.code, SESSION_ENDED.detail);
    return snapshot;
  }

  async function requireAdmitted(session: SessionReference): Promise<SessionSnapshot> {
    const snapshot = await requireOpen(session);
    if (snapshot.view.state === 'WAITING') {
      const detail = 'Wait until the session is admitted: ask for it again after pollAfterSeconds.';
      throw new Problem('NOT_ADMITTED', detail, { pollAfterSeconds: snapshot.pollAfterSeconds });
    }
    return snapshot;
  }

  async function takePlace(
    userId: string,
    concertId: string,
  ): Promise<Awaited<ReturnType<WaitingRoom['join']>>> {
    const { queueWaitMs, admissionWindowMs } = limits;
    const input = { userId, concertId, newSessionId: uuidv7(), queueWaitMs, admissionWindowMs };
    const first = await fromRedis(() => waitingRoom.join(input));
    if (first.outcome !== 'ROOM_UNKNOWN') return first;
    const settings = await waitingRoomSettings(db, concertId);
    if (!settings) throw new Problem('CONCERT_NOT_FOUND', 'Take a concert id from GET /v1/concerts.');
    await fromRedis(() => waitingRoom.applySettings(roomSettings(settings)));
    return await fromRedis(() => waitingRoom.join(input));
  }

  return {
    read,
    readAdmitted: requireAdmitted,

    async join(userId, concertId) {
      const place = await takePlace(userId, concertId);
      if (!('view' in place)) throw new Problem('INVALID_TRANSITION', 'The sale of this concert is closed.');
      const { view, ahead } = place;
      if (place.unstarted) {
        const running = await ask(() => starter.start(view));
        if (running === view) await fromRedis(() => waitingRoom.started(view));
        else {
          await fromRedis(() => waitingRoom.forget(view));
          await fromRedis(() => waitingRoom.publish(running));
          return { created: false, snapshot: await read({ ...running.identity }) };
        }
      }
      const room = view.state === 'WAITING' ? await fromRedis(() => waitingRoom.readRoom(concertId)) : null;
      return { created: place.outcome === 'JOINED', snapshot: sessionSnapshot(view, ahead, room) };
    },

    async hold(session, request) {
      await requireAdmitted(session);
      const { sessionId } = session;
      return await ask(() =>
        handleOf(session).executeUpdate(holdSeatsUpdate, { args: [{ ...request, sessionId }] }),
      );
    },

    async releaseHold(session) {
      await requireAdmitted(session);
      const { sessionId } = session;
      await ask(() => handleOf(session).executeUpdate(releaseHoldUpdate, { args: [{ sessionId }] }));
    },

    async pay(session, paymentKey) {
      await requireAdmitted(session);
      const { sessionId } = session;
      return await ask(() =>
        handleOf(session).executeUpdate(payUpdate, {
          args: [{ paymentKey, sessionId }],
          updateId: paymentUpdateId(paymentKey),
        }),
      );
    },

    async leave(session) {
      const { view } = await read(session);
      if (isEnded(view.state)) return;
      const { sessionId } = session;
      await ask(() =>
        handleOf(session).executeUpdate(leaveUpdate, { args: [{ reason: 'FAN_LEFT', sessionId }] }),
      ).catch((error: unknown) => {
        if (!(error instanceof Problem && error.code === 'QUEUE_TOKEN_EXPIRED')) throw error;
      });
    },

    async cancelReservation(reservationId, userId) {
      const input: CancelReservationInput = { reservationId, userId, cutOffMs: cancellationCutOffMs };
      const { outcome } = await ask(() =>
        client.workflow.execute<(input: CancelReservationInput) => Promise<CancellationResult>>(
          'cancellation',
          {
            workflowId: cancellationWorkflowId(reservationId),
            workflowIdConflictPolicy: 'USE_EXISTING',
            taskQueue,
            args: [input],
          },
        ),
      );
      if (outcome === 'RESERVATION_NOT_FOUND') {
        throw new Problem('RESERVATION_NOT_FOUND', 'Take a reservation id from GET /v1/reservations.');
      }
      if (outcome === 'INVALID_TRANSITION') {
        const detail =
          'Only a confirmed reservation can be cancelled, and only until the cut-off before the start.';
        throw new Problem('INVALID_TRANSITION', detail);
      }
    },
  };
}
