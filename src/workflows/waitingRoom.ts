import {
  ActivityCancellationType,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setWorkflowOptions,
  workflowInfo,
} from '@temporalio/workflow';
import type { WaitingRoomActivities, WaitingRoomInput, WaitingRoomResult } from '../contracts/waitingRoom';
import { startDeadline } from './deadline';
import { handleOperators } from './roomOperators';
import { createRoomMemory } from './roomMemory';

/** A closed room that people have yet to leave looks again after this long. Nobody wakes it for a departure. */
const LOOK_AGAIN_MS = 60_000;

/** How much longer than its shift an activity may take: to rebuild a line that Redis has lost. Heartbeats tell of a death. */
const SHIFT_SLACK_MS = 900_000;

/**
 * The waiting room of one concert, and its operators' panel. While somebody waits it runs one admission activity after
 * another; at rest it costs nothing: no activity, no timer. It ends when an operator has closed it and everybody has left.
 */
export async function waitingRoom(input: WaitingRoomInput): Promise<WaitingRoomResult> {
  const { concertId, shiftMs, continueAfterEvents, carried } = input;
  const room = createRoomMemory(concertId, carried, setCurrentDetails);
  const eventsAtStart = workflowInfo().historyLength;

  /**
   * Cancelling the workflow waits until the runner has stopped, so that "cancelled" is true when the page says so. A
   * runner whose worker has died holds that up for no longer than the heartbeat timeout.
   */
  const { admitFans } = proxyActivities<Pick<WaitingRoomActivities, 'admitFans'>>({
    heartbeatTimeout: 5_000,
    startToCloseTimeout: shiftMs + SHIFT_SLACK_MS,
    retry: { initialInterval: 100, backoffCoefficient: 2, maximumInterval: 5_000 },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: 'Admits the next fans',
  });
  /** As a session's steps: one event each, tried until PostgreSQL and Redis give a definite answer. */
  const operations = proxyLocalActivities<Omit<WaitingRoomActivities, 'admitFans'>>({
    startToCloseTimeout: 10_000,
    localRetryThreshold: 5_000,
    retry: { initialInterval: 100, backoffCoefficient: 2, maximumInterval: 10_000 },
    summary: 'What an operator asked for',
  });

  /** Never before the run has done something: a bound that is too small must not make runs that only hand over. */
  function isLong(): boolean {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    return historyLength > eventsAtStart && (historyLength >= continueAfterEvents || continueAsNewSuggested);
  }

  /** Until there is something to do. Only a closed room that people have yet to leave has a timer. */
  async function rest(): Promise<void> {
    const isDue = (): boolean => room.awake || room.isOver() || isLong();
    while (!isDue()) {
      const again = room.isClosed() ? startDeadline(LOOK_AGAIN_MS, 'Closed: have all left?') : null;
      await condition(() => isDue() || again?.passed === true);
      again?.cancel();
      if (again?.passed) room.wake();
    }
  }

  /** One run of the admission activity. A wake-up that comes meanwhile leads to another: the runner may not have seen it. */
  async function shift(): Promise<void> {
    room.beginShift();
    room.endShift(await admitFans({ concertId, shiftMs }));
  }

  handleOperators(concertId, room, operations);
  room.show();
  try {
    for (;;) {
      await rest();
      // Whatever comes with the last steps of the handlers is seen below, or by the next run.
      if (room.isOver() || isLong()) await condition(allHandlersFinished);
      if (room.isOver()) return { outcome: 'CLOSED', figures: room.status().figures };
      if (isLong()) await continueAsNew<typeof waitingRoom>({ ...input, carried: room.status() });
      if (room.awake) await shift();
    }
  } finally {
    // Cancelled: what operators have asked for is still done and answered.
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
}

/**
 * A room lasts as long as its sale, so it goes over to the current version of the workers with its next workflow task. A function,
 * asked where the room began: the answers of a worker without a version, which names no deployment, are refused when the code
 * names a behaviour.
 */
setWorkflowOptions(
  () =>
    workflowInfo().currentDeploymentVersion?.deploymentName ? { versioningBehavior: 'AUTO_UPGRADE' } : {},
  waitingRoom,
);
