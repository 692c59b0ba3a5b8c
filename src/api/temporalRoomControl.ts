import { WorkflowNotFoundError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import type { RoomWorkflows } from '../roomWorkflow';
import { answerWithin } from './boundedCalls';
import { problemOf, unavailable } from './temporalProblems';
import type { RoomControl } from './waitingRooms';

/** @param answerWithinMs how long a request waits for the room's workflow */
export function createTemporalRoomControl(
  rooms: Omit<RoomWorkflows, 'wake'>,
  answerWithinMs: number,
): RoomControl {
  async function bounded<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await answerWithin(answerWithinMs, 'The waiting room', call);
    } catch (error) {
      throw roomProblemOf(error);
    }
  }

  return {
    change: (concertId, change) => bounded(() => rooms.change(concertId, change)),
    admitOne: (concertId, fan) => bounded(() => rooms.admitOne(concertId, fan)),
    removeOne: (concertId, fan) => bounded(() => rooms.removeOne(concertId, fan)),
  };
}

/** Unlike a session, a room whose workflow has just completed or does not answer is there for the next request. */
function roomProblemOf(error: unknown): unknown {
  const passing = [WorkflowNotFoundError, WorkflowUpdateRPCTimeoutOrCancelledError];
  return passing.some((type) => error instanceof type) ? unavailable('The waiting room') : problemOf(error);
}
