import type {
  EndSessionInput,
  ExtendHoldInput,
  HoldSeatsInput,
  PayInput,
  ReleaseHoldInput,
  SessionContext,
} from '../../src/contracts/activities';
import { END_STATE_OF } from '../../src/contracts/states';
import {
  heldBy,
  letGo,
  post,
  refused,
  walletOf,
  type Answer,
  type ReservationModel,
  type SaleModel,
  type SessionModel,
} from './saleModel';
import { seatsFor } from './seatChoice';

/**
 * The rules of the steps of a session. Each function changes the model as the step should change the database, and returns
 * the answer that the step should give. `found` is what it did give: read for what the database is free to choose, which
 * is ids, deadlines, and the seats of a best-available hold.
 */

/** Writes the session down where this is the first step of it that PostgreSQL sees. */
export function recorded(sale: SaleModel, { identity, admittedAt }: SessionContext): SessionModel {
  const session = sale.sessions.get(identity.sessionId) ?? {
    id: identity.sessionId,
    userId: identity.userId,
    admitted: false,
    end: null,
    holdNumber: 0,
    barredThrough: 0,
  };
  sale.sessions.set(session.id, session);
  if (!session.end) session.admitted ||= admittedAt !== null;
  return session;
}

export function holdInModel(sale: SaleModel, step: HoldSeatsInput, found: Answer): Answer {
  const known = sale.sessions.get(step.identity.sessionId);
  const late = known && (known.end ?? step.holdNumber <= Math.max(known.holdNumber, known.barredThrough));
  if (late) {
    recorded(sale, step);
    const same = heldBy(sale, known);
    return same?.holdNumber === step.holdNumber ? heldAnswer(same) : refused('INVALID_TRANSITION');
  }
  const choice = seatsFor(sale, step, found);
  if ('refusal' in choice) {
    // A request for the best seats is refused after the session was written down, others before: nobody needs the row.
    if (choice.recorded) recorded(sale, step);
    return refused(choice.refusal);
  }
  const session = recorded(sale, step);
  const earlier = heldBy(sale, session);
  if (step.holdMs === null) {
    if (!earlier || earlier.overdue) return refused('HOLD_EXPIRED');
    if (!choice.seats.every((seat) => earlier.seats.includes(seat))) return refused('INVALID_TRANSITION');
  }
  if (earlier) letGo(earlier, 'CANCELED');
  const reservation: ReservationModel = {
    id: String(found.reservationId),
    session,
    holdNumber: step.holdNumber,
    scheduleId: step.request.scheduleId,
    seats: choice.seats,
    amount: choice.seats.reduce((sum, seat) => sum + seat.price, 0),
    status: 'HELD',
    ...timesOf(step, found, earlier),
    overdue: false,
    payment: null,
    balanceAfterCharge: 0,
    balanceAfterRefund: 0,
  };
  if (sale.reservations.some(({ id }) => id === reservation.id)) throw new Error('A new hold has an old id');
  sale.reservations.push(reservation);
  for (const seat of reservation.seats) seat.owner = reservation;
  session.holdNumber = step.holdNumber;
  return heldAnswer(reservation);
}

type Times = Pick<ReservationModel, 'reservedAt' | 'expiresAt' | 'extended'>;

/** A new hold begins when the database says; one that keeps seats of the earlier keeps all its times. */
function timesOf({ holdMs }: HoldSeatsInput, found: Answer, earlier: Times | undefined): Times {
  if (holdMs === null && earlier) {
    const { reservedAt, expiresAt, extended } = earlier;
    return { reservedAt, expiresAt, extended };
  }
  const expiresAt = Number(found.expiresAt);
  return { reservedAt: expiresAt - (holdMs ?? 0), expiresAt, extended: false };
}

function heldAnswer({ id, scheduleId, seats, amount, expiresAt }: ReservationModel, code = 'HELD'): Answer {
  const seatIds = seats.map((seat) => seat.id).sort();
  return { code, reservationId: id, scheduleId, seatIds, amount, expiresAt };
}

export function extendInModel(sale: SaleModel, step: ExtendHoldInput): Answer {
  const session = recorded(sale, step);
  const ofSession = sale.reservations.filter((one) => one.session === session);
  const reservation = ofSession.find((one) => one.holdNumber === step.holdNumber);
  if (!reservation || reservation.status === 'CANCELED' || reservation.status === 'CONFIRMED')
    return refused('INVALID_TRANSITION');
  if (reservation.status === 'EXPIRED' || reservation.overdue) return refused('HOLD_EXPIRED');
  if (reservation.extended) return heldAnswer(reservation, 'EXTENDED');
  if (ofSession.some(({ extended }) => extended)) return refused('INVALID_TRANSITION');
  const { reservedAt, expiresAt } = reservation;
  const until = Math.min(expiresAt + sale.extensionMs, reservedAt + step.holdCapMs);
  if (until <= expiresAt) return refused('INVALID_TRANSITION');
  reservation.expiresAt = until;
  reservation.extended = true;
  return heldAnswer(reservation, 'EXTENDED');
}

export function releaseInModel(sale: SaleModel, step: ReleaseHoldInput): Answer {
  const session = recorded(sale, step);
  session.barredThrough = Math.max(session.barredThrough, step.holdNumber);
  const held = heldBy(sale, session);
  if (held && held.holdNumber <= step.holdNumber) {
    letGo(held, step.lastHoldEnd === 'EXPIRED' ? 'EXPIRED' : 'CANCELED');
  }
  return { code: 'RELEASED', end: session.end };
}

export function endInModel(sale: SaleModel, step: EndSessionInput): Answer {
  const session = recorded(sale, step);
  if (!session.end) {
    session.end = { reason: step.reason, reservationId: null, paymentId: null };
    const held = heldBy(sale, session);
    if (held) letGo(held, END_STATE_OF[step.reason] === 'EXPIRED' ? 'EXPIRED' : 'CANCELED');
  }
  return { code: 'ENDED', end: session.end };
}

export function payInModel(sale: SaleModel, step: PayInput, found: Answer): Answer {
  const session = recorded(sale, step);
  const wallet = walletOf(sale, session.userId);
  const paid = wallet.payments.get(step.paymentKey);
  if (paid) return paid.session === session ? paidAnswer(paid) : refused('INVALID_TRANSITION');

  const reservation = sale.reservations.find(
    (one) => one.session === session && one.holdNumber === step.holdNumber,
  );
  if (!reservation || reservation.status === 'CANCELED' || reservation.status === 'CONFIRMED')
    return refused('INVALID_TRANSITION');
  if (reservation.status === 'EXPIRED' || reservation.overdue) return refused('HOLD_EXPIRED');
  if (wallet.balance < reservation.amount) {
    return { code: 'INSUFFICIENT_BALANCE', balance: wallet.balance, requiredAmount: reservation.amount };
  }
  const paymentId = String(found.paymentId);
  reservation.balanceAfterCharge = post(wallet, 'CHARGE', -reservation.amount);
  reservation.status = 'CONFIRMED';
  reservation.payment = { id: paymentId, key: step.paymentKey, status: 'COMPLETED' };
  wallet.payments.set(step.paymentKey, reservation);
  session.end = { reason: 'PAID', reservationId: reservation.id, paymentId };
  return paidAnswer(reservation);
}

function paidAnswer({ id, payment, amount, balanceAfterCharge }: ReservationModel): Answer {
  return { code: 'PAID', paymentId: payment?.id, reservationId: id, amount, balance: balanceAfterCharge };
}
