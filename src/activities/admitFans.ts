import { ApplicationFailure, Context } from '@temporalio/activity';
import type { AdmissionShift, RoomFigures, WaitingRoomActivities } from '../contracts/waitingRoom';
import type { AdmissionDependencies } from './admissionDependencies';
import { deliverAdmissions } from './deliverAdmissions';
import { closeAll, keepRoomInOrder } from './keepRoomInOrder';
import { createOccasionalWarning } from './occasionalWarning';
import { rebuildRoom } from './rebuildRoom';
import { roomFigures } from './roomFigures';
import { LEASE_MS, startPulse, type RunnerPulse } from './runnerPulse';

/** Each repetition adds events to a history that nobody works on while the workers are busy: not too often. */
const OFFER_AGAIN_MS = 5_000;
const MOST_PER_TICK = 500;
const KEEP_IN_ORDER_MS = 5_000;
/** An engine that does not answer is not asked five times a second. */
const AFTER_FAILURE_MS = 1_000;

/**
 * The runner of a room. No trouble of an engine fails it: it goes on ticking, for a new attempt would meet the same
 * trouble. It ends early when its worker shuts down, so that another one goes on at once.
 */
export function createAdmitFans(dependencies: AdmissionDependencies): WaitingRoomActivities['admitFans'] {
  const { admission, tickMs, silentAfterMs, graceMs, isStopping, logger, observeAdmissions } = dependencies;

  async function tick(concertId: string, runner: string, pulse: RunnerPulse) {
    const answer = await admission.tick({
      concertId,
      runner,
      leaseMs: LEASE_MS,
      most: MOST_PER_TICK,
      offerAgainMs: OFFER_AGAIN_MS,
      silentAfterMs,
      graceMs,
    });
    pulse.holdsLease = answer.outcome !== 'BUSY';
    return answer;
  }

  return async ({ concertId, shiftMs }): Promise<AdmissionShift> => {
    const context = Context.current();
    const { workflowExecution, activityId, attempt } = context.info;
    const runner = `${workflowExecution?.runId ?? ''}/${activityId}/${attempt}`;
    const isCancelled = (): boolean => context.cancellationSignal.aborted;
    const pulse = startPulse(admission, concertId, runner, () => context.heartbeat());
    const log = logger.child({ concertId });
    const warnOfSessions = createOccasionalWarning(log);
    const warnOfRoom = createOccasionalWarning(log);
    let inOrderAt = 0;
    /** When this runner last looked at the line; null: it has not, or was not the one. */
    let lookedAt: number | null = null;

    /** Sessions that were not reached are met again; the room goes on for the others. */
    function note(failures: unknown[]): void {
      for (const error of failures) warnOfSessions(error, 'a session was not reached, trying again');
    }

    /** @returns whether nobody waits any more, and the lease is given up */
    async function step(): Promise<boolean> {
      const lookedBefore = lookedAt;
      const looking = performance.now();
      const answer = await tick(concertId, runner, pulse);
      lookedAt = answer.outcome === 'RUNNING' ? looking : null;
      switch (answer.outcome) {
        case 'BUSY':
          return false;
        case 'LOST':
          await rebuildRoom(
            dependencies,
            concertId,
            () => pulse.holdsLease && !isStopping() && !isCancelled(),
          );
          return false;
        case 'RUNNING':
          note(await deliverAdmissions(dependencies, answer.offered));
          observeAdmissions?.(answer.offered.length, performance.now() - (lookedBefore ?? looking));
          note(await closeAll(dependencies, answer.inactive, 'INACTIVE'));
          if (Date.now() - inOrderAt > KEEP_IN_ORDER_MS) {
            note(await keepRoomInOrder(dependencies, concertId));
            inOrderAt = Date.now();
          }
          return answer.idle && (await rest());
      }
    }

    /** No beat of the pulse may take the lease again that is being given up. */
    async function rest(): Promise<boolean> {
      pulse.holdsLease = false;
      const rested = await admission.rest(concertId, runner);
      pulse.holdsLease = !rested;
      return rested;
    }

    /** @throws what another attempt would meet too, such as CONCERT_NOT_FOUND */
    function survive(error: unknown): void {
      if (error instanceof ApplicationFailure && error.nonRetryable) throw error;
      warnOfRoom(error, 'the waiting room could not take a step, trying again');
    }

    async function figures(): Promise<RoomFigures> {
      for (;;) {
        try {
          return await roomFigures(dependencies, concertId);
        } catch (error) {
          if (isStopping()) throw error;
          survive(error);
          await context.sleep(AFTER_FAILURE_MS);
        }
      }
    }

    try {
      let rested = false;
      for (const end = Date.now() + shiftMs; Date.now() < end && !isStopping();) {
        let pauseMs = tickMs;
        try {
          rested = await step();
        } catch (error) {
          survive(error);
          pauseMs = AFTER_FAILURE_MS;
        }
        if (rested) break;
        await context.sleep(pauseMs);
      }
      return { outcome: rested ? 'RESTED' : 'SHIFT_OVER', figures: await figures() };
    } finally {
      pulse.stop();
      // Not released, the lease ends by itself.
      if (pulse.holdsLease) await admission.release(concertId, runner).catch(() => undefined);
    }
  };
}
