/**
 * Identifiers that cross rooms. Catalogue ids (concert, venue, schedule, seat) are decimal strings of a PostgreSQL
 * `bigint`; ids of people and what they own (user, session, reservation, payment) are UUIDs. All are opaque to clients.
 */

/** The one open session a fan can have for a concert: the id makes a second one impossible. */
export function sessionWorkflowId(concertId: string, userId: string): string {
  return `session:${concertId}:${userId}`;
}

/** The one waiting room of a concert: its page in the Web UI is the operators' panel. */
export function waitingRoomWorkflowId(concertId: string): string {
  return `waiting-room:${concertId}`;
}

export function cancellationWorkflowId(reservationId: string): string {
  return `cancellation:${reservationId}`;
}

/** The one cancellation of a date. */
export function scheduleCancellationWorkflowId(scheduleId: string): string {
  return `schedule-cancellation:${scheduleId}`;
}

/** @param paymentKey SHA-256 of the client's idempotency key, in hex; never the key itself. */
export function paymentUpdateId(paymentKey: string): string {
  return `pay:${paymentKey}`;
}

/**
 * The Temporal Schedule of the reconciliation, and the prefix of its workflows' ids. One per system: two of them in one
 * namespace have task queues of their own.
 */
export function reconciliationScheduleId(taskQueue: string): string {
  return `reconciliation:${taskQueue}`;
}
