import type { Client } from '@temporalio/client';
import type { CancellationResult, CancelReservationInput } from '../contracts/cancellation';
import { cancellationWorkflowId } from '../contracts/identifiers';
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
  input: CancelReservationInput,
): Promise<void> {
  const { outcome } = await calls.step('BEGIN', () =>
    client.workflow.execute<(input: CancelReservationInput) => Promise<CancellationResult>>('cancellation', {
      workflowId: cancellationWorkflowId(input.reservationId),
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue,
      args: [input],
      ...(input.requestId === undefined ? {} : { memo: { requestId: input.requestId } }),
    }),
  );
  switch (outcome) {
    case 'CANCELED':
      return;
    case 'RESERVATION_NOT_FOUND':
      throw new Problem(outcome, 'Take a reservation id from GET /v1/reservations.');
    case 'INVALID_TRANSITION':
      throw new Problem(
        outcome,
        'Only a confirmed reservation can be cancelled, and only until the cut-off before the start.',
      );
  }
}
