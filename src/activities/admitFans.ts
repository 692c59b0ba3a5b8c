import { ApplicationFailure, Context } from '@temporalio/activity';
import type { SessionView } from '../contracts/session';
import type { AdmissionShift, RoomFigures, WaitingRoomActivities } from '../contracts/waitingRoom';
import type { AdmissionDependencies } from './admissionDependencies';
import { createBackgroundWork } from './backgroundWork';
import { deliverAdmissions } from './deliverAdmissions';
import { closeAll, keepRoomInOrder } from './keepRoomInOrder';
import { createOccasionalWarning } from './occasionalWarning';
import { rebuildRoom } from './rebuildRoom';
import { roomFigures } from './roomFigures';
import { LEASE_MS, startPulse, type RunnerPulse } from './runnerPulse';

/** A repetition is a call for nothing while the workers are busy: not too often. */
const OFFER_AGAIN_MS = 5_000;
const MOST_PER_TICK = 500;
const KEEP_IN_ORDER_MS = 5_000;
/** An engine that does not answer is not asked five times a second. */
const AFTER_FAILURE_MS = 1_000;
const ROOM_TROUBLE = 'the waiting room could not take a step, trying again';

/**
 * The runner of a room. No trouble of an engine fails it: it goes on ticking, for a new attempt would meet the same
 * trouble. It ends early when its worker shuts down, so that another one goes on at once.
 */
export function createAdmitFans(dependencies: AdmissionDependencies): WaitingRoomActivities['admitFans'] {
  const { admission, tickMs, silentAfterMs, graceMs, isStopping, logger, observeAdmission } = dependencies;

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
    /**
     * Telling sessions takes as long as the workers are busy: no tick waits for it, nor the end of the shift. What is under way then is
     * done or given up within seconds, and the next runner begins with what was not done.
     */
    const background = createBackgroundWork((error) => {
      if (!isEnding()) warnOfRoom(error, ROOM_TROUBLE);
    });
    let isOver = false;
    const isEnding = (): boolean => isOver || isStopping();
    const goesOn = (): boolean => pulse.holdsLease && !isEnding() && !isCancelled();
    let inOrderAt = 0;
    /** When this runner last looked at the line; null: it has not, or was not the one. */
    let lookedAt: number | null = null;

    /** Sessions that were not reached are met again; the room goes on for the others. */
    function note(failures: unknown[]): void {
      if (isEnding()) return;
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
          await rebuildRoom(dependencies, concertId, goesOn);
          return false;
        case 'RUNNING':
          await admit(answer.offered, lookedBefore ?? looking);
          if (answer.inactive.length > 0) background.start(() => closeInactive(answer.inactive), 'closing');
          if (Date.now() - inOrderAt > KEEP_IN_ORDER_MS) background.start(keepInOrder, 'keeping in order');
          return answer.idle && background.isIdle() && (await rest());
      }
    }

    /** @param since of the look at the line before */
    async function admit(offered: SessionView[], since: number): Promise<void> {
      if (offered.length === 0) return;
      const { told } = await deliverAdmissions(dependencies, offered, () =>
        observeAdmission?.(performance.now() - since),
      );
      background.start(async () => note(await told));
    }

    /** Those whose turn does not come soon are named again by a later tick, unless they were heard of meanwhile. */
    async function closeInactive(views: SessionView[]): Promise<void> {
      const until = Date.now() + OFFER_AGAIN_MS;
      note(await closeAll(dependencies, views, 'INACTIVE', () => goesOn() && Date.now() < until));
    }

    async function keepInOrder(): Promise<void> {
      try {
        note(await keepRoomInOrder(dependencies, concertId, goesOn));
      } finally {
        inOrderAt = Date.now();
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
      warnOfRoom(error, ROOM_TROUBLE);
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
      isOver = true;
      pulse.stop();
      // Not released, the lease ends by itself.
      if (pulse.holdsLease) await admission.release(concertId, runner).catch(() => undefined);
    }
  };
}
