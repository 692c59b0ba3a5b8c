import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { HoldInForce } from '../../src/contracts/activities';
import {
  extendHoldUpdate,
  holdSeatsUpdate,
  leaveUpdate,
  payUpdate,
  releaseHoldUpdate,
  releaseSeatsUpdate,
  seatsHeldSignal,
  sessionViewQuery,
} from '../../src/contracts/messages';
import type { RunningSession } from '../support/timeSkipping';

/** What the tests of sessions send. */

export const hold = ({ handle, sessionId }: RunningSession, seatIds = ['1']) =>
  handle.executeUpdate(holdSeatsUpdate, { args: [{ sessionId, scheduleId: '7', seatIds }] });
export const extend = ({ handle, sessionId }: RunningSession) =>
  handle.executeUpdate(extendHoldUpdate, { args: [{ sessionId }] });
export const releaseSeats = ({ handle, sessionId }: RunningSession, ...releaseSeatIds: string[]) =>
  handle.executeUpdate(releaseSeatsUpdate, { args: [{ sessionId, releaseSeatIds }] });
export const release = ({ handle, sessionId }: RunningSession) =>
  handle.executeUpdate(releaseHoldUpdate, { args: [{ sessionId }] });
export const pay = ({ handle, sessionId }: RunningSession, paymentKey = 'k') =>
  handle.executeUpdate(payUpdate, { args: [{ sessionId, paymentKey }] });
export const leave = ({ handle, sessionId }: RunningSession) =>
  handle.executeUpdate(leaveUpdate, { args: [{ sessionId, reason: 'FAN_LEFT' }] });
export const signalHold = (
  { handle, sessionId }: RunningSession,
  inForce: HoldInForce,
  meantFor = sessionId,
) => handle.signal(seatsHeldSignal, { sessionId: meantFor, ...inForce });
export const view = ({ handle }: RunningSession) => handle.query(sessionViewQuery);

/** The failure a refused update ends with; throws when it is not refused. */
export async function refusalOf(update: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await update.then(
    () => new Error('the update was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
    return error.cause;
  throw error;
}

/** Its code. */
export async function codeOf(update: Promise<unknown>): Promise<string | null | undefined> {
  return (await refusalOf(update)).type;
}
