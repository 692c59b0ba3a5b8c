import { WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';
import type { Logger } from 'pino';
import { sessionWorkflowId } from '../contracts/identifiers';
import { admitSignal } from '../contracts/messages';
import type { SessionView } from '../contracts/session';
import type { WaitingRoom } from '../queue/waitingRoom';

/** A session whose workflow is still unknown after this long is looked for. Milliseconds. */
const START_PATIENCE_MS = 15_000;
/** A session whose end is this long over and that still has a slot is looked for: its workflow may have been terminated. */
const END_PATIENCE_MS = 60_000;
const OFFER_AGAIN_MS = 1_000;
const MOST_PER_TICK = 500;

export interface AdmissionRunner {
  /** Ends after the tick that is under way. */
  stop(): Promise<void>;
}

/**
 * Admits the next fans of every room, tick by tick. Any number of workers may run it: one Lua script takes each fan
 * exactly once and obeys rate and capacity. What was taken and not confirmed is offered again.
 */
export function startAdmissionRunner(
  waitingRoom: WaitingRoom,
  client: Client,
  tickMs: number,
  logger: Logger,
): AdmissionRunner {
  let stopped = false;
  let wake: () => void = () => undefined;

  const handleOf = ({ identity }: SessionView): WorkflowHandle =>
    client.workflow.getHandle(sessionWorkflowId(identity.concertId, identity.userId));

  /** A view of revision 0 belongs to a session that is just being started: it is offered again, not given up. */
  async function admit(view: SessionView): Promise<void> {
    try {
      await handleOf(view).signal(admitSignal);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      if (view.revision > 0) await waitingRoom.forget(view);
    }
  }

  /** A session without a workflow gives up its place or slot: it was never started, or somebody terminated it. */
  async function lookFor(view: SessionView): Promise<void> {
    const running = await handleOf(view)
      .describe()
      .then(({ status, memo }) => status.name === 'RUNNING' && memo?.sessionId === view.identity.sessionId)
      .catch((error: unknown) => {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      });
    if (running) await waitingRoom.started(view);
    else await waitingRoom.forget(view);
  }

  async function tick(concertId: string): Promise<void> {
    await Promise.all((await waitingRoom.offer(concertId, MOST_PER_TICK, OFFER_AGAIN_MS)).map(admit));
    for (const view of await waitingRoom.unstarted(concertId, START_PATIENCE_MS)) await lookFor(view);
    for (const view of await waitingRoom.overdue(concertId, END_PATIENCE_MS)) await lookFor(view);
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        for (const concertId of await waitingRoom.concertsWithRoom()) await tick(concertId);
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
