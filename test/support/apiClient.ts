import { randomUUID } from 'node:crypto';
import { createClient, ProblemError, type ApiClient as TypedClient } from '../../src/client';
import { committedContract } from './contract';
import type { RunningStack } from './runningStack';

/** How long a test waits for what has to come. */
const PATIENCE_MS = 30_000;

export interface Answer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests assert what is in it
  body: any;
  headers: Headers;
}
export interface Fan {
  id: string;
  key: string;
  token?: string;
  sessionId?: string;
}
export interface Sale {
  concertId: string;
  scheduleId: string;
}

/** An answer of the typed client, which throws refusals, as tests look at it. */
async function answerOf(
  answering: Promise<{ data: unknown; status: number; headers: Headers }>,
): Promise<Answer> {
  try {
    const { data, ...answer } = await answering;
    return { ...answer, body: data };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { status: error.status, body: error.problem, headers: error.headers };
  }
}

/** As `fetch`. @throws Error for an answer that is not as the document says */
async function fetchChecked(request: Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(request, init);
  const { pathname, search } = new URL(request.url);
  const wrong = committedContract().violationOf({
    ...{ method: request.method, url: pathname + search, status: response.status },
    body: await response.clone().text(),
    header: (name) => response.headers.get(name) ?? undefined,
  });
  if (wrong !== null) throw new Error(`not as openapi.json says: ${wrong}`);
  return response;
}

/**
 * The REST API as a client sees it, over HTTP: through the typed client, and for calls that it would not let through,
 * `call`. An answer that is not as the document says is an error.
 */
export class ApiClient {
  /** Nothing is sent twice unseen. */
  private readonly typed: TypedClient;

  constructor(private readonly stack: Pick<RunningStack, 'apiUrl' | 'adminKey'>) {
    this.typed = createClient({ baseUrl: stack.apiUrl, repeats: 0, timeoutMs: 120_000, fetch: fetchChecked });
  }

  private as(fan: Fan): TypedClient {
    return this.typed.as({ key: fan.key, token: fan.token });
  }

  async call(
    method: string,
    path: string,
    options: { fan?: Fan; body?: unknown; idempotencyKey?: string; admin?: boolean } = {},
  ): Promise<Answer> {
    const { fan, body, idempotencyKey, admin } = options;
    const key = admin ? this.stack.adminKey : fan?.key;
    const request = new Request(this.stack.apiUrl + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(fan?.token ? { 'queue-token': fan.token } : {}),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const response = await fetchChecked(request);
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
  }

  async must(status: number, method: string, path: string, options = {}): Promise<Answer['body']> {
    const answer = await this.call(method, path, options);
    if (answer.status !== status) {
      throw new Error(
        `${method} ${path}: expected ${status}, got ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
    return answer.body;
  }

  async onSale({
    seats = 10,
    capacity = 1000,
    admissionsPerSecond = 1000,
    price = 1000,
    holdExtensionSeconds = 0,
  } = {}): Promise<Sale> {
    const admin = this.typed.as({ key: this.stack.adminKey });
    const venue = await admin.POST('/v1/admin/venues', {
      body: {
        name: `Hall ${randomUUID()}`,
        address: 'Seoul',
        timeZone: 'Asia/Seoul',
        seats: Array.from({ length: seats }, (_, i) => ({
          seatNumber: `A${i + 1}`,
          area: 'A',
          seatType: 'R',
        })),
      },
    });
    const concert = await admin.POST('/v1/admin/concerts', {
      body: {
        title: 'A concert',
        description: 'A night out',
        durationMinutes: 120,
        saleOpensAt: new Date(Date.now() - 60_000).toISOString(),
        waitingRoom: { capacity, admissionsPerSecond },
        ...(holdExtensionSeconds ? { holdExtensionSeconds } : {}),
      },
    });
    const concertId = concert.data.id;
    const startsAt = Date.now() + 30 * 86_400_000;
    const schedule = await admin.POST('/v1/admin/concerts/{concertId}/schedules', {
      params: { path: { concertId } },
      body: {
        venueId: venue.data.id,
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(startsAt + 7_200_000).toISOString(),
        prices: { R: price },
      },
    });
    return { concertId, scheduleId: schedule.data.id };
  }

  async fan({ balance = 0 } = {}): Promise<Fan> {
    const user = await this.typed.POST('/v1/users', {
      body: { email: `${randomUUID()}@example.org`, name: 'Fan' },
    });
    const fan = { id: user.data.id, key: user.data.apiKey };
    if (balance) await this.as(fan).POST('/v1/wallet/top-ups', { body: { amount: balance } });
    return fan;
  }

  /** Joins and remembers the token in `fan`. */
  async join(fan: Fan, concertId: string): Promise<Answer> {
    const params = { path: { concertId } };
    const { data, ...answer } = await this.as(fan).POST('/v1/concerts/{concertId}/sessions', { params });
    Object.assign(fan, { token: data.token, sessionId: data.sessionId });
    return { ...answer, body: data };
  }

  async session(fan: Fan): Promise<Answer['body']> {
    return (await this.as(fan).GET('/v1/session')).data;
  }

  async until(
    fan: Fan,
    state: string,
    also: (session: Answer['body']) => boolean = () => true,
  ): Promise<Answer['body']> {
    for (const deadline = Date.now() + PATIENCE_MS; ;) {
      const session = await this.session(fan);
      if (session.state === state && also(session)) return session;
      if (Date.now() > deadline)
        throw new Error(`the session never became ${state}: ${JSON.stringify(session)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async seatIds(fan: Fan, scheduleId: string): Promise<string[]> {
    const params = { path: { scheduleId } };
    const { items } = (await this.as(fan).GET('/v1/schedules/{scheduleId}/seats', { params })).data;
    return items.map(({ id }) => id);
  }

  async hold(fan: Fan, scheduleId: string, seatIds: (string | undefined)[]): Promise<Answer> {
    const body = { scheduleId, seatIds: seatIds as string[] };
    return await answerOf(this.as(fan).PUT('/v1/session/hold', { body }));
  }

  async extendHold(fan: Fan): Promise<Answer> {
    return await answerOf(this.as(fan).POST('/v1/session/hold/extension'));
  }

  async releaseSeats(fan: Fan, releaseSeatIds: (string | undefined)[]): Promise<Answer> {
    const body = { releaseSeatIds: releaseSeatIds as string[] };
    return await answerOf(this.as(fan).PATCH('/v1/session/hold', { body }));
  }

  async pay(fan: Fan, idempotencyKey: string = randomUUID()): Promise<Answer> {
    return await answerOf(this.as(fan).POST('/v1/session/payment', { idempotencyKey }));
  }

  async balance(fan: Fan): Promise<number> {
    return (await this.as(fan).GET('/v1/wallet')).data.balance;
  }
}
