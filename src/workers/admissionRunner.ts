import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';
import type { Logger } from 'pino';
import { sessionWorkflowId } from '../contracts/identifiers';
import { admitSignal, closeSignal } from '../contracts/messages';
import type { SessionView } from '../contracts/session';
import type { WaitingRoomSettings } from '../contracts/waitingRoom';
import { isOpenFor } from '../openWorkflow';
import type { WaitingRoom } from '../queue/waitingRoom';

/** A session whose workflow is still unknown after this long is looked for. Milliseconds. */
const START_PATIENCE_MS = 15_000;
/** A session whose end is this long over and that still has a slot is looked for: its workflow may have been terminated. */
const END_PATIENCE_MS = 60_000;
/** Each repetition adds events to a history that nobody works on while the workers are busy: not too often. */
const OFFER_AGAIN_MS = 5_000;
const START_ATTEMPTS = 10;
const START_PAUSE_MS = 50;
const MOST_PER_TICK = 500;
const PUT_IN_ORDER_MS = 5_000;
const TEMPORAL_PATIENCE_MS = 5_000;

export interface AdmissionRunnerInput {
  waitingRoom: WaitingRoom;
  client: Client;
  /** The settings of all rooms that are open, by PostgreSQL. */
  rooms: () => Promise<WaitingRoomSettings[]>;
  /** Milliseconds between two ticks. */
  tickMs: number;
  logger: Logger;
}

export interface AdmissionRunner {
  /** Ends after the tick that is under way. */
  stop(): Promise<void>;
}

/**
 * Admits the next fans of every room, tick by tick. Any number of workers may run it: one Lua script takes each fan
 * exactly once and obeys rate and capacity. What was taken and not confirmed is offered again.
 */
export function startAdmissionRunner({
  waitingRoom,
  client,
  rooms,
  tickMs,
  logger,
}: AdmissionRunnerInput): AdmissionRunner {
  let stopped = false;
  let wake: () => void = () => undefined;

  const handleOf = ({ identity }: SessionView): WorkflowHandle =>
    client.workflow.getHandle(sessionWorkflowId(identity.concertId, identity.userId));

  /** A view of revision 0 belongs to a session that is just being started: it is tried again, not given up. */
  async function admit(view: SessionView): Promise<void> {
    const { sessionId } = view.identity;
    for (let attempt = 1; ; attempt++) {
      try {
        return await handleOf(view).signal(admitSignal, { sessionId });
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        if (view.revision > 0) return await waitingRoom.forget(view);
        if (attempt === START_ATTEMPTS) return;
        await pause(START_PAUSE_MS);
      }
    }
  }

  /** A session without a workflow gives up its place or slot: it was never started, or somebody terminated it. */
  async function lookFor(view: SessionView): Promise<void> {
    const { concertId, userId, sessionId } = view.identity;
    const running = await isOpenFor(client, sessionWorkflowId(concertId, userId), sessionId);
    if (running) await waitingRoom.started(view);
    else await waitingRoom.forget(view);
  }

  /** A tick's calls of Temporal must not hang: the next tick offers again what this one did not deliver. */
  const bounded = <T>(calls: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + TEMPORAL_PATIENCE_MS, calls);

  async function admitNext(concertId: string): Promise<void> {
    const offered = await waitingRoom.offer(concertId, MOST_PER_TICK, OFFER_AGAIN_MS);
    await bounded(() => Promise.all(offered.map(admit)));
  }

  /** In batches, one each time the rooms are put in order; a session that holds seats after all ignores it. */
  async function endAsSoldOut(concertId: string): Promise<void> {
    const open = await waitingRoom.open(concertId, MOST_PER_TICK);
    const close = (view: SessionView): Promise<void> =>
      handleOf(view)
        .signal(closeSignal, { reason: 'SOLD_OUT', sessionId: view.identity.sessionId })
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        });
    await bounded(() => Promise.all(open.map(close)));
  }

  /** Redis gets the settings back that it may have lost, and loses what no workflow stands behind. */
  async function putInOrder(): Promise<void> {
    for (const settings of await rooms()) {
      await waitingRoom.applySettings(settings);
      const { concertId } = settings;
      const doubtful = [
        ...(await waitingRoom.unstarted(concertId, START_PATIENCE_MS)),
        ...(await waitingRoom.overdue(concertId, END_PATIENCE_MS)),
      ];
      await bounded(() => Promise.all(doubtful.map(lookFor)));
      if (settings.soldOut) await endAsSoldOut(concertId);
    }
  }

  async function run(): Promise<void> {
    for (let inOrderAt = 0; !stopped;) {
      try {
        if (Date.now() - inOrderAt > PUT_IN_ORDER_MS) {
          inOrderAt = Date.now();
          await putInOrder();
        }
        for (const concertId of await waitingRoom.concertsWithRoom()) await admitNext(concertId);
      } catch (error) {
        logger.warn({ err: error }, 'admission tick failed, trying again');
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (!stopped) setTimeout(resolve, tickMs);
        else resolve();
      });
    }
  }

  const running = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
