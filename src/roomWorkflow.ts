import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import type { Config } from './config';
import { waitingRoomWorkflowId } from './contracts/identifiers';
import { admitOneUpdate, changeRoomUpdate, removeOneUpdate, wakeSignal } from './contracts/roomMessages';
import { CONCERT_ID } from './contracts/searchAttributes';
import type {
  Operator,
  RoomChange,
  RoomFigures,
  WaitingRoomInput,
  WaitingRoomResult,
} from './contracts/waitingRoom';

export interface RoomWorkflowSettings extends Pick<WaitingRoomInput, 'shiftMs' | 'continueAfterEvents'> {
  taskQueue: string;
}

/** The waiting rooms' workflows: whoever needs one first starts it. All throw gRPC errors of the client. */
export interface RoomWorkflows {
  /** Somebody waits and nobody admits. Harmless where somebody does. */
  wake(concertId: string): Promise<void>;
  /** These three answer with the room as it is afterwards. @throws WorkflowUpdateFailedError: see `WaitingRoomActivities` */
  change(concertId: string, change: RoomChange & Operator): Promise<RoomFigures>;
  admitOne(concertId: string, fan: Operator & { userId: string }): Promise<RoomFigures>;
  removeOne(concertId: string, fan: Operator & { userId: string }): Promise<RoomFigures>;
}

export function roomWorkflowSettings(
  config: Pick<Config, 'TASK_QUEUE' | 'ROOM_SHIFT_SECONDS' | 'ROOM_CONTINUE_AFTER_EVENTS'>,
): RoomWorkflowSettings {
  return {
    taskQueue: config.TASK_QUEUE,
    shiftMs: config.ROOM_SHIFT_SECONDS * 1000,
    continueAfterEvents: config.ROOM_CONTINUE_AFTER_EVENTS,
  };
}

type WaitingRoomWorkflow = (input: WaitingRoomInput) => Promise<WaitingRoomResult>;

export function createRoomWorkflows(
  client: Client,
  { taskQueue, shiftMs, continueAfterEvents }: RoomWorkflowSettings,
): RoomWorkflows {
  function startOf(concertId: string) {
    const args: [WaitingRoomInput] = [{ concertId, shiftMs, continueAfterEvents }];
    return {
      workflowId: waitingRoomWorkflowId(concertId),
      taskQueue,
      args,
      staticSummary: `Waiting room of concert ${concertId}`,
      staticDetails:
        'The operators\' panel of one concert. Each update takes `{"by": "your login", "why": "the reason"}` and what its description names.',
      typedSearchAttributes: [{ key: CONCERT_ID, value: concertId }],
    };
  }

  async function update<T>(
    concertId: string,
    definition: UpdateDefinition<RoomFigures, [T]>,
    message: T,
  ): Promise<RoomFigures> {
    const startWorkflowOperation = new WithStartWorkflowOperation<WaitingRoomWorkflow>('waitingRoom', {
      ...startOf(concertId),
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    const args: [T] = [message];
    return await client.workflow.executeUpdateWithStart(definition, { startWorkflowOperation, args });
  }

  return {
    async wake(concertId) {
      await client.workflow.signalWithStart<WaitingRoomWorkflow, []>('waitingRoom', {
        ...startOf(concertId),
        signal: wakeSignal,
      });
    },
    change: (concertId, message) => update(concertId, changeRoomUpdate, message),
    admitOne: (concertId, message) => update(concertId, admitOneUpdate, message),
    removeOne: (concertId, message) => update(concertId, removeOneUpdate, message),
  };
}
