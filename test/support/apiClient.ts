import { randomUUID } from 'node:crypto';
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

/** The REST API as a client sees it, over HTTP. An answer that is not as the document says is an error. */
export class ApiClient {
  constructor(private readonly stack: Pick<RunningStack, 'apiUrl' | 'adminKey'>) {}

  async call(
    method: string,
    path: string,
    options: { fan?: Fan; body?: unknown; idempotencyKey?: string; admin?: boolean } = {},
  ): Promise<Answer> {
    const { fan, body, idempotencyKey, admin } = options;
    const key = admin ? this.stack.adminKey : fan?.key;
    const response = await fetch(this.stack.apiUrl + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(fan?.token ? { 'queue-token': fan.token } : {}),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const { status, headers } = response;
    const wrong = committedContract().violationOf({
      ...{ method, url: path, status, body: text },
      header: (name) => headers.get(name) ?? undefined,
    });
    if (wrong !== null) throw new Error(`not as openapi.json says: ${wrong}`);
    return { status, body: text ? JSON.parse(text) : undefined, headers };
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
    const venue = await this.must(201, 'POST', '/v1/admin/venues', {
      admin: true,
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
    const concert = await this.must(201, 'POST', '/v1/admin/concerts', {
      admin: true,
      body: {
        title: 'A concert',
        description: 'A night out',
        durationMinutes: 120,
        saleOpensAt: new Date(Date.now() - 60_000).toISOString(),
        waitingRoom: { capacity, admissionsPerSecond },
        ...(holdExtensionSeconds ? { holdExtensionSeconds } : {}),
      },
    });
    const startsAt = Date.now() + 30 * 86_400_000;
    const schedule = await this.must(201, 'POST', `/v1/admin/concerts/${concert.id}/schedules`, {
      admin: true,
      body: {
        venueId: venue.id,
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(startsAt + 7_200_000).toISOString(),
        prices: { R: price },
      },
    });
    return { concertId: concert.id, scheduleId: schedule.id };
  }

  async fan({ balance = 0 } = {}): Promise<Fan> {
    const user = await this.must(201, 'POST', '/v1/users', {
      body: { email: `${randomUUID()}@example.org`, name: 'Fan' },
    });
    const fan = { id: user.id as string, key: user.apiKey as string };
    if (balance) {
      await this.must(201, 'POST', '/v1/wallet/top-ups', {
        fan,
        body: { amount: balance },
        idempotencyKey: randomUUID(),
      });
    }
    return fan;
  }

  /** Joins and remembers the token in `fan`. */
  async join(fan: Fan, concertId: string): Promise<Answer> {
    const answer = await this.call('POST', `/v1/concerts/${concertId}/sessions`, { fan });
    if (answer.status >= 300) throw new Error(`join: ${answer.status} ${JSON.stringify(answer.body)}`);
    Object.assign(fan, { token: answer.body.token, sessionId: answer.body.sessionId });
    return answer;
  }

  async session(fan: Fan): Promise<Answer['body']> {
    return await this.must(200, 'GET', '/v1/session', { fan });
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
    const { items } = await this.must(200, 'GET', `/v1/schedules/${scheduleId}/seats`, { fan });
    return (items as { id: string }[]).map(({ id }) => id);
  }

  async hold(fan: Fan, scheduleId: string, seatIds: (string | undefined)[]): Promise<Answer> {
    return await this.call('PUT', '/v1/session/hold', { fan, body: { scheduleId, seatIds } });
  }

  async extendHold(fan: Fan): Promise<Answer> {
    return await this.call('POST', '/v1/session/hold/extension', { fan });
  }

  async releaseSeats(fan: Fan, releaseSeatIds: (string | undefined)[]): Promise<Answer> {
    return await this.call('PATCH', '/v1/session/hold', { fan, body: { releaseSeatIds } });
  }

  async pay(fan: Fan, idempotencyKey: string = randomUUID()): Promise<Answer> {
    return await this.call('POST', '/v1/session/payment', { fan, idempotencyKey });
  }

  async balance(fan: Fan): Promise<number> {
    return (await this.must(200, 'GET', '/v1/wallet', { fan })).balance as number;
  }
}
