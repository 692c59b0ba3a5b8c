import type { Operation } from './operation';
import { adminConcertOperations } from './routes/adminConcerts';
import { adminReservationOperations } from './routes/adminReservations';
import { adminScheduleCancellationOperations } from './routes/adminScheduleCancellations';
import { adminVenueOperations } from './routes/adminVenues';
import { adminWaitingRoomOperations } from './routes/adminWaitingRooms';
import { concertOperations } from './routes/concerts';
import { docsOperation } from './routes/docs';
import { drawOperations } from './routes/draw';
import { healthOperations } from './routes/health';
import { holdOperations } from './routes/hold';
import { metricsOperations } from './routes/metrics';
import { paymentOperations } from './routes/payment';
import { reservationOperations } from './routes/reservations';
import { seatEventOperations } from './routes/seatEvents';
import { seatMapOperations } from './routes/seatMap';
import { sessionEventOperations } from './routes/sessionEvents';
import { sessionOperations } from './routes/sessions';
import { userOperations } from './routes/users';
import { waitingRoomOperations } from './routes/waitingRooms';
import { walletOperations } from './routes/wallet';

const calls: readonly Operation[] = [
  ...userOperations,
  ...walletOperations,
  ...concertOperations,
  ...waitingRoomOperations,
  ...drawOperations,
  ...sessionOperations,
  ...sessionEventOperations,
  ...seatMapOperations,
  ...seatEventOperations,
  ...holdOperations,
  ...paymentOperations,
  ...reservationOperations,
  ...adminVenueOperations,
  ...adminConcertOperations,
  ...adminWaitingRoomOperations,
  ...adminScheduleCancellationOperations,
  ...adminReservationOperations,
  ...healthOperations,
  ...metricsOperations,
];

/** Every call the API answers: the one table that routing, documentation and the access tests read. */
export const operations: readonly Operation[] = [...calls, docsOperation(calls)];
