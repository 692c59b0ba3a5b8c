import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  CancelForFanAnswer,
  CancelForFanMessage,
  Operator,
  RoomChange,
  RoomFigures,
  RoomStatus,
} from './waitingRoom';

/** Somebody waits and nobody admits. */
export const wakeSignal = defineSignal('wake');

/** Several settings at once, as the admin API sends them. All updates answer with the room as it is afterwards. */
export const changeRoomUpdate = defineUpdate<RoomFigures, [RoomChange & Operator]>('changeRoom');
export const pauseUpdate = defineUpdate<RoomFigures, [Operator]>('pause');
export const resumeUpdate = defineUpdate<RoomFigures, [Operator]>('resume');
export const setRateUpdate = defineUpdate<RoomFigures, [Operator & { admissionsPerSecond: number }]>(
  'setRate',
);
export const setCapacityUpdate = defineUpdate<RoomFigures, [Operator & { capacity: number }]>('setCapacity');
/** Ends the sale: nobody can join, those who wait are let go, those who are admitted finish. */
export const closeRoomUpdate = defineUpdate<RoomFigures, [Operator]>('close');
export const reopenRoomUpdate = defineUpdate<RoomFigures, [Operator]>('reopen');
export const admitOneUpdate = defineUpdate<RoomFigures, [Operator & { userId: string }]>('admitOne');
export const removeOneUpdate = defineUpdate<RoomFigures, [Operator & { userId: string }]>('removeOne');
/** Refunds one reservation, by the workflow that fans' own cancellations use. */
export const cancelReservationUpdate = defineUpdate<CancelForFanAnswer, [CancelForFanMessage]>(
  'cancelReservation',
);

export const roomStatusQuery = defineQuery<RoomStatus, []>('roomStatus');
