import { ApiKey } from './apiKey';
import { Concert } from './concert';
import { IdempotencyKey } from './idempotencyKey';
import { OperatorAction } from './operatorAction';
import { Payment } from './payment';
import { Reconciliation } from './reconciliation';
import { Reservation } from './reservation';
import { ReservationSeat } from './reservationSeat';
import { Schedule } from './schedule';
import { Seat } from './seat';
import { Session } from './session';
import { User } from './user';
import { Venue } from './venue';
import { VenueSeat } from './venueSeat';
import { Wallet } from './wallet';
import { WalletEntry } from './walletEntry';

/** Every table, listed by hand: a file that is only found by its name would be lost in a bundle. */
export const ENTITIES = [
  ApiKey,
  Concert,
  IdempotencyKey,
  OperatorAction,
  Payment,
  Reconciliation,
  Reservation,
  ReservationSeat,
  Schedule,
  Seat,
  Session,
  User,
  Venue,
  VenueSeat,
  Wallet,
  WalletEntry,
];
