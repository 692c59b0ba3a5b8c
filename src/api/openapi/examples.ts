const TIMES = {
  earlier: '2026-11-21T09:55:00.000Z',
  now: '2026-11-21T10:00:00.000Z',
  soon: '2026-11-21T10:05:00.000Z',
  later: '2026-11-21T10:10:00.000Z',
  begins: '2027-01-05T09:00:00.000Z',
  ends: '2027-01-05T11:10:00.000Z',
} as const;
const IDS = {
  user: '0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d',
  session: '0198f0a4-2222-7a57-9d6a-0a3c5a1b2c3d',
  reservation: '0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d',
  key: '0198f0a4-3333-7a57-9d6a-0a3c5a1b2c3d',
  payment: '0198f0a4-4444-7a57-9d6a-0a3c5a1b2c3d',
} as const;
const OPERATOR = { by: 'mina', why: 'the artist is late' };

const user = {
  ...{ id: IDS.user, email: 'fan@example.org', name: 'A fan', status: 'ACTIVE', createdAt: TIMES.earlier },
};
const concert = {
  id: '2',
  title: 'Neon Haenyeo: The Deep Water Tour',
  description: 'Synth pop from Jeju with a full light show.',
  durationMinutes: 130,
  saleOpensAt: TIMES.earlier,
  status: 'ON_SALE',
};
const schedule = {
  ...{ id: '6', concertId: '2', venueId: '2', startsAt: TIMES.begins, endsAt: TIMES.ends },
  ...{ totalSeats: 5140, availableSeats: 5139, status: 'AVAILABLE' },
};
const soldSeat = { id: '251', seatNumber: 'A1', area: 'Floor Front', grade: 'VIP', price: 198_000 };
const hold = {
  reservationId: IDS.reservation,
  scheduleId: '6',
  seats: [{ ...soldSeat, status: 'HELD' }],
  amount: 198_000,
  expiresAt: TIMES.soon,
};
const session = {
  ...{ sessionId: IDS.session, state: 'ADMITTED', concertId: '2' },
  ...{ position: null, ahead: 0, estimatedWaitSeconds: null, pollAfterSeconds: 15, waitingRoomState: null },
  ...{ admittedUntil: TIMES.later, expiresAt: TIMES.later, hold: null, reservationId: null },
};
const reservation = {
  ...{ id: IDS.reservation, status: 'CONFIRMED', scheduleId: '6', concertId: '2', seats: [soldSeat] },
  ...{ amount: 198_000, reservedAt: TIMES.now, expiresAt: TIMES.soon },
  payment: { id: IDS.payment, amount: 198_000, status: 'COMPLETED', createdAt: TIMES.now },
};
const history = [
  { at: TIMES.now, what: 'HELD' },
  { at: TIMES.now, what: 'CONFIRMED', paymentId: IDS.payment, amount: 198_000 },
];

/**
 * An example for each named body and answer. Ids are those of the sample data where it has fixed ones: concert 2, its
 * first date and the first seat of that.
 */
export const EXAMPLES: Readonly<Record<string, unknown>> = {
  NewUser: { email: 'fan@example.org', name: 'A fan' },
  User: user,
  RegisteredUser: { ...user, apiKey: 'fan_6Yb0Qz6sT1xk2mJ4w8uR5vN3cL7dP9hF0aG2eS4iK6o' },
  ApiKeyPage: { items: [{ id: IDS.key, lastFour: 'iK6o', createdAt: TIMES.earlier }], nextCursor: null },
  IssuedApiKey: {
    ...{ id: IDS.key, lastFour: 'iK6o', createdAt: TIMES.earlier },
    apiKey: 'fan_6Yb0Qz6sT1xk2mJ4w8uR5vN3cL7dP9hF0aG2eS4iK6o',
  },
  RevokedApiKeys: { revoked: 2 },
  NewTopUp: { amount: 500_000 },
  TopUp: { id: '1', amount: 500_000, balance: 500_000 },
  Wallet: { balance: 500_000, currency: 'KRW' },
  LedgerEntryPage: {
    items: [{ id: '1', type: 'TOP_UP', amount: 500_000, balanceAfter: 500_000, createdAt: TIMES.now }],
    nextCursor: null,
  },
  Concert: concert,
  ConcertPage: { items: [concert], nextCursor: null },
  SchedulePage: { items: [schedule], nextCursor: null },
  WaitingRoom: { state: 'OPEN', waiting: 0, admitted: 1, admissionsPerMinute: 12, seats: 'AVAILABLE' },
  Draw: {
    algorithm: 'SHA-1(seed:sessionId), first 52 bits, least first',
    saleOpensAt: TIMES.earlier,
    seedHash: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    seed: null,
  },
  Session: session,
  JoinedSession: {
    ...session,
    token: 'AZjwpCIielednQo8Whssr8Ey.3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  },
  SeatMap: { items: [{ ...soldSeat, status: 'AVAILABLE' }], nextCursor: null },
  NewHold: { scheduleId: '6', bestAvailable: { count: 2, grade: 'VIP' } },
  HoldChange: { releaseSeatIds: ['251'] },
  Hold: hold,
  Payment: {
    ...{ paymentId: IDS.payment, reservationId: IDS.reservation, amount: 198_000, balance: 302_000 },
  },
  Reservation: reservation,
  ReservationPage: { items: [reservation], nextCursor: null },
  ReservationWithHistory: { ...reservation, history },
  ReservationForSupport: { ...reservation, history, userId: IDS.user, sessionId: IDS.session },
  NewVenue: {
    ...{ name: 'Riverside Hall', address: 'Seoul', timeZone: 'Asia/Seoul' },
    seats: [{ seatNumber: 'A1', area: 'Hall', seatType: 'R' }],
  },
  CreatedVenue: { id: '3', capacity: 1 },
  NewConcert: {
    ...{ title: 'A quiet night', description: 'Piano, four hands.', durationMinutes: 90 },
    saleOpensAt: '2026-12-01T10:00:00+09:00',
    waitingRoom: { capacity: 50, admissionsPerSecond: 5 },
    holdExtensionSeconds: 120,
  },
  CreatedConcert: { id: '4' },
  NewSchedule: {
    ...{ venueId: '1', startsAt: '2027-02-01T20:00:00+09:00', endsAt: '2027-02-01T21:30:00+09:00' },
    prices: { R: 55_000, S: 44_000 },
  },
  CreatedSchedule: { id: '11', totalSeats: 50 },
  ConcertStats: {
    ...{ concertId: '2', currency: 'KRW', seats: { available: 15_419, held: 0, reserved: 1 } },
    revenue: 198_000,
    reservations: { held: 0, confirmed: 1, expired: 0, canceled: 0 },
  },
  WaitingRoomChange: { paused: true, ...OPERATOR },
  FanOfRoom: { userId: IDS.user, ...OPERATOR },
  WaitingRoomSettings: {
    ...{ concertId: '2', capacity: 500, admissionsPerSecond: 50, paused: true },
    ...{ saleOpensAt: TIMES.earlier, status: 'ON_SALE', soldOut: false, allSeatsHeld: false },
  },
  WaitingRoomFigures: {
    ...{ at: TIMES.now, state: 'OPEN', waiting: 0, silent: 0, admitted: 1, capacity: 500 },
    ...{ admissionsPerSecond: 50, paused: false, admissionsLastMinute: 12 },
    seats: { available: 15_419, held: 0, sold: 1 },
  },
  NewScheduleCancellation: OPERATOR,
  ScheduleCancellationChange: { paused: true, ...OPERATOR },
  ScheduleCancellation: {
    ...{ scheduleId: '6', concertId: '2', state: 'DONE', since: TIMES.now, canceledAt: TIMES.now },
    ...{ total: 1, canceled: 1, refunded: 198_000, left: 0, held: 0 },
    lastActions: [{ at: TIMES.now, ...OPERATOR, what: 'began' }],
  },
  Liveness: { status: 'ok' },
  OpenApiDocument: { openapi: '3.1.1' },
  Readiness: { status: 'ready', checks: { database: true, queue: true, temporal: true } },
};

/** An example of each content type that is no JSON. */
export const TEXT_EXAMPLES = {
  'text/event-stream': `retry: 2000\n\nevent: session\nid: 3\ndata: ${JSON.stringify(session)}\n\n`,
  'text/plain': 'concert_sessions_database_up 1\n',
  'text/html': '<!doctype html><html lang="en"><title>Concert sessions</title>',
  'text/javascript': 'SwaggerUIBundle({});\n',
  'text/css': 'body { margin: 0 }\n',
} as const;
