import type { ReservationStatus } from '../../src/contracts/states';
import type { RecordedEnd } from '../../src/contracts/activities';

/**
 * What the sale of one concert should be, in memory. A seat has one owner or none, so that the model cannot even say what
 * must never happen; statuses and counters follow from the owners and are not kept.
 */
export interface SaleModel {
  concertId: string;
  /** Seats that one fan may hold or own. */
  maxSeats: number;
  /** By how much a hold can be put off, milliseconds; 0: not at all. */
  extensionMs: number;
  scheduleIds: string[];
  seats: SeatModel[];
  wallets: Map<string, WalletModel>;
  sessions: Map<string, SessionModel>;
  reservations: ReservationModel[];
}

export interface SeatModel {
  id: string;
  scheduleId: string;
  grade: string;
  price: number;
  owner: ReservationModel | null;
}

export interface WalletModel {
  balance: number;
  entries: { type: 'TOP_UP' | 'CHARGE' | 'REFUND'; amount: number; balanceAfter: number }[];
  topUps: Map<string, { id: string; amount: number; balance: number }>;
  payments: Map<string, ReservationModel>;
}

/** A session as far as PostgreSQL has heard of it. */
export interface SessionModel {
  id: string;
  userId: string;
  admitted: boolean;
  end: RecordedEnd | null;
  /** The highest hold number that got seats. */
  holdNumber: number;
  /** Hold numbers up to this one get no seats any more. */
  barredThrough: number;
}

export interface ReservationModel {
  id: string;
  session: SessionModel;
  holdNumber: number;
  scheduleId: string;
  seats: SeatModel[];
  amount: number;
  status: ReservationStatus;
  /** Since when the seats are held, and until when. Epoch milliseconds. */
  reservedAt: number;
  expiresAt: number;
  extended: boolean;
  /** By PostgreSQL's clock the hold ran out. */
  overdue: boolean;
  payment: { id: string; key: string; status: 'COMPLETED' | 'CANCELED' } | null;
  /** What paying and refunding answered as the balance, and answer again when they are repeated. */
  balanceAfterCharge: number;
  balanceAfterRefund: number;
}

/** What a step answered, or should: a code, and the facts that belong to it. */
export type Answer = { code: string } & Record<string, unknown>;

export const refused = (code: string): Answer => ({ code });

export function seatsOf(sale: SaleModel, scheduleId: string): SeatModel[] {
  return sale.seats.filter((seat) => seat.scheduleId === scheduleId);
}

export function walletOf(sale: SaleModel, userId: string): WalletModel {
  const wallet = sale.wallets.get(userId);
  if (!wallet) throw new Error(`No fan ${userId}`);
  return wallet;
}

export function heldBy(sale: SaleModel, session: SessionModel): ReservationModel | undefined {
  return sale.reservations.find((one) => one.session === session && one.status === 'HELD');
}

export function isSold(seat: SeatModel): boolean {
  return seat.owner?.status === 'CONFIRMED';
}

export function post(wallet: WalletModel, type: 'TOP_UP' | 'CHARGE' | 'REFUND', amount: number): number {
  wallet.balance += amount;
  wallet.entries.push({ type, amount, balanceAfter: wallet.balance });
  return wallet.balance;
}

export function letGo(reservation: ReservationModel, status: 'CANCELED' | 'EXPIRED'): void {
  reservation.status = status;
  for (const seat of reservation.seats) if (seat.owner === reservation) seat.owner = null;
}
