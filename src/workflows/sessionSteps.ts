import { proxyLocalActivities } from '@temporalio/workflow';
import type { SessionActivities } from '../contracts/activities';
import type { SessionOperations } from '../contracts/operatorActions';

/** @param summary shown beside the step in the Temporal Web UI */
const step = (summary: string) =>
  proxyLocalActivities<SessionActivities & SessionOperations>({
    startToCloseTimeout: 10_000,
    localRetryThreshold: 5_000,
    retry: { initialInterval: 100, backoffCoefficient: 2, maximumInterval: 10_000 },
    summary,
  });

/**
 * Each step is one local activity: it runs within the workflow task that an update brings anyway (one event instead
 * of six). All are idempotent and retried until PostgreSQL gives a definite answer: a hold or a charge is never
 * guessed. Waits of over 5 s between tries become durable timers and free the worker.
 */
export const sessionSteps: Omit<SessionActivities, 'publishView'> & SessionOperations = {
  openSession: step('Records that the fan waits').openSession,
  admitSession: step('Records the admission').admitSession,
  holdSeats: step('Claims the seats').holdSeats,
  findHold: step('Looks whether seats are held').findHold,
  extendHold: step('Puts off the deadline of the hold').extendHold,
  releaseHold: step('Puts the held seats back on sale').releaseHold,
  pay: step('Charges the wallet and confirms the reservation').pay,
  endSession: step('Ends the session and releases what it holds').endSession,
  operateSession: step("Takes an operator's action and puts it on record").operateSession,
};
