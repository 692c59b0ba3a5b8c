// Made from openapi.json by `npm run client`: do not edit.

export interface paths {
  '/docs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This page */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Whether the process lives */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              /** @constant */
              status: 'ok';
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Metrics for Prometheus: this process, and what the last reconciliation found and repaired */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Whether requests can be served, with each part that is needed */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              checks: {
                [key: string]: boolean;
              };
              /** @constant */
              status: 'ready';
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
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
              capacity: number;
            };
          };
        };
      };
      responses: {
        /** @description ok */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              id: string;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** Format: date-time */
            endsAt: string;
            prices: {
              [key: string]: number;
            };
            /** Format: date-time */
            startsAt: string;
            venueId: string;
          };
        };
      };
      responses: {
        /** @description ok */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              id: string;
              totalSeats: number;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              concertId: string;
              currency: string;
              reservations: {
                canceled: number;
                confirmed: number;
                expired: number;
                held: number;
              };
              revenue: number;
              seats: {
                available: number;
                held: number;
                reserved: number;
              };
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Pause or resume admission, change capacity and rate, close or reopen the sale */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json':
            | {
                admissionsPerSecond?: number;
                /**
                 * @description Who acts, by a name of the operators' own choice
                 * @default admin-api
                 */
                by?: string;
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
        };
      };
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /**
             * @description Who acts, by a name of the operators' own choice
             * @default admin-api
             */
            by?: string;
            /** Format: uuid */
            userId: string;
            /**
             * @description Kept in the history: it must not carry personal data
             * @default no reason given
             */
            why?: string;
          };
        };
      };
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /**
             * @description Who acts, by a name of the operators' own choice
             * @default admin-api
             */
            by?: string;
            /** Format: uuid */
            userId: string;
            /**
             * @description Kept in the history: it must not carry personal data
             * @default no reason given
             */
            why?: string;
          };
        };
      };
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          reservationId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
              seats: {
                area: string;
                grade: string;
                id: string;
                price: number;
                seatNumber: string;
              }[];
              /** Format: uuid */
              sessionId: string;
              /** @enum {string} */
              status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
              /** Format: uuid */
              userId: string;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          scheduleId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    /** Cancel a date: nothing of it is sold any more, and every reservation is refunded */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          scheduleId: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /**
             * @description Who acts, by a name of the operators' own choice
             * @default admin-api
             */
            by?: string;
            /**
             * @description Kept in the history: it must not carry personal data
             * @default no reason given
             */
            why?: string;
          };
        };
      };
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description ok */
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    /** Stop the cancellation of a date, or resume it; the date stays closed */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          scheduleId: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /**
             * @description Who acts, by a name of the operators' own choice
             * @default admin-api
             */
            by?: string;
            paused: boolean;
            /**
             * @description Kept in the history: it must not carry personal data
             * @default no reason given
             */
            why?: string;
          };
        };
      };
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: {
          concertId?: string;
          cursor?: string;
          from?: string;
          limit?: string;
          status?: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
          to?: string;
        };
        header?: never;
        path: {
          userId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                amount: number;
                concertId: string;
                /** Format: date-time */
                expiresAt: string;
                /** Format: uuid */
                id: string;
                payment: {
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
                seats: {
                  area: string;
                  grade: string;
                  id: string;
                  price: number;
                  seatNumber: string;
                }[];
                /** @enum {string} */
                status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
              }[];
              nextCursor: string | null;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            address: string;
            name: string;
            seats: {
              area: string;
              seatNumber: string;
              seatType: string;
            }[];
            timeZone: string;
          };
        };
      };
      responses: {
        /** @description ok */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              capacity: number;
              id: string;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: {
          cursor?: string;
          limit?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                description: string;
                durationMinutes: number;
                id: string;
                /** Format: date-time */
                saleOpensAt: string;
                /** @enum {string} */
                status: 'ON_SALE' | 'CLOSED';
                title: string;
              }[];
              nextCursor: string | null;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              description: string;
              durationMinutes: number;
              id: string;
              /** Format: date-time */
              saleOpensAt: string;
              /** @enum {string} */
              status: 'ON_SALE' | 'CLOSED';
              title: string;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** How the order of those who came before the sale is drawn: a seed that is fixed before, and published after */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              algorithm: string;
              /** Format: date-time */
              saleOpensAt: string;
              /** @description 64 hexadecimal digits; null until the sale has opened */
              seed: string | null;
              /** @description SHA-256 of the seed, as hexadecimal digits of the text of the seed */
              seedHash: string;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** A concert's dates, with the seats free at this moment */
    get: {
      parameters: {
        query?: {
          available?: 'true' | 'false';
          cursor?: string;
          from?: string;
          limit?: string;
          to?: string;
        };
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
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
              }[];
              nextCursor: string | null;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Join the line; joining again gives the same session, place and token */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              admittedUntil: string | null;
              ahead: number;
              concertId: string;
              estimatedWaitSeconds: number | null;
              /** Format: date-time */
              expiresAt: string;
              hold: {
                amount: number;
                /** Format: date-time */
                expiresAt: string;
                /** Format: uuid */
                reservationId: string;
                scheduleId: string;
                seats: {
                  area: string;
                  grade: string;
                  id: string;
                  price: number;
                  seatNumber: string;
                  /** @enum {string} */
                  status: 'AVAILABLE' | 'HELD' | 'RESERVED';
                }[];
              } | null;
              pollAfterSeconds: number;
              position: number | null;
              reservationId: string | null;
              /** Format: uuid */
              sessionId: string;
              /** @enum {string} */
              state:
                'WAITING' | 'ADMITTED' | 'HOLDING' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'LEFT' | 'SOLD_OUT';
              token: string;
              waitingRoomState: ('PRE_SALE' | 'OPEN' | 'PAUSED' | 'SOLD_OUT' | 'CLOSED') | null;
            };
          };
        };
        /** @description ok */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              admittedUntil: string | null;
              ahead: number;
              concertId: string;
              estimatedWaitSeconds: number | null;
              /** Format: date-time */
              expiresAt: string;
              hold: {
                amount: number;
                /** Format: date-time */
                expiresAt: string;
                /** Format: uuid */
                reservationId: string;
                scheduleId: string;
                seats: {
                  area: string;
                  grade: string;
                  id: string;
                  price: number;
                  seatNumber: string;
                  /** @enum {string} */
                  status: 'AVAILABLE' | 'HELD' | 'RESERVED';
                }[];
              } | null;
              pollAfterSeconds: number;
              position: number | null;
              reservationId: string | null;
              /** Format: uuid */
              sessionId: string;
              /** @enum {string} */
              state:
                'WAITING' | 'ADMITTED' | 'HOLDING' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'LEFT' | 'SOLD_OUT';
              token: string;
              waitingRoomState: ('PRE_SALE' | 'OPEN' | 'PAUSED' | 'SOLD_OUT' | 'CLOSED') | null;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        410: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          concertId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              admissionsPerMinute: number;
              admitted: number;
              /**
               * @description HELD: none is available and some are being bought, so they may come back
               * @enum {string}
               */
              seats: 'AVAILABLE' | 'HELD' | 'SOLD_OUT';
              /** @enum {string} */
              state: 'PRE_SALE' | 'OPEN' | 'PAUSED' | 'SOLD_OUT' | 'CLOSED';
              waiting: number;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: {
          concertId?: string;
          cursor?: string;
          from?: string;
          limit?: string;
          status?: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
          to?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                amount: number;
                concertId: string;
                /** Format: date-time */
                expiresAt: string;
                /** Format: uuid */
                id: string;
                payment: {
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
                seats: {
                  area: string;
                  grade: string;
                  id: string;
                  price: number;
                  seatNumber: string;
                }[];
                /** @enum {string} */
                status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
              }[];
              nextCursor: string | null;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          reservationId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
              seats: {
                area: string;
                grade: string;
                id: string;
                price: number;
                seatNumber: string;
              }[];
              /** @enum {string} */
              status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Cancel before the cut-off: the money goes back to the wallet, the seats on sale */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          reservationId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              amount: number;
              concertId: string;
              /** Format: date-time */
              expiresAt: string;
              /** Format: uuid */
              id: string;
              payment: {
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
              seats: {
                area: string;
                grade: string;
                id: string;
                price: number;
                seatNumber: string;
              }[];
              /** @enum {string} */
              status: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELED';
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          scheduleId: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                area: string;
                grade: string;
                id: string;
                price: number;
                seatNumber: string;
                /** @enum {string} */
                status: 'AVAILABLE' | 'HELD' | 'RESERVED';
              }[];
              nextCursor: string | null;
            };
          };
        };
        /** @description ok */
        304: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Your session: state, place, deadlines and hold; the final state for 24 hours after the end */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              admittedUntil: string | null;
              ahead: number;
              concertId: string;
              estimatedWaitSeconds: number | null;
              /** Format: date-time */
              expiresAt: string;
              hold: {
                amount: number;
                /** Format: date-time */
                expiresAt: string;
                /** Format: uuid */
                reservationId: string;
                scheduleId: string;
                seats: {
                  area: string;
                  grade: string;
                  id: string;
                  price: number;
                  seatNumber: string;
                  /** @enum {string} */
                  status: 'AVAILABLE' | 'HELD' | 'RESERVED';
                }[];
              } | null;
              pollAfterSeconds: number;
              position: number | null;
              reservationId: string | null;
              /** Format: uuid */
              sessionId: string;
              /** @enum {string} */
              state:
                'WAITING' | 'ADMITTED' | 'HOLDING' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'LEFT' | 'SOLD_OUT';
              waitingRoomState: ('PRE_SALE' | 'OPEN' | 'PAUSED' | 'SOLD_OUT' | 'CLOSED') | null;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    /** Leave: what you hold goes back on sale */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Your session as server-sent events: first as it is, then at each change; ends after the end */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'text/event-stream': string;
          };
        };
        /** @description ok */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Hold seats: all of them or none; an earlier hold is swapped */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            bestAvailable?: {
              count: number;
              grade?: string;
            };
            scheduleId: string;
            seatIds?: string[];
          } & (unknown | unknown);
        };
      };
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              amount: number;
              /** Format: date-time */
              expiresAt: string;
              /** Format: uuid */
              reservationId: string;
              scheduleId: string;
              seats: {
                area: string;
                grade: string;
                id: string;
                price: number;
                seatNumber: string;
                /** @enum {string} */
                status: 'AVAILABLE' | 'HELD' | 'RESERVED';
              }[];
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        410: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    post?: never;
    /** Let the held seats go and stay admitted */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        204: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    options?: never;
    head?: never;
    /** Let single seats of the hold go; its deadline stays */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            releaseSeatIds: string[];
          };
        };
      };
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              amount: number;
              /** Format: date-time */
              expiresAt: string;
              /** Format: uuid */
              reservationId: string;
              scheduleId: string;
              seats: {
                area: string;
                grade: string;
                id: string;
                price: number;
                seatNumber: string;
                /** @enum {string} */
                status: 'AVAILABLE' | 'HELD' | 'RESERVED';
              }[];
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        410: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              amount: number;
              /** Format: date-time */
              expiresAt: string;
              /** Format: uuid */
              reservationId: string;
              scheduleId: string;
              seats: {
                area: string;
                grade: string;
                id: string;
                price: number;
                seatNumber: string;
                /** @enum {string} */
                status: 'AVAILABLE' | 'HELD' | 'RESERVED';
              }[];
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        410: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Pay for what you hold, once per Idempotency-Key; the session ends as CONFIRMED */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              amount: number;
              balance: number;
              /** Format: uuid */
              paymentId: string;
              /** Format: uuid */
              reservationId: string;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        402: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        410: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            email: string;
            name: string;
          };
        };
      };
      responses: {
        /** @description ok */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
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
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
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
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              balance: number;
              currency: string;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Your ledger, newest first */
    get: {
      parameters: {
        query?: {
          cursor?: string;
          limit?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description ok */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              items: {
                amount: number;
                balanceAfter: number;
                /** Format: date-time */
                createdAt: string;
                id: string;
                /** @enum {string} */
                type: 'TOP_UP' | 'CHARGE' | 'REFUND';
              }[];
              nextCursor: string | null;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    /** Put money into your wallet, once per Idempotency-Key */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            amount: number;
          };
        };
      };
      responses: {
        /** @description ok */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              amount: number;
              balance: number;
              id: string;
            };
          };
        };
        /** @description refusal */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description refusal */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
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
    Problem: {
      /** @enum {unknown} */
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
      detail: string;
      instance: string;
      requestId: string;
      retryAfter?: number;
      status: number;
      title: string;
      type: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

/** Calls that are done once per Idempotency-Key, so that they may be sent again. */
export const CALLS_WITH_KEY: ReadonlySet<string> = new Set([
  'POST /v1/session/payment',
  'POST /v1/wallet/top-ups',
]);
