import { randomUUID } from 'node:crypto';
import type { CancellationActivities } from '../../src/contracts/cancellation';
import type { ScheduleCancellationActivities } from '../../src/contracts/scheduleCancellation';

export const PRICE = 1_000;

export interface FakeDate extends ScheduleCancellationActivities, CancellationActivities {
  /** What was done, in order: `close`, `tell`, `look`, and the id of each reservation that was cancelled. */
  steps: string[];
  /** Ids of the confirmed reservations, in their order. */
  confirmed: Set<string>;
  /** The id of this date's n-th reservation: they ascend, and no other date's workflows have them. */
  idOf: (number: number) => string;
  held: number;
  heldForMs: number;
  /** The most cancellations that ever ran at once. */
  mostAtOnce: number;
  /** Called before a reservation is cancelled; what it throws fails that attempt. */
  beforeCancel: (reservationId: string) => Promise<void>;
  afterLook: () => void;
  cancelled(): string[];
}

/** A date with so many confirmed reservations, without engines, for the workflow's own rules. */
export function fakeDate(reservations: number): FakeDate {
  const prefix = randomUUID().slice(0, 24);
  const idOf = (number: number): string => prefix + String(number).padStart(12, '0');
  const all = Array.from({ length: reservations }, (_, number) => idOf(number + 1));
  const refunded = new Set<string>();
  let closed = false;
  let running = 0;
  const date: FakeDate = {
    steps: [],
    confirmed: new Set(all),
    idOf,
    held: 0,
    heldForMs: 0,
    mostAtOnce: 0,
    beforeCancel: () => Promise.resolve(),
    afterLook: () => undefined,
    cancelled: () => [...refunded],
    async closeSchedule({ scheduleId }) {
      if (scheduleId === 'none') return { outcome: 'SCHEDULE_NOT_FOUND' };
      date.steps.push('close');
      closed = true;
      return { outcome: 'CLOSED', concertId: '7' };
    },
    async reservationsToCancel({ after, limit }) {
      if (!closed) throw new Error('looked before it was closed');
      date.steps.push('look');
      const reservations = [...date.confirmed]
        .filter((id) => after === null || id > after)
        .sort()
        .slice(0, limit)
        .map((reservationId) => ({ reservationId, userId: 'a fan' }));
      const figures = {
        canceled: refunded.size,
        refunded: refunded.size * PRICE,
        left: date.confirmed.size,
        held: date.held,
        heldForMs: date.heldForMs,
      };
      date.afterLook();
      return { reservations, figures };
    },
    async tellRoom({ concertId }) {
      date.steps.push(`tell ${concertId}`);
    },
    async cancelReservation({ reservationId }) {
      running += 1;
      date.mostAtOnce = Math.max(date.mostAtOnce, running);
      try {
        await date.beforeCancel(reservationId);
        if (refunded.has(reservationId)) throw new Error(`refunded twice: ${reservationId}`);
        date.confirmed.delete(reservationId);
        refunded.add(reservationId);
        date.steps.push(reservationId);
        return { outcome: 'CANCELED', refunded: PRICE, balance: PRICE };
      } finally {
        running -= 1;
      }
    },
  };
  return date;
}
