import type { CancelReservationStatementInput } from '../../src/persistence/statements/cancelReservation';
import type { TopUpWalletInput } from '../../src/persistence/statements/topUpWallet';
import {
  letGo,
  post,
  refused,
  walletOf,
  type Answer,
  type ReservationModel,
  type SaleModel,
} from './saleModel';

/** The rules of money outside a session. See sessionModel.ts for what these functions are given and return. */

export function topUpInModel(sale: SaleModel, step: TopUpWalletInput, found: Answer): Answer {
  const wallet = walletOf(sale, step.userId);
  const earlier = wallet.topUps.get(step.key);
  if (earlier) {
    return earlier.amount === step.amount
      ? { code: 'TOPPED_UP', ...earlier, replayed: true }
      : refused('IDEMPOTENCY_KEY_REUSED');
  }
  const balance = post(wallet, 'TOP_UP', step.amount);
  const entry = { id: String(found.id), amount: step.amount, balance };
  wallet.topUps.set(step.key, entry);
  return { code: 'TOPPED_UP', ...entry, replayed: false };
}

/** @param tooLate whether the cut-off has passed */
export function cancelInModel(
  sale: SaleModel,
  { reservationId, userId }: CancelReservationStatementInput,
  tooLate: boolean,
): Answer {
  const reservation = sale.reservations.find(({ id }) => id === reservationId);
  if (reservation?.session.userId !== userId) return refused('RESERVATION_NOT_FOUND');
  if (reservation.payment?.status === 'CANCELED') return canceledAnswer(reservation);
  if (reservation.status !== 'CONFIRMED' || !reservation.payment || tooLate)
    return refused('INVALID_TRANSITION');
  reservation.payment.status = 'CANCELED';
  reservation.balanceAfterRefund = post(walletOf(sale, userId), 'REFUND', reservation.amount);
  letGo(reservation, 'CANCELED');
  return canceledAnswer(reservation);
}

function canceledAnswer({ amount, balanceAfterRefund }: ReservationModel): Answer {
  return { code: 'CANCELED', refunded: amount, balance: balanceAfterRefund };
}
