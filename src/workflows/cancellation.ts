import { proxyActivities } from '@temporalio/workflow';
import type {
  CancellationActivities,
  CancellationResult,
  CancelReservationInput,
} from '../contracts/cancellation';

const { cancelReservation } = proxyActivities<CancellationActivities>({
  startToCloseTimeout: 10_000,
  retry: { initialInterval: 200, maximumInterval: 10_000 },
  summary: 'Refund and put the seats back on sale',
});

/** Cancels one confirmed reservation. Refusals are results, so that the history reads as a decision, not as a fault. */
export async function cancellation(input: CancelReservationInput): Promise<CancellationResult> {
  return await cancelReservation(input);
}
