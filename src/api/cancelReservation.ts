import type { Client } from '@temporalio/client';
import type { CancellationResult, CancelReservationInput } from '../contracts/cancellation';
import { cancellationWorkflowId } from '../contracts/identifiers';
import { CONCERT_ID, RESERVATION_ID, SCHEDULE_ID, USER_ID } from '../contracts/searchAttributes';
import type { BoundedCalls } from './boundedCalls';
import { Problem } from './problem';

/**
 * Cancels through the reservation's own workflow: repeated while it runs, it is the same workflow; repeated later, the
 * activity answers as before.
 * @throws Problem RESERVATION_NOT_FOUND, INVALID_TRANSITION
 */
export async function cancelReservation(
  client: Client,
  calls: BoundedCalls,
  taskQueue: string,
  { concertId, scheduleId, ...input }: CancelReservationInput & { concertId: string; scheduleId: string },
): Promise<void> {
  const { outcome } = await calls.step('BEGIN', () =>
    client.workflow.execute<(input: CancelReservationInput) => Promise<CancellationResult>>('cancellation', {
      workflowId: cancellationWorkflowId(input.reservationId),
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue,
      args: [input],
      staticSummary: `Reservation ${input.reservationId}, for its fan`,
      typedSearchAttributes: [
        { key: CONCERT_ID, value: concertId },
        { key: SCHEDULE_ID, value: scheduleId },
        { key: USER_ID, value: input.userId },
        { key: RESERVATION_ID, value: input.reservationId },
      ],
      ...(input.requestId === undefined ? {} : { memo: { requestId: input.requestId } }),
    }),
  );
  switch (outcome) {
    case 'CANCELED':
      return;
    case 'RESERVATION_NOT_FOUND':
      throw new Problem(outcome, 'Take a reservation id from GET /v1/reservations.');
    case 'INVALID_TRANSITION':
    case 'ACTION_ID_REUSED':
      throw new Problem(
        'INVALID_TRANSITION',
        'Only a confirmed reservation can be cancelled, and only until the cut-off before the start.',
      );
  }
}
