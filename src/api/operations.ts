import type { Operation } from './operation';
import { adminApiKeyOperations } from './routes/adminApiKeys';
import { adminConcertOperations } from './routes/adminConcerts';
import { adminReservationOperations } from './routes/adminReservations';
import { adminScheduleCancellationOperations } from './routes/adminScheduleCancellations';
import { adminVenueOperations } from './routes/adminVenues';
import { adminWaitingRoomOperations } from './routes/adminWaitingRooms';
import { apiKeyOperations } from './routes/apiKeys';
import { concertOperations } from './routes/concerts';
import { drawOperations } from './routes/draw';
import { healthOperations } from './routes/health';
import { holdOperations } from './routes/hold';
import { metricsOperations } from './routes/metrics';
import { paymentOperations } from './routes/payment';
import { problemOperations } from './routes/problems';
import { referenceOperations } from './routes/reference';
import { reservationOperations } from './routes/reservations';
import { seatEventOperations } from './routes/seatEvents';
import { seatMapOperations } from './routes/seatMap';
import { sessionEventOperations } from './routes/sessionEvents';
import { sessionOperations } from './routes/sessions';
import { userOperations } from './routes/users';
import { waitingRoomOperations } from './routes/waitingRooms';
import { walletOperations } from './routes/wallet';

/** Every call the API answers: the one table that routing, the OpenAPI document and the access tests read. */
export const operations: readonly Operation[] = [
  ...userOperations,
  ...apiKeyOperations,
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
  ...adminApiKeyOperations,
  ...healthOperations,
  ...metricsOperations,
  ...problemOperations,
  ...referenceOperations(() => operations),
];
