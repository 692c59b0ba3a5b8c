// Made from openapi.json by `npm run client`: do not edit.

export interface paths {
  '/docs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The reference as a page where each call can be tried */
    get: operations['getReference'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/docs/{file}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A script or style of that page */
    get: operations['getReferenceFile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the process lives, whatever it depends on */
    get: operations['checkLiveness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Metrics for Prometheus: requests, rooms, seats, holds, the engines, this process, and the last reconciliation */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document */
    get: operations['getOpenApi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/problems': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every code that a refusal can have */
    get: operations['listProblems'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/problems/{code}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** When a problem comes up, and the way out */
    get: operations['getProblem'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether requests can be served: 503 with the parts that do not answer, and while the process is about to stop */
    get: operations['checkReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/concerts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Create a concert and its waiting room */
    post: operations['createConcert'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/concerts/{concertId}/schedules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Add a date: every seat of the venue goes on sale for it */
    post: operations['createSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/concerts/{concertId}/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was sold */
    get: operations['getConcertStats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/concerts/{concertId}/waiting-room': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The waiting room at this moment */
    get: operations['getWaitingRoomFigures'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Pause or resume admission, change capacity and rate, close or reopen the sale */
    patch: operations['changeWaitingRoom'];
    trace?: never;
  };
  '/v1/admin/concerts/{concertId}/waiting-room/admissions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Admit one waiting fan out of turn, also while the room is paused, if a slot is free */
    post: operations['admitFan'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/concerts/{concertId}/waiting-room/removals': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End one fan's session, waiting or admitted: what they hold goes back on sale */
    post: operations['removeFan'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/reservations/{reservationId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Any fan's reservation, and what happened to it when */
    get: operations['getReservationForSupport'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/schedules/{scheduleId}/cancellation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far the cancellation of a date is */
    get: operations['getScheduleCancellation'];
    put?: never;
    /** Cancel a date: nothing of it is sold any more, and every reservation is refunded */
    post: operations['cancelSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    /** Stop the cancellation of a date, or resume it; the date stays closed */
    patch: operations['changeScheduleCancellation'];
    trace?: never;
  };
  '/v1/admin/users/{userId}/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A fan's API keys that work, without their secrets */
    get: operations['listApiKeysOfFan'];
    put?: never;
    /** A new API key for a fan who lost theirs; it is shown this once */
    post: operations['issueApiKeyForFan'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/users/{userId}/api-keys/revocation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Revoke all API keys of a fan at once
     * @description Event streams that they opened end. Sessions, holds and reservations stay as they are.
     */
    post: operations['revokeApiKeysOfFan'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/users/{userId}/reservations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A fan's reservations, newest first */
    get: operations['listReservationsOfUser'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/admin/venues': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Create a venue with its seats */
    post: operations['createVenue'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/concerts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All concerts */
    get: operations['listConcerts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/concerts/{concertId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One concert */
    get: operations['getConcert'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/concerts/{concertId}/draw': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How the order of those who came before the sale is drawn: a seed that is fixed before, and published after
     * @description `npm run draw` computes the order anew from the seed.
     */
    get: operations['getDraw'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/concerts/{concertId}/schedules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A concert's dates, with the seats free at this moment
     * @description In the order of their beginning. A schedule is one dated performance.
     */
    get: operations['listSchedules'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/concerts/{concertId}/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Join the line; joining again gives the same session, place and token
     * @description Where slots are free and nobody waits the session is ADMITTED at once, otherwise WAITING with a place in the line. The token in the answer is the `Queue-Token` of all calls under `/v1/session`.
     */
    post: operations['joinConcert'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/concerts/{concertId}/waiting-room': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How full the waiting room is */
    get: operations['getWaitingRoom'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/reservations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Your reservations, newest first */
    get: operations['listReservations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/reservations/{reservationId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One of your reservations, and what happened to it when */
    get: operations['getReservation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/reservations/{reservationId}/cancellation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel before the cut-off: the money goes back to the wallet, the seats on sale
     * @description Cancelling twice is cancelling once.
     */
    post: operations['cancelReservation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schedules/{scheduleId}/seats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The seat map, for admitted sessions of its concert */
    get: operations['getSeatMap'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schedules/{scheduleId}/seats/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The seats of a date as server-sent events: first the status of all, then of those that change; ends with your session
     * @description Instead of asking for the seat map again. The first event is called `seats` and has every seat, each further one is called `change` and has those that are different now. Data is `{scheduleId, items: [{id, status}]}` as JSON; its id goes into `Last-Event-ID` when the client connects again.
     */
    get: operations['streamSeats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Your session: state, place, deadlines and hold; the final state for 24 hours after the end
     * @description Ask again after `pollAfterSeconds`: who waits and is not heard of for long is passed over.
     */
    get: operations['getSession'];
    put?: never;
    post?: never;
    /**
     * Leave: what you hold goes back on sale
     * @description Leaving twice is leaving once.
     */
    delete: operations['leaveSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/session/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Your session as server-sent events: first as it is, then at each change; ends after the end
     * @description Instead of polling. Each event is called `session`, its data is a Session as JSON, and its id goes into `Last-Event-ID` when the client connects again.
     */
    get: operations['streamSession'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/session/hold': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Hold seats: all of them or none; an earlier hold is swapped
     * @description Name the seats, or let the service choose neighbouring ones. A swap that is refused leaves the earlier hold as it was. The hold lasts until its `expiresAt`, then the seats go back on sale.
     */
    put: operations['holdSeats'];
    post?: never;
    /**
     * Let the held seats go and stay admitted
     * @description Letting go twice is letting go once.
     */
    delete: operations['releaseHold'];
    options?: never;
    head?: never;
    /** Let single seats of the hold go; its deadline stays */
    patch: operations['releaseSeats'];
    trace?: never;
  };
  '/v1/session/hold/extension': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Put off the deadline of the hold, once, where the concert allows it */
    post: operations['extendHold'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/session/payment': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Pay for what you hold, once per Idempotency-Key; the session ends as CONFIRMED
     * @description Charges the wallet, makes the seats yours and ends the session, or does nothing of it. The same key gets the first answer again, also after the session has ended.
     */
    post: operations['pay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Register; the API key is shown this once */
    post: operations['registerUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who you are */
    get: operations['getMe'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/me/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Your API keys that work, without their secrets */
    get: operations['listApiKeys'];
    put?: never;
    /** One more API key, at most 5; it is shown this once */
    post: operations['issueApiKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/me/api-keys/{keyId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke an API key at once; your last one cannot be revoked
     * @description Event streams that it opened end: open them again with another key.
     */
    delete: operations['revokeApiKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallet': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The balance of your wallet */
    get: operations['getWallet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallet/entries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Your ledger, newest first
     * @description Every change of the balance: top-ups, charges and refunds. Entries are never changed or deleted.
     */
    get: operations['listLedgerEntries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/wallet/top-ups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Put money into your wallet, once per Idempotency-Key
     * @description The same key with the same amount gets the first answer again and credits nothing.
     */
    post: operations['topUpWallet'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    ApiKeyPage: {
      items: {
        /** Format: date-time */
        createdAt: string;
        /** Format: uuid */
        id: string;
        /** @description Its last four characters, by which its owner knows it; null for keys from before they were kept */
        lastFour: string | null;
      }[];
      nextCursor: null;
    };
    Concert: {
      description: string;
      durationMinutes: number;
      id: string;
      /** Format: date-time */
      saleOpensAt: string;
      /** @enum {string} */
      status: 'ON_SALE' | 'CLOSED';
      title: string;
    };
    ConcertPage: {
      items: components['schemas']['Concert'][];
      /** @description `cursor` of the next page; null on the last one */
      nextCursor: string | null;
    };
    ConcertStats: {
      concertId: string;
      currency: string;
      reservations: {
        canceled: number;
        confirmed: number;
        expired: number;
        held: number;
      };
      /** @description Minor units of the currency */
      revenue: number;
      seats: {
        available: number;
        held: number;
        reserved: number;
      };
    };
    CreatedConcert: {
      id: string;
    };
    CreatedSchedule: {
      id: string;
      totalSeats: number;
    };
    CreatedVenue: {
      capacity: number;
      id: string;
    };
    Draw: {
      algorithm: string;
      /** Format: date-time */
      saleOpensAt: string;
      /** @description 64 hexadecimal digits; null until the sale has opened */
      seed: string | null;
      /** @description SHA-256 of the seed, as hexadecimal digits of the text of the seed */
      seedHash: string;
    };
    FanOfRoom: {
      /**
       * @description Who acts, by a name of the operators' own choice
       * @default admin-api
       */
      by?: string & (unknown & unknown);
      /** Format: uuid */
      userId: string;
      /**
       * @description Kept in the history: it must not carry personal data
       * @default no reason given
       */
      why?: string;
    };
    Hold: {
      /** @description Minor units of the currency */
      amount: number;
      /**
       * Format: date-time
       * @description Until when it can be paid for
       */
      expiresAt: string;
      /** Format: uuid */
      reservationId: string;
      scheduleId: string;
      seats: components['schemas']['Seat'][];
    };
    HoldChange: {
      releaseSeatIds: string[];
    };
    IssuedApiKey: {
      apiKey: string;
      /** Format: date-time */
      createdAt: string;
      /** Format: uuid */
      id: string;
      lastFour: string;
    };
    JoinedSession: {
      /** @description Until when seats can be held; null before admission */
      admittedUntil: string | null;
      /** @description Fans before you in the line */
      ahead: number;
      concertId: string;
      /** @description Seconds, from measured admissions; null where it is not known */
      estimatedWaitSeconds: number | null;
      /**
       * Format: date-time
       * @description When the session ends if nothing more happens; when it ended, once it has
       */
      expiresAt: string;
      hold: components['schemas']['Hold'] | null;
      /** @description Seconds until it is worth asking again */
      pollAfterSeconds: number;
      /** @description Place in the line, from 1; null while there is none */
      position: number | null;
      /** @description What was bought; null unless the state is CONFIRMED */
      reservationId: string | null;
      /** Format: uuid */
      sessionId: string;
      /** @enum {string} */
      state: 'WAITING' | 'ADMITTED' | 'HOLDING' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'LEFT' | 'SOLD_OUT';
      /** @description Send it as `Queue-Token`: joining again gives the same one */
      token: string;
      /** @description While the session waits; null afterwards, and where it is not known */
      waitingRoomState: ('PRE_SALE' | 'OPEN' | 'PAUSED' | 'SOLD_OUT' | 'CLOSED') | null;
    };
    LedgerEntry: {
      /** @description Minor units of the currency; a charge is negative */
      amount: number;
      /** @description Minor units of the currency */
      balanceAfter: number;
      /** Format: date-time */
      createdAt: string;
      id: string;
      /** @enum {string} */
      type: 'TOP_UP' | 'CHARGE' | 'REFUND';
    };
    LedgerEntryPage: {
      items: components['schemas']['LedgerEntry'][];
      /** @description `cursor` of the next page; null on the last one */
      nextCursor: string | null;
    };
    Liveness: {
      /** @constant */
      status: 'ok';
    };
    NewConcert: {
      description: string;
      durationMinutes: number;
      /**
       * @description By how much a fan may put off the deadline of a hold, once; 0: not at all
       * @default 0
       */
      holdExtensionSeconds?: number;
      /** Format: date-time */
      saleOpensAt: string;
      title: string;
      waitingRoom: {
        admissionsPerSecond: number;
        /** @description Sessions that may be admitted at once */
        capacity: number;
      };
    };
    NewHold: {
      bestAvailable?: {
        count: number;
        grade?: string;
      };
      scheduleId: string;
      seatIds?: string[];
    } & (unknown | unknown);
    NewSchedule: {
      /** Format: date-time */
      endsAt: string;
      /** @description A price for each seat type of the venue, in minor units of the currency */
      prices: {
        [key: string]: number;
      };
      /** Format: date-time */
      startsAt: string;
      venueId: string;
    };
    /** @default {} */
    NewScheduleCancellation: {
      /**
       * @description Who acts, by a name of the operators' own choice
       * @default admin-api
       */
      by?: string & (unknown & unknown);
      /**
       * @description Kept in the history: it must not carry personal data
       * @default no reason given
       */
      why?: string;
    };
    NewTopUp: {
      /** @description Minor units of the currency */
      amount: number;
    };
    NewUser: {
      /** Format: email */
      email: string;
      name: string;
    };
    NewVenue: {
      address: string;
      name: string;
      seats: {
        area: string;
        seatNumber: string;
        seatType: string;
      }[];
      timeZone: string;
    };
    OpenApiDocument: {
      openapi: string;
    } & {
      [key: string]: unknown;
    };
    Payment: {
      /** @description Minor units of the currency */
      amount: number;
      /** @description Minor units of the currency */
      balance: number;
      /** Format: uuid */
      paymentId: string;
      /** Format: uuid */
      reservationId: string;
    };
    Problem: {
      /** @description INSUFFICIENT_BALANCE: what the wallet holds, in minor units */
      balance?: number;
      /** @description Readiness: whether each part that requests need answers */
      checks?: {
        [key: string]: boolean;
      };
      /**
       * @description Stable: what a program tells problems apart by
       * @enum {string}
       */
      code:
        | 'VALIDATION_FAILED'
        | 'UNAUTHENTICATED'
        | 'QUEUE_TOKEN_INVALID'
        | 'QUEUE_TOKEN_EXPIRED'
        | 'INSUFFICIENT_BALANCE'
        | 'NOT_ADMITTED'
        | 'FORBIDDEN'
        | 'ROUTE_NOT_FOUND'
        | 'CONCERT_NOT_FOUND'
        | 'SCHEDULE_NOT_FOUND'
        | 'SEAT_NOT_FOUND'
        | 'RESERVATION_NOT_FOUND'
        | 'USER_NOT_FOUND'
        | 'API_KEY_NOT_FOUND'
        | 'VENUE_NOT_FOUND'
        | 'METHOD_NOT_ALLOWED'
        | 'SEAT_HELD'
        | 'SEAT_RESERVED'
        | 'INVALID_TRANSITION'
        | 'SEAT_LIMIT_EXCEEDED'
        | 'EMAIL_TAKEN'
        | 'IDEMPOTENCY_KEY_IN_USE'
        | 'HOLD_EXPIRED'
        | 'SOLD_OUT'
        | 'PAYLOAD_TOO_LARGE'
        | 'IDEMPOTENCY_KEY_REUSED'
        | 'RATE_LIMITED'
        | 'INTERNAL'
        | 'DEPENDENCY_UNAVAILABLE'
        | 'OVERLOADED';
      /** @description What to do next */
      detail: string;
      /** @description Readiness: the process is about to stop */
      draining?: boolean;
      /** @description VALIDATION_FAILED: what is wrong, field by field */
      errors?: {
        /** @description What it must be */
        detail: string;
        /** @description JSON pointer to the field: `/amount` in the body, `/query/limit`, `/headers/Idempotency-Key` */
        pointer: string;
      }[];
      /**
       * Format: date-time
       * @description Until when the hold can be paid for, or could be
       */
      expiresAt?: string;
      /**
       * Format: uri-reference
       * @description The path of the request
       */
      instance: string;
      /**
       * @description RATE_LIMITED: the limit that is used up
       * @enum {string}
       */
      limit?: 'address' | 'user' | 'join' | 'hold';
      /** @description SEAT_LIMIT_EXCEEDED: seats one fan may have for the concert */
      maxSeats?: number;
      /** @description Readiness: the parts that do not answer */
      missing?: string[];
      /** @description NOT_ADMITTED: seconds until it is worth asking again */
      pollAfterSeconds?: number;
      /** @description As in `X-Request-Id`; tell it to the operator */
      requestId: string;
      /** @description INSUFFICIENT_BALANCE: the price of the hold, in minor units */
      requiredAmount?: number;
      /** @description Seconds, as in `Retry-After` */
      retryAfter?: number;
      /** @description The seats that caused the refusal, where single seats did */
      seatIds?: string[];
      /** @description The HTTP status */
      status: number;
      /** @description The same for every problem with this code */
      title: string;
      /**
       * Format: uri-reference
       * @description A page that explains the code
       */
      type: string;
    };
    Readiness: {
      checks: {
        [key: string]: boolean;
      };
      /** @constant */
      status: 'ready';
    };
    RegisteredUser: {
      /** @description Shown this once: only its hash is kept */
      apiKey: string;
      /** Format: date-time */
      createdAt: string;
      /** Format: email */
      email: string;
      /** Format: uuid */
      id: string;
      name: string;
      /** @enum {string} */
      status: 'ACTIVE' | 'SUSPENDED';
    };
    Reservation: {
      /** @description Minor units of the currency */
      amount: number;
      concertId: string;
      /** Format: date-time */
      expiresAt: string;
      /** Format: uuid */
      id: string;
      payment: {
        /** @description Minor units of the currency */
        amount: number;
        /** Format: date-time */
        createdAt: string;
        /** Format: uuid */
        id: string;
        /** @enum {string} */
        status: 'PENDING' | 'COMPLETED' | 'FAILED' | 'CANCELED';
      } | null;
      /** Format: date-time */
      reservedAt: string;
      scheduleId: string;
      seats: components['schemas']['SoldSeat'][];
      /** @enum {string} */
      status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
    };
    ReservationForSupport: {
      /** @description Minor units of the currency */
      amount: number;
      concertId: string;
      /** Format: date-time */
      expiresAt: string;
      history: (
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            what: 'HELD';
          }
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            what: 'EXTENDED';
          }
        | {
            /** @description Minor units of the currency */
            amount: number;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            paymentId: string;
            /** @constant */
            what: 'CONFIRMED';
          }
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            what: 'EXPIRED';
          }
        | {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            cause: 'SWAPPED' | 'RELEASED' | 'LEFT' | 'REMOVED' | 'CANCELED_BY_FAN' | 'DATE_CANCELED';
            /** @constant */
            what: 'CANCELED';
          }
        | {
            /** @description Minor units of the currency */
            amount: number;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            paymentId: string;
            /** @constant */
            what: 'REFUNDED';
          }
      )[];
      /** Format: uuid */
      id: string;
      payment: {
        /** @description Minor units of the currency */
        amount: number;
        /** Format: date-time */
        createdAt: string;
        /** Format: uuid */
        id: string;
        /** @enum {string} */
        status: 'PENDING' | 'COMPLETED' | 'FAILED' | 'CANCELED';
      } | null;
      /** Format: date-time */
      reservedAt: string;
      scheduleId: string;
      seats: components['schemas']['SoldSeat'][];
      /** Format: uuid */
      sessionId: string;
      /** @enum {string} */
      status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
      /** Format: uuid */
      userId: string;
    };
    ReservationPage: {
      items: components['schemas']['Reservation'][];
      /** @description `cursor` of the next page; null on the last one */
      nextCursor: string | null;
    };
    ReservationWithHistory: {
      /** @description Minor units of the currency */
      amount: number;
      concertId: string;
      /** Format: date-time */
      expiresAt: string;
      history: (
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            what: 'HELD';
          }
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            what: 'EXTENDED';
          }
        | {
            /** @description Minor units of the currency */
            amount: number;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            paymentId: string;
            /** @constant */
            what: 'CONFIRMED';
          }
        | {
            /** Format: date-time */
            at: string;
            /** @constant */
            what: 'EXPIRED';
          }
        | {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            cause: 'SWAPPED' | 'RELEASED' | 'LEFT' | 'REMOVED' | 'CANCELED_BY_FAN' | 'DATE_CANCELED';
            /** @constant */
            what: 'CANCELED';
          }
        | {
            /** @description Minor units of the currency */
            amount: number;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            paymentId: string;
            /** @constant */
            what: 'REFUNDED';
          }
      )[];
      /** Format: uuid */
      id: string;
      payment: {
        /** @description Minor units of the currency */
        amount: number;
        /** Format: date-time */
        createdAt: string;
        /** Format: uuid */
        id: string;
        /** @enum {string} */
        status: 'PENDING' | 'COMPLETED' | 'FAILED' | 'CANCELED';
      } | null;
      /** Format: date-time */
      reservedAt: string;
      scheduleId: string;
      seats: components['schemas']['SoldSeat'][];
      /** @enum {string} */
      status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
    };
    RevokedApiKeys: {
      revoked: number;
    };
    Schedule: {
      availableSeats: number;
      concertId: string;
      /** Format: date-time */
      endsAt: string;
      id: string;
      /** Format: date-time */
      startsAt: string;
      /** @enum {string} */
      status: 'AVAILABLE' | 'SOLD_OUT' | 'CANCELED';
      totalSeats: number;
      venueId: string;
    };
    ScheduleCancellation: {
      canceled: number;
      /** @description Since when nothing of this date can be held or paid for; null while it is being closed */
      canceledAt: string | null;
      concertId: string;
      /** @description Holds that have yet to run out; they cannot be paid for */
      held: number;
      lastActions: {
        /** Format: date-time */
        at: string;
        by: string;
        what: string;
        why: string;
      }[];
      /** @description Confirmed reservations still to be cancelled */
      left: number;
      /** @description Minor units of the currency */
      refunded: number;
      scheduleId: string;
      /** @description Since when it is in this state, where that is known */
      since: string | null;
      /**
       * @description STOPPED: the workflow was ended from outside with something left; POST begins it again
       * @enum {string}
       */
      state: 'CLOSING' | 'CANCELING' | 'WAITING_FOR_HOLDS' | 'PAUSED' | 'DONE' | 'STOPPED';
      total: number;
    };
    ScheduleCancellationChange: {
      /**
       * @description Who acts, by a name of the operators' own choice
       * @default admin-api
       */
      by?: string & (unknown & unknown);
      paused: boolean;
      /**
       * @description Kept in the history: it must not carry personal data
       * @default no reason given
       */
      why?: string;
    };
    SchedulePage: {
      items: components['schemas']['Schedule'][];
      /** @description `cursor` of the next page; null on the last one */
      nextCursor: string | null;
    };
    Seat: {
      area: string;
      /** @description What the price follows from */
      grade: string;
      id: string;
      /** @description Minor units of the currency */
      price: number;
      /** @description Unique in its venue */
      seatNumber: string;
      /** @enum {string} */
      status: 'AVAILABLE' | 'HELD' | 'RESERVED';
    };
    SeatMap: {
      items: components['schemas']['Seat'][];
      /** @description `cursor` of the next page; null on the last one */
      nextCursor: string | null;
    };
    Session: {
      /** @description Until when seats can be held; null before admission */
      admittedUntil: string | null;
      /** @description Fans before you in the line */
      ahead: number;
      concertId: string;
      /** @description Seconds, from measured admissions; null where it is not known */
      estimatedWaitSeconds: number | null;
      /**
       * Format: date-time
       * @description When the session ends if nothing more happens; when it ended, once it has
       */
      expiresAt: string;
      hold: components['schemas']['Hold'] | null;
      /** @description Seconds until it is worth asking again */
      pollAfterSeconds: number;
      /** @description Place in the line, from 1; null while there is none */
      position: number | null;
      /** @description What was bought; null unless the state is CONFIRMED */
      reservationId: string | null;
      /** Format: uuid */
      sessionId: string;
      /** @enum {string} */
      state: 'WAITING' | 'ADMITTED' | 'HOLDING' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'LEFT' | 'SOLD_OUT';
      /** @description While the session waits; null afterwards, and where it is not known */
      waitingRoomState: ('PRE_SALE' | 'OPEN' | 'PAUSED' | 'SOLD_OUT' | 'CLOSED') | null;
    };
    SoldSeat: {
      area: string;
      /** @description What the price follows from */
      grade: string;
      id: string;
      /** @description Minor units of the currency */
      price: number;
      /** @description Unique in its venue */
      seatNumber: string;
    };
    TopUp: {
      /** @description Minor units of the currency */
      amount: number;
      /** @description Minor units of the currency */
      balance: number;
      id: string;
    };
    User: {
      /** Format: date-time */
      createdAt: string;
      /** Format: email */
      email: string;
      /** Format: uuid */
      id: string;
      name: string;
      /** @enum {string} */
      status: 'ACTIVE' | 'SUSPENDED';
    };
    WaitingRoom: {
      /** @description Measured over the last minute */
      admissionsPerMinute: number;
      /** @description Sessions that are admitted and not over */
      admitted: number;
      /**
       * @description HELD: none is available and some are being bought, so they may come back
       * @enum {string}
       */
      seats: 'AVAILABLE' | 'HELD' | 'SOLD_OUT';
      /** @enum {string} */
      state: 'PRE_SALE' | 'OPEN' | 'PAUSED' | 'SOLD_OUT' | 'CLOSED';
      /** @description Fans in the line who are there */
      waiting: number;
    };
    WaitingRoomChange:
      | {
          admissionsPerSecond?: number;
          /**
           * @description Who acts, by a name of the operators' own choice
           * @default admin-api
           */
          by?: string & (unknown & unknown);
          /** @description Sessions that may be admitted at once */
          capacity?: number;
          /** @description Nobody can join, those who wait are let go, those who are admitted finish */
          closed?: boolean;
          paused?: boolean;
          /**
           * @description Kept in the history: it must not carry personal data
           * @default no reason given
           */
          why?: string;
        }
      | unknown
      | unknown
      | unknown
      | unknown;
    WaitingRoomFigures: {
      admissionsLastMinute: number;
      admissionsPerSecond: number;
      admitted: number;
      /** Format: date-time */
      at: string;
      capacity: number;
      paused: boolean;
      seats: {
        available: number;
        held: number;
        sold: number;
      };
      /** @description Fans who wait and have not been heard of lately: passed over, not counted in waiting */
      silent: number;
      /** @enum {string} */
      state: 'PRE_SALE' | 'OPEN' | 'PAUSED' | 'SOLD_OUT' | 'CLOSED';
      waiting: number;
    };
    WaitingRoomSettings: {
      admissionsPerSecond: number;
      allSeatsHeld: boolean;
      capacity: number;
      concertId: string;
      paused: boolean;
      /** Format: date-time */
      saleOpensAt: string;
      soldOut: boolean;
      /** @enum {string} */
      status: 'ON_SALE' | 'CLOSED';
    };
    Wallet: {
      /** @description Minor units of the currency */
      balance: number;
      /** @description ISO 4217 */
      currency: string;
    };
  };
  responses: {
    /**
     * @description One of these codes:
     *     - [`DEPENDENCY_UNAVAILABLE`](/problems/dependency-unavailable): A part of the service does not answer
     */
    DEPENDENCY_UNAVAILABLE: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'Retry-After': components['headers']['RetryAfter'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'DEPENDENCY_UNAVAILABLE';
          /** @constant */
          status: 503;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`DEPENDENCY_UNAVAILABLE`](/problems/dependency-unavailable): A part of the service does not answer
     *     - [`OVERLOADED`](/problems/overloaded): The service is busy
     */
    'DEPENDENCY_UNAVAILABLE.OVERLOADED': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'Retry-After': components['headers']['RetryAfter'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'DEPENDENCY_UNAVAILABLE' | 'OVERLOADED';
          /** @constant */
          status: 503;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`EMAIL_TAKEN`](/problems/email-taken): The e-mail address is registered already
     */
    EMAIL_TAKEN: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'EMAIL_TAKEN';
          /** @constant */
          status: 409;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`FORBIDDEN`](/problems/forbidden): This key may not do that
     */
    FORBIDDEN: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'FORBIDDEN';
          /** @constant */
          status: 403;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`HOLD_EXPIRED`](/problems/hold-expired): The hold ran out
     */
    HOLD_EXPIRED: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'HOLD_EXPIRED';
          /** @constant */
          status: 410;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`IDEMPOTENCY_KEY_REUSED`](/problems/idempotency-key-reused): This Idempotency-Key was used with another request
     */
    IDEMPOTENCY_KEY_REUSED: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'IDEMPOTENCY_KEY_REUSED';
          /** @constant */
          status: 422;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`INSUFFICIENT_BALANCE`](/problems/insufficient-balance): The wallet balance is too low
     */
    INSUFFICIENT_BALANCE: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'INSUFFICIENT_BALANCE';
          /** @constant */
          status: 402;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`INTERNAL`](/problems/internal): Something went wrong on our side
     */
    INTERNAL: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'INTERNAL';
          /** @constant */
          status: 500;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`INVALID_TRANSITION`](/problems/invalid-transition): That is not possible in the present state
     */
    INVALID_TRANSITION: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'INVALID_TRANSITION';
          /** @constant */
          status: 409;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`INVALID_TRANSITION`](/problems/invalid-transition): That is not possible in the present state
     *     - [`IDEMPOTENCY_KEY_IN_USE`](/problems/idempotency-key-in-use): A request with this Idempotency-Key is in progress
     */
    'INVALID_TRANSITION.IDEMPOTENCY_KEY_IN_USE': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'Retry-After': components['headers']['RetryAfterWhereKnown'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'INVALID_TRANSITION' | 'IDEMPOTENCY_KEY_IN_USE';
          /** @constant */
          status: 409;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`NOT_ADMITTED`](/problems/not-admitted): The session is not admitted
     *     - [`FORBIDDEN`](/problems/forbidden): This key may not do that
     */
    'NOT_ADMITTED.FORBIDDEN': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'NOT_ADMITTED' | 'FORBIDDEN';
          /** @constant */
          status: 403;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`PAYLOAD_TOO_LARGE`](/problems/payload-too-large): The request body is too large
     */
    PAYLOAD_TOO_LARGE: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'PAYLOAD_TOO_LARGE';
          /** @constant */
          status: 413;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`RATE_LIMITED`](/problems/rate-limited): Too many requests
     */
    RATE_LIMITED: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'Retry-After': components['headers']['RetryAfter'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'RATE_LIMITED';
          /** @constant */
          status: 429;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`ROUTE_NOT_FOUND`](/problems/route-not-found): There is no such resource
     */
    ROUTE_NOT_FOUND: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'ROUTE_NOT_FOUND';
          /** @constant */
          status: 404;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`ROUTE_NOT_FOUND`](/problems/route-not-found): There is no such resource
     *     - [`API_KEY_NOT_FOUND`](/problems/api-key-not-found): There is no such API key
     */
    'ROUTE_NOT_FOUND.API_KEY_NOT_FOUND': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'ROUTE_NOT_FOUND' | 'API_KEY_NOT_FOUND';
          /** @constant */
          status: 404;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`ROUTE_NOT_FOUND`](/problems/route-not-found): There is no such resource
     *     - [`CONCERT_NOT_FOUND`](/problems/concert-not-found): There is no such concert
     */
    'ROUTE_NOT_FOUND.CONCERT_NOT_FOUND': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'ROUTE_NOT_FOUND' | 'CONCERT_NOT_FOUND';
          /** @constant */
          status: 404;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`ROUTE_NOT_FOUND`](/problems/route-not-found): There is no such resource
     *     - [`CONCERT_NOT_FOUND`](/problems/concert-not-found): There is no such concert
     *     - [`VENUE_NOT_FOUND`](/problems/venue-not-found): There is no such venue
     */
    'ROUTE_NOT_FOUND.CONCERT_NOT_FOUND.VENUE_NOT_FOUND': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'ROUTE_NOT_FOUND' | 'CONCERT_NOT_FOUND' | 'VENUE_NOT_FOUND';
          /** @constant */
          status: 404;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`ROUTE_NOT_FOUND`](/problems/route-not-found): There is no such resource
     *     - [`RESERVATION_NOT_FOUND`](/problems/reservation-not-found): There is no such reservation
     */
    'ROUTE_NOT_FOUND.RESERVATION_NOT_FOUND': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'ROUTE_NOT_FOUND' | 'RESERVATION_NOT_FOUND';
          /** @constant */
          status: 404;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`ROUTE_NOT_FOUND`](/problems/route-not-found): There is no such resource
     *     - [`SCHEDULE_NOT_FOUND`](/problems/schedule-not-found): There is no such schedule
     */
    'ROUTE_NOT_FOUND.SCHEDULE_NOT_FOUND': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'ROUTE_NOT_FOUND' | 'SCHEDULE_NOT_FOUND';
          /** @constant */
          status: 404;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`ROUTE_NOT_FOUND`](/problems/route-not-found): There is no such resource
     *     - [`USER_NOT_FOUND`](/problems/user-not-found): There is no such user
     */
    'ROUTE_NOT_FOUND.USER_NOT_FOUND': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'ROUTE_NOT_FOUND' | 'USER_NOT_FOUND';
          /** @constant */
          status: 404;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`SCHEDULE_NOT_FOUND`](/problems/schedule-not-found): There is no such schedule
     *     - [`SEAT_NOT_FOUND`](/problems/seat-not-found): There is no such seat in this schedule
     */
    'SCHEDULE_NOT_FOUND.SEAT_NOT_FOUND': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'SCHEDULE_NOT_FOUND' | 'SEAT_NOT_FOUND';
          /** @constant */
          status: 404;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`SEAT_HELD`](/problems/seat-held): Another fan is buying the seat
     *     - [`SEAT_RESERVED`](/problems/seat-reserved): The seat is sold
     *     - [`INVALID_TRANSITION`](/problems/invalid-transition): That is not possible in the present state
     *     - [`SEAT_LIMIT_EXCEEDED`](/problems/seat-limit-exceeded): More seats than one fan may have
     */
    'SEAT_HELD.SEAT_RESERVED.INVALID_TRANSITION.SEAT_LIMIT_EXCEEDED': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'SEAT_HELD' | 'SEAT_RESERVED' | 'INVALID_TRANSITION' | 'SEAT_LIMIT_EXCEEDED';
          /** @constant */
          status: 409;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`SEAT_NOT_FOUND`](/problems/seat-not-found): There is no such seat in this schedule
     */
    SEAT_NOT_FOUND: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'SEAT_NOT_FOUND';
          /** @constant */
          status: 404;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`SOLD_OUT`](/problems/sold-out): The concert is sold out
     */
    SOLD_OUT: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'SOLD_OUT';
          /** @constant */
          status: 410;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`UNAUTHENTICATED`](/problems/unauthenticated): The API key is missing or unknown
     */
    UNAUTHENTICATED: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'WWW-Authenticate': components['headers']['Authenticate'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'UNAUTHENTICATED';
          /** @constant */
          status: 401;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`UNAUTHENTICATED`](/problems/unauthenticated): The API key is missing or unknown
     *     - [`QUEUE_TOKEN_INVALID`](/problems/queue-token-invalid): The queue token is missing, malformed or not yours
     *     - [`QUEUE_TOKEN_EXPIRED`](/problems/queue-token-expired): The session of this queue token has ended
     */
    'UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED': {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'WWW-Authenticate': components['headers']['Authenticate'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'UNAUTHENTICATED' | 'QUEUE_TOKEN_INVALID' | 'QUEUE_TOKEN_EXPIRED';
          /** @constant */
          status: 401;
        };
      };
    };
    /**
     * @description One of these codes:
     *     - [`VALIDATION_FAILED`](/problems/validation-failed): The request is not valid
     */
    VALIDATION_FAILED: {
      headers: {
        'Cache-Control': components['headers']['CacheControl'];
        RateLimit: components['headers']['RateLimit'];
        'RateLimit-Policy': components['headers']['RateLimitPolicy'];
        'X-Request-Id': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {unknown} */
          code: 'VALIDATION_FAILED';
          /** @constant */
          status: 400;
        };
      };
    };
  };
  parameters: {
    /**
     * @description New for each thing you want done once, a UUID is good; the same to repeat a request whose answer was lost. Kept for a day.
     * @example 3f1f2a52-7c8e-4f34-9a64-1f0b4be9c0de
     */
    IdempotencyKey: string;
    /** @description The `ETag` of the answer you have: 304 while nothing has changed */
    IfNoneMatch: string;
    /** @description The id of the last event you got: what you know is not sent again */
    LastEventId: string;
    /** @description An id of your own for the request, 1 to 128 letters, digits, dots, dashes and underscores; any other is replaced by a new one */
    RequestId: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description What is missing: the API key (`Bearer`) or the `Queue-Token`.
     * @example Bearer
     */
    Authenticate: 'Bearer' | 'Queue-Token';
    /**
     * @description Whether and how long the answer may be kept.
     * @example no-store
     */
    CacheControl: string;
    /**
     * @description Send it back as `If-None-Match`: while nothing has changed the answer is 304, without a body.
     * @example W/"6-41"
     */
    ETag: string;
    /**
     * @description `true`: this is the answer of the first request with this Idempotency-Key.
     * @example true
     */
    IdempotencyReplayed: 'true';
    /**
     * @description What is left of the limit, and in how many seconds it is whole again (draft-ietf-httpapi-ratelimit-headers).
     * @example "user";r=59;t=42
     */
    RateLimit: string;
    /**
     * @description The limit itself: how many requests in how many seconds.
     * @example "user";q=60;w=60
     */
    RateLimitPolicy: string;
    /**
     * @description The id of the request: the one you sent, where it was sane, or a new one.
     * @example 0198f0a4-5c1e-4a57-9d6a-0a3c5a1b2c3d
     */
    RequestId: string;
    /**
     * @description Seconds to wait before the request is sent again.
     * @example 1
     */
    RetryAfter: number;
    /**
     * @description Seconds to wait before the request is sent again, where waiting helps.
     * @example 1
     */
    RetryAfterWhereKnown: number;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getReference: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /** @example <!doctype html><html lang="en"><title>Concert sessions</title> */
          'text/html': string;
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
    };
  };
  getReferenceFile: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the answer you have: 304 while nothing has changed */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path: {
        /**
         * @description A file of the page
         * @example page.js
         */
        file: 'page.js' | 'swagger-ui-bundle.js' | 'swagger-ui.css';
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /** @example body { margin: 0 } */
          'text/css': string;
          /** @example SwaggerUIBundle({}); */
          'text/javascript': string;
        };
      };
      /** @description Nothing has changed: go on with what you have */
      304: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      404: components['responses']['ROUTE_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
    };
  };
  checkLiveness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "status": "ok"
           *     }
           */
          'application/json': components['schemas']['Liveness'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      500: components['responses']['INTERNAL'];
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /** @example concert_sessions_database_up 1 */
          'text/plain': string;
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      500: components['responses']['INTERNAL'];
    };
  };
  getOpenApi: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the answer you have: 304 while nothing has changed */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "openapi": "3.1.1"
           *     }
           */
          'application/json': components['schemas']['OpenApiDocument'];
        };
      };
      /** @description Nothing has changed: go on with what you have */
      304: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
    };
  };
  listProblems: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /** @example <!doctype html><html lang="en"><title>Concert sessions</title> */
          'text/html': string;
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
    };
  };
  getProblem: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The code of the problem in lower case, with hyphens
         * @example seat-held
         */
        code: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /** @example <!doctype html><html lang="en"><title>Concert sessions</title> */
          'text/html': string;
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      404: components['responses']['ROUTE_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
    };
  };
  checkReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "status": "ready",
           *       "checks": {
           *         "database": true,
           *         "queue": true,
           *         "temporal": true
           *       }
           *     }
           */
          'application/json': components['schemas']['Readiness'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  createConcert: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "title": "A quiet night",
         *       "description": "Piano, four hands.",
         *       "durationMinutes": 90,
         *       "saleOpensAt": "2026-12-01T10:00:00+09:00",
         *       "waitingRoom": {
         *         "capacity": 50,
         *         "admissionsPerSecond": 5
         *       },
         *       "holdExtensionSeconds": 120
         *     }
         */
        'application/json': components['schemas']['NewConcert'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "4"
           *     }
           */
          'application/json': components['schemas']['CreatedConcert'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  createSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "venueId": "1",
         *       "startsAt": "2027-02-01T20:00:00+09:00",
         *       "endsAt": "2027-02-01T21:30:00+09:00",
         *       "prices": {
         *         "R": 55000,
         *         "S": 44000
         *       }
         *     }
         */
        'application/json': components['schemas']['NewSchedule'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "11",
           *       "totalSeats": 50
           *     }
           */
          'application/json': components['schemas']['CreatedSchedule'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND.VENUE_NOT_FOUND'];
      409: components['responses']['INVALID_TRANSITION'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  getConcertStats: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "concertId": "2",
           *       "currency": "KRW",
           *       "seats": {
           *         "available": 15419,
           *         "held": 0,
           *         "reserved": 1
           *       },
           *       "revenue": 198000,
           *       "reservations": {
           *         "held": 0,
           *         "confirmed": 1,
           *         "expired": 0,
           *         "canceled": 0
           *       }
           *     }
           */
          'application/json': components['schemas']['ConcertStats'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  getWaitingRoomFigures: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "at": "2026-11-21T10:00:00.000Z",
           *       "state": "OPEN",
           *       "waiting": 0,
           *       "silent": 0,
           *       "admitted": 1,
           *       "capacity": 500,
           *       "admissionsPerSecond": 50,
           *       "paused": false,
           *       "admissionsLastMinute": 12,
           *       "seats": {
           *         "available": 15419,
           *         "held": 0,
           *         "sold": 1
           *       }
           *     }
           */
          'application/json': components['schemas']['WaitingRoomFigures'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  changeWaitingRoom: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "paused": true,
         *       "by": "mina",
         *       "why": "the artist is late"
         *     }
         */
        'application/json': components['schemas']['WaitingRoomChange'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "concertId": "2",
           *       "capacity": 500,
           *       "admissionsPerSecond": 50,
           *       "paused": true,
           *       "saleOpensAt": "2026-11-21T09:55:00.000Z",
           *       "status": "ON_SALE",
           *       "soldOut": false,
           *       "allSeatsHeld": false
           *     }
           */
          'application/json': components['schemas']['WaitingRoomSettings'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  admitFan: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "userId": "0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d",
         *       "by": "mina",
         *       "why": "the artist is late"
         *     }
         */
        'application/json': components['schemas']['FanOfRoom'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "at": "2026-11-21T10:00:00.000Z",
           *       "state": "OPEN",
           *       "waiting": 0,
           *       "silent": 0,
           *       "admitted": 1,
           *       "capacity": 500,
           *       "admissionsPerSecond": 50,
           *       "paused": false,
           *       "admissionsLastMinute": 12,
           *       "seats": {
           *         "available": 15419,
           *         "held": 0,
           *         "sold": 1
           *       }
           *     }
           */
          'application/json': components['schemas']['WaitingRoomFigures'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      409: components['responses']['INVALID_TRANSITION'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  removeFan: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "userId": "0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d",
         *       "by": "mina",
         *       "why": "the artist is late"
         *     }
         */
        'application/json': components['schemas']['FanOfRoom'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "at": "2026-11-21T10:00:00.000Z",
           *       "state": "OPEN",
           *       "waiting": 0,
           *       "silent": 0,
           *       "admitted": 1,
           *       "capacity": 500,
           *       "admissionsPerSecond": 50,
           *       "paused": false,
           *       "admissionsLastMinute": 12,
           *       "seats": {
           *         "available": 15419,
           *         "held": 0,
           *         "sold": 1
           *       }
           *     }
           */
          'application/json': components['schemas']['WaitingRoomFigures'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      409: components['responses']['INVALID_TRANSITION'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  getReservationForSupport: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As the hold and GET /v1/reservations show it
         * @example 0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d
         */
        reservationId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d",
           *       "status": "CONFIRMED",
           *       "scheduleId": "6",
           *       "concertId": "2",
           *       "seats": [
           *         {
           *           "id": "251",
           *           "seatNumber": "A1",
           *           "area": "Floor Front",
           *           "grade": "VIP",
           *           "price": 198000
           *         }
           *       ],
           *       "amount": 198000,
           *       "reservedAt": "2026-11-21T10:00:00.000Z",
           *       "expiresAt": "2026-11-21T10:05:00.000Z",
           *       "payment": {
           *         "id": "0198f0a4-4444-7a57-9d6a-0a3c5a1b2c3d",
           *         "amount": 198000,
           *         "status": "COMPLETED",
           *         "createdAt": "2026-11-21T10:00:00.000Z"
           *       },
           *       "history": [
           *         {
           *           "at": "2026-11-21T10:00:00.000Z",
           *           "what": "HELD"
           *         },
           *         {
           *           "at": "2026-11-21T10:00:00.000Z",
           *           "what": "CONFIRMED",
           *           "paymentId": "0198f0a4-4444-7a57-9d6a-0a3c5a1b2c3d",
           *           "amount": 198000
           *         }
           *       ],
           *       "userId": "0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d",
           *       "sessionId": "0198f0a4-2222-7a57-9d6a-0a3c5a1b2c3d"
           *     }
           */
          'application/json': components['schemas']['ReservationForSupport'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.RESERVATION_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  getScheduleCancellation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts/{concertId}/schedules shows it
         * @example 6
         */
        scheduleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "scheduleId": "6",
           *       "concertId": "2",
           *       "state": "DONE",
           *       "since": "2026-11-21T10:00:00.000Z",
           *       "canceledAt": "2026-11-21T10:00:00.000Z",
           *       "total": 1,
           *       "canceled": 1,
           *       "refunded": 198000,
           *       "left": 0,
           *       "held": 0,
           *       "lastActions": [
           *         {
           *           "at": "2026-11-21T10:00:00.000Z",
           *           "by": "mina",
           *           "why": "the artist is late",
           *           "what": "began"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ScheduleCancellation'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.SCHEDULE_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  cancelSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts/{concertId}/schedules shows it
         * @example 6
         */
        scheduleId: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "by": "mina",
         *       "why": "the artist is late"
         *     }
         */
        'application/json': components['schemas']['NewScheduleCancellation'];
      };
    };
    responses: {
      /** @description It was begun before, or is done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "scheduleId": "6",
           *       "concertId": "2",
           *       "state": "DONE",
           *       "since": "2026-11-21T10:00:00.000Z",
           *       "canceledAt": "2026-11-21T10:00:00.000Z",
           *       "total": 1,
           *       "canceled": 1,
           *       "refunded": 198000,
           *       "left": 0,
           *       "held": 0,
           *       "lastActions": [
           *         {
           *           "at": "2026-11-21T10:00:00.000Z",
           *           "by": "mina",
           *           "why": "the artist is late",
           *           "what": "began"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ScheduleCancellation'];
        };
      };
      /** @description It is begun */
      202: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "scheduleId": "6",
           *       "concertId": "2",
           *       "state": "DONE",
           *       "since": "2026-11-21T10:00:00.000Z",
           *       "canceledAt": "2026-11-21T10:00:00.000Z",
           *       "total": 1,
           *       "canceled": 1,
           *       "refunded": 198000,
           *       "left": 0,
           *       "held": 0,
           *       "lastActions": [
           *         {
           *           "at": "2026-11-21T10:00:00.000Z",
           *           "by": "mina",
           *           "why": "the artist is late",
           *           "what": "began"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ScheduleCancellation'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.SCHEDULE_NOT_FOUND'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  changeScheduleCancellation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts/{concertId}/schedules shows it
         * @example 6
         */
        scheduleId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "paused": true,
         *       "by": "mina",
         *       "why": "the artist is late"
         *     }
         */
        'application/json': components['schemas']['ScheduleCancellationChange'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "scheduleId": "6",
           *       "concertId": "2",
           *       "state": "DONE",
           *       "since": "2026-11-21T10:00:00.000Z",
           *       "canceledAt": "2026-11-21T10:00:00.000Z",
           *       "total": 1,
           *       "canceled": 1,
           *       "refunded": 198000,
           *       "left": 0,
           *       "held": 0,
           *       "lastActions": [
           *         {
           *           "at": "2026-11-21T10:00:00.000Z",
           *           "by": "mina",
           *           "why": "the artist is late",
           *           "what": "began"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ScheduleCancellation'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.SCHEDULE_NOT_FOUND'];
      409: components['responses']['INVALID_TRANSITION'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  listApiKeysOfFan: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/users/me shows it
         * @example 0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "0198f0a4-3333-7a57-9d6a-0a3c5a1b2c3d",
           *           "lastFour": "iK6o",
           *           "createdAt": "2026-11-21T09:55:00.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['ApiKeyPage'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.USER_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  issueApiKeyForFan: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/users/me shows it
         * @example 0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198f0a4-3333-7a57-9d6a-0a3c5a1b2c3d",
           *       "lastFour": "iK6o",
           *       "createdAt": "2026-11-21T09:55:00.000Z",
           *       "apiKey": "fan_6Yb0Qz6sT1xk2mJ4w8uR5vN3cL7dP9hF0aG2eS4iK6o"
           *     }
           */
          'application/json': components['schemas']['IssuedApiKey'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.USER_NOT_FOUND'];
      409: components['responses']['INVALID_TRANSITION'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  revokeApiKeysOfFan: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/users/me shows it
         * @example 0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "revoked": 2
           *     }
           */
          'application/json': components['schemas']['RevokedApiKeys'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.USER_NOT_FOUND'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  listReservationsOfUser: {
    parameters: {
      query?: {
        /** @description Only those of this concert */
        concertId?: string;
        /** @description `nextCursor` of the page before; left out, the first page */
        cursor?: string;
        /** @description Reserved at or after */
        from?: string;
        /** @description Entries on a page; 20 when left out */
        limit?: number;
        /** @description Only those with this status */
        status?: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
        /** @description Reserved before */
        to?: string;
      };
      header?: never;
      path: {
        /**
         * @description As GET /v1/users/me shows it
         * @example 0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d",
           *           "status": "CONFIRMED",
           *           "scheduleId": "6",
           *           "concertId": "2",
           *           "seats": [
           *             {
           *               "id": "251",
           *               "seatNumber": "A1",
           *               "area": "Floor Front",
           *               "grade": "VIP",
           *               "price": 198000
           *             }
           *           ],
           *           "amount": 198000,
           *           "reservedAt": "2026-11-21T10:00:00.000Z",
           *           "expiresAt": "2026-11-21T10:05:00.000Z",
           *           "payment": {
           *             "id": "0198f0a4-4444-7a57-9d6a-0a3c5a1b2c3d",
           *             "amount": 198000,
           *             "status": "COMPLETED",
           *             "createdAt": "2026-11-21T10:00:00.000Z"
           *           }
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['ReservationPage'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.USER_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  createVenue: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Riverside Hall",
         *       "address": "Seoul",
         *       "timeZone": "Asia/Seoul",
         *       "seats": [
         *         {
         *           "seatNumber": "A1",
         *           "area": "Hall",
         *           "seatType": "R"
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['NewVenue'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "3",
           *       "capacity": 1
           *     }
           */
          'application/json': components['schemas']['CreatedVenue'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  listConcerts: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before; left out, the first page */
        cursor?: string;
        /** @description Entries on a page; 20 when left out */
        limit?: number;
      };
      header?: {
        /** @description The `ETag` of the answer you have: 304 while nothing has changed */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "2",
           *           "title": "Neon Haenyeo: The Deep Water Tour",
           *           "description": "Synth pop from Jeju with a full light show.",
           *           "durationMinutes": 130,
           *           "saleOpensAt": "2026-11-21T09:55:00.000Z",
           *           "status": "ON_SALE"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['ConcertPage'];
        };
      };
      /** @description Nothing has changed: go on with what you have */
      304: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  getConcert: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the answer you have: 304 while nothing has changed */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "2",
           *       "title": "Neon Haenyeo: The Deep Water Tour",
           *       "description": "Synth pop from Jeju with a full light show.",
           *       "durationMinutes": 130,
           *       "saleOpensAt": "2026-11-21T09:55:00.000Z",
           *       "status": "ON_SALE"
           *     }
           */
          'application/json': components['schemas']['Concert'];
        };
      };
      /** @description Nothing has changed: go on with what you have */
      304: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  getDraw: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the answer you have: 304 while nothing has changed */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "algorithm": "SHA-1(seed:sessionId), first 52 bits, least first",
           *       "saleOpensAt": "2026-11-21T09:55:00.000Z",
           *       "seedHash": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
           *       "seed": null
           *     }
           */
          'application/json': components['schemas']['Draw'];
        };
      };
      /** @description Nothing has changed: go on with what you have */
      304: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  listSchedules: {
    parameters: {
      query?: {
        /** @description true: only dates with free seats */
        available?: boolean;
        /** @description `nextCursor` of the page before; left out, the first page */
        cursor?: string;
        /** @description Starting at or after */
        from?: string;
        /** @description Entries on a page; 20 when left out */
        limit?: number;
        /** @description Starting before */
        to?: string;
      };
      header?: {
        /** @description The `ETag` of the answer you have: 304 while nothing has changed */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "6",
           *           "concertId": "2",
           *           "venueId": "2",
           *           "startsAt": "2027-01-05T09:00:00.000Z",
           *           "endsAt": "2027-01-05T11:10:00.000Z",
           *           "totalSeats": 5140,
           *           "availableSeats": 5139,
           *           "status": "AVAILABLE"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['SchedulePage'];
        };
      };
      /** @description Nothing has changed: go on with what you have */
      304: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  joinConcert: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description You had joined before: the same session */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "sessionId": "0198f0a4-2222-7a57-9d6a-0a3c5a1b2c3d",
           *       "state": "ADMITTED",
           *       "concertId": "2",
           *       "position": null,
           *       "ahead": 0,
           *       "estimatedWaitSeconds": null,
           *       "pollAfterSeconds": 15,
           *       "waitingRoomState": null,
           *       "admittedUntil": "2026-11-21T10:10:00.000Z",
           *       "expiresAt": "2026-11-21T10:10:00.000Z",
           *       "hold": null,
           *       "reservationId": null,
           *       "token": "AZjwpCIielednQo8Whssr8Ey.3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
           *     }
           */
          'application/json': components['schemas']['JoinedSession'];
        };
      };
      /** @description You have joined */
      201: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "sessionId": "0198f0a4-2222-7a57-9d6a-0a3c5a1b2c3d",
           *       "state": "ADMITTED",
           *       "concertId": "2",
           *       "position": null,
           *       "ahead": 0,
           *       "estimatedWaitSeconds": null,
           *       "pollAfterSeconds": 15,
           *       "waitingRoomState": null,
           *       "admittedUntil": "2026-11-21T10:10:00.000Z",
           *       "expiresAt": "2026-11-21T10:10:00.000Z",
           *       "hold": null,
           *       "reservationId": null,
           *       "token": "AZjwpCIielednQo8Whssr8Ey.3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
           *     }
           */
          'application/json': components['schemas']['JoinedSession'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      409: components['responses']['INVALID_TRANSITION'];
      410: components['responses']['SOLD_OUT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  getWaitingRoom: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the answer you have: 304 while nothing has changed */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path: {
        /**
         * @description As GET /v1/concerts shows it
         * @example 2
         */
        concertId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "state": "OPEN",
           *       "waiting": 0,
           *       "admitted": 1,
           *       "admissionsPerMinute": 12,
           *       "seats": "AVAILABLE"
           *     }
           */
          'application/json': components['schemas']['WaitingRoom'];
        };
      };
      /** @description Nothing has changed: go on with what you have */
      304: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      404: components['responses']['ROUTE_NOT_FOUND.CONCERT_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  listReservations: {
    parameters: {
      query?: {
        /** @description Only those of this concert */
        concertId?: string;
        /** @description `nextCursor` of the page before; left out, the first page */
        cursor?: string;
        /** @description Reserved at or after */
        from?: string;
        /** @description Entries on a page; 20 when left out */
        limit?: number;
        /** @description Only those with this status */
        status?: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
        /** @description Reserved before */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d",
           *           "status": "CONFIRMED",
           *           "scheduleId": "6",
           *           "concertId": "2",
           *           "seats": [
           *             {
           *               "id": "251",
           *               "seatNumber": "A1",
           *               "area": "Floor Front",
           *               "grade": "VIP",
           *               "price": 198000
           *             }
           *           ],
           *           "amount": 198000,
           *           "reservedAt": "2026-11-21T10:00:00.000Z",
           *           "expiresAt": "2026-11-21T10:05:00.000Z",
           *           "payment": {
           *             "id": "0198f0a4-4444-7a57-9d6a-0a3c5a1b2c3d",
           *             "amount": 198000,
           *             "status": "COMPLETED",
           *             "createdAt": "2026-11-21T10:00:00.000Z"
           *           }
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['ReservationPage'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  getReservation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As the hold and GET /v1/reservations show it
         * @example 0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d
         */
        reservationId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d",
           *       "status": "CONFIRMED",
           *       "scheduleId": "6",
           *       "concertId": "2",
           *       "seats": [
           *         {
           *           "id": "251",
           *           "seatNumber": "A1",
           *           "area": "Floor Front",
           *           "grade": "VIP",
           *           "price": 198000
           *         }
           *       ],
           *       "amount": 198000,
           *       "reservedAt": "2026-11-21T10:00:00.000Z",
           *       "expiresAt": "2026-11-21T10:05:00.000Z",
           *       "payment": {
           *         "id": "0198f0a4-4444-7a57-9d6a-0a3c5a1b2c3d",
           *         "amount": 198000,
           *         "status": "COMPLETED",
           *         "createdAt": "2026-11-21T10:00:00.000Z"
           *       },
           *       "history": [
           *         {
           *           "at": "2026-11-21T10:00:00.000Z",
           *           "what": "HELD"
           *         },
           *         {
           *           "at": "2026-11-21T10:00:00.000Z",
           *           "what": "CONFIRMED",
           *           "paymentId": "0198f0a4-4444-7a57-9d6a-0a3c5a1b2c3d",
           *           "amount": 198000
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ReservationWithHistory'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.RESERVATION_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  cancelReservation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As the hold and GET /v1/reservations show it
         * @example 0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d
         */
        reservationId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d",
           *       "status": "CONFIRMED",
           *       "scheduleId": "6",
           *       "concertId": "2",
           *       "seats": [
           *         {
           *           "id": "251",
           *           "seatNumber": "A1",
           *           "area": "Floor Front",
           *           "grade": "VIP",
           *           "price": 198000
           *         }
           *       ],
           *       "amount": 198000,
           *       "reservedAt": "2026-11-21T10:00:00.000Z",
           *       "expiresAt": "2026-11-21T10:05:00.000Z",
           *       "payment": {
           *         "id": "0198f0a4-4444-7a57-9d6a-0a3c5a1b2c3d",
           *         "amount": 198000,
           *         "status": "COMPLETED",
           *         "createdAt": "2026-11-21T10:00:00.000Z"
           *       }
           *     }
           */
          'application/json': components['schemas']['Reservation'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.RESERVATION_NOT_FOUND'];
      409: components['responses']['INVALID_TRANSITION'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  getSeatMap: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the answer you have: 304 while nothing has changed */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path: {
        /**
         * @description As GET /v1/concerts/{concertId}/schedules shows it
         * @example 6
         */
        scheduleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "251",
           *           "seatNumber": "A1",
           *           "area": "Floor Front",
           *           "grade": "VIP",
           *           "price": 198000,
           *           "status": "AVAILABLE"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['SeatMap'];
        };
      };
      /** @description Nothing has changed: go on with what you have */
      304: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          ETag: components['headers']['ETag'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      403: components['responses']['NOT_ADMITTED.FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.SCHEDULE_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  streamSeats: {
    parameters: {
      query?: never;
      header?: {
        /** @description The id of the last event you got: what you know is not sent again */
        'Last-Event-ID'?: components['parameters']['LastEventId'];
      };
      path: {
        /**
         * @description As GET /v1/concerts/{concertId}/schedules shows it
         * @example 6
         */
        scheduleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example retry: 2000
           *
           *     event: session
           *     id: 3
           *     data: {"sessionId":"0198f0a4-2222-7a57-9d6a-0a3c5a1b2c3d","state":"ADMITTED","concertId":"2","position":null,"ahead":0,"estimatedWaitSeconds":null,"pollAfterSeconds":15,"waitingRoomState":null,"admittedUntil":"2026-11-21T10:10:00.000Z","expiresAt":"2026-11-21T10:10:00.000Z","hold":null,"reservationId":null}
           */
          'text/event-stream': string;
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      403: components['responses']['NOT_ADMITTED.FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.SCHEDULE_NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "sessionId": "0198f0a4-2222-7a57-9d6a-0a3c5a1b2c3d",
           *       "state": "ADMITTED",
           *       "concertId": "2",
           *       "position": null,
           *       "ahead": 0,
           *       "estimatedWaitSeconds": null,
           *       "pollAfterSeconds": 15,
           *       "waitingRoomState": null,
           *       "admittedUntil": "2026-11-21T10:10:00.000Z",
           *       "expiresAt": "2026-11-21T10:10:00.000Z",
           *       "hold": null,
           *       "reservationId": null
           *     }
           */
          'application/json': components['schemas']['Session'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  leaveSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to tell */
      204: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['INVALID_TRANSITION'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  streamSession: {
    parameters: {
      query?: never;
      header?: {
        /** @description The id of the last event you got: what you know is not sent again */
        'Last-Event-ID'?: components['parameters']['LastEventId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example retry: 2000
           *
           *     event: session
           *     id: 3
           *     data: {"sessionId":"0198f0a4-2222-7a57-9d6a-0a3c5a1b2c3d","state":"ADMITTED","concertId":"2","position":null,"ahead":0,"estimatedWaitSeconds":null,"pollAfterSeconds":15,"waitingRoomState":null,"admittedUntil":"2026-11-21T10:10:00.000Z","expiresAt":"2026-11-21T10:10:00.000Z","hold":null,"reservationId":null}
           */
          'text/event-stream': string;
        };
      };
      /** @description You have the final state already: stop asking */
      204: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  holdSeats: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "scheduleId": "6",
         *       "bestAvailable": {
         *         "count": 2,
         *         "grade": "VIP"
         *       }
         *     }
         */
        'application/json': components['schemas']['NewHold'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "reservationId": "0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d",
           *       "scheduleId": "6",
           *       "seats": [
           *         {
           *           "id": "251",
           *           "seatNumber": "A1",
           *           "area": "Floor Front",
           *           "grade": "VIP",
           *           "price": 198000,
           *           "status": "HELD"
           *         }
           *       ],
           *       "amount": 198000,
           *       "expiresAt": "2026-11-21T10:05:00.000Z"
           *     }
           */
          'application/json': components['schemas']['Hold'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      403: components['responses']['NOT_ADMITTED.FORBIDDEN'];
      404: components['responses']['SCHEDULE_NOT_FOUND.SEAT_NOT_FOUND'];
      409: components['responses']['SEAT_HELD.SEAT_RESERVED.INVALID_TRANSITION.SEAT_LIMIT_EXCEEDED'];
      410: components['responses']['SOLD_OUT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  releaseHold: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to tell */
      204: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      403: components['responses']['NOT_ADMITTED.FORBIDDEN'];
      409: components['responses']['INVALID_TRANSITION'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  releaseSeats: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "releaseSeatIds": [
         *         "251"
         *       ]
         *     }
         */
        'application/json': components['schemas']['HoldChange'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "reservationId": "0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d",
           *       "scheduleId": "6",
           *       "seats": [
           *         {
           *           "id": "251",
           *           "seatNumber": "A1",
           *           "area": "Floor Front",
           *           "grade": "VIP",
           *           "price": 198000,
           *           "status": "HELD"
           *         }
           *       ],
           *       "amount": 198000,
           *       "expiresAt": "2026-11-21T10:05:00.000Z"
           *     }
           */
          'application/json': components['schemas']['Hold'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      403: components['responses']['NOT_ADMITTED.FORBIDDEN'];
      404: components['responses']['SEAT_NOT_FOUND'];
      409: components['responses']['INVALID_TRANSITION'];
      410: components['responses']['HOLD_EXPIRED'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  extendHold: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "reservationId": "0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d",
           *       "scheduleId": "6",
           *       "seats": [
           *         {
           *           "id": "251",
           *           "seatNumber": "A1",
           *           "area": "Floor Front",
           *           "grade": "VIP",
           *           "price": 198000,
           *           "status": "HELD"
           *         }
           *       ],
           *       "amount": 198000,
           *       "expiresAt": "2026-11-21T10:05:00.000Z"
           *     }
           */
          'application/json': components['schemas']['Hold'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      403: components['responses']['NOT_ADMITTED.FORBIDDEN'];
      409: components['responses']['INVALID_TRANSITION'];
      410: components['responses']['HOLD_EXPIRED'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  pay: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "paymentId": "0198f0a4-4444-7a57-9d6a-0a3c5a1b2c3d",
           *       "reservationId": "0198f0a4-5c1e-7a57-9d6a-0a3c5a1b2c3d",
           *       "amount": 198000,
           *       "balance": 302000
           *     }
           */
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED.QUEUE_TOKEN_INVALID.QUEUE_TOKEN_EXPIRED'];
      402: components['responses']['INSUFFICIENT_BALANCE'];
      403: components['responses']['NOT_ADMITTED.FORBIDDEN'];
      409: components['responses']['INVALID_TRANSITION.IDEMPOTENCY_KEY_IN_USE'];
      410: components['responses']['HOLD_EXPIRED'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE.OVERLOADED'];
    };
  };
  registerUser: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "fan@example.org",
         *       "name": "A fan"
         *     }
         */
        'application/json': components['schemas']['NewUser'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d",
           *       "email": "fan@example.org",
           *       "name": "A fan",
           *       "status": "ACTIVE",
           *       "createdAt": "2026-11-21T09:55:00.000Z",
           *       "apiKey": "fan_6Yb0Qz6sT1xk2mJ4w8uR5vN3cL7dP9hF0aG2eS4iK6o"
           *     }
           */
          'application/json': components['schemas']['RegisteredUser'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      409: components['responses']['EMAIL_TAKEN'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  getMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198f0a4-1111-7a57-9d6a-0a3c5a1b2c3d",
           *       "email": "fan@example.org",
           *       "name": "A fan",
           *       "status": "ACTIVE",
           *       "createdAt": "2026-11-21T09:55:00.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  listApiKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "0198f0a4-3333-7a57-9d6a-0a3c5a1b2c3d",
           *           "lastFour": "iK6o",
           *           "createdAt": "2026-11-21T09:55:00.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['ApiKeyPage'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  issueApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198f0a4-3333-7a57-9d6a-0a3c5a1b2c3d",
           *       "lastFour": "iK6o",
           *       "createdAt": "2026-11-21T09:55:00.000Z",
           *       "apiKey": "fan_6Yb0Qz6sT1xk2mJ4w8uR5vN3cL7dP9hF0aG2eS4iK6o"
           *     }
           */
          'application/json': components['schemas']['IssuedApiKey'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['INVALID_TRANSITION'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  revokeApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description As GET /v1/users/me/api-keys shows it
         * @example 0198f0a4-3333-7a57-9d6a-0a3c5a1b2c3d
         */
        keyId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done; there is nothing to tell */
      204: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['ROUTE_NOT_FOUND.API_KEY_NOT_FOUND'];
      409: components['responses']['INVALID_TRANSITION'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  getWallet: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "balance": 500000,
           *       "currency": "KRW"
           *     }
           */
          'application/json': components['schemas']['Wallet'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  listLedgerEntries: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before; left out, the first page */
        cursor?: string;
        /** @description Entries on a page; 20 when left out */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "1",
           *           "type": "TOP_UP",
           *           "amount": 500000,
           *           "balanceAfter": 500000,
           *           "createdAt": "2026-11-21T10:00:00.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['LedgerEntryPage'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
  topUpWallet: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "amount": 500000
         *     }
         */
        'application/json': components['schemas']['NewTopUp'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'Cache-Control': components['headers']['CacheControl'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimitPolicy'];
          'X-Request-Id': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "1",
           *       "amount": 500000,
           *       "balance": 500000
           *     }
           */
          'application/json': components['schemas']['TopUp'];
        };
      };
      400: components['responses']['VALIDATION_FAILED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['INVALID_TRANSITION.IDEMPOTENCY_KEY_IN_USE'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL'];
      503: components['responses']['DEPENDENCY_UNAVAILABLE'];
    };
  };
}

/** Calls that are done once per Idempotency-Key, so that they may be sent again. */
export const CALLS_WITH_KEY: ReadonlySet<string> = new Set([
  'POST /v1/session/payment',
  'POST /v1/wallet/top-ups',
]);
