import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient, type Fan, type Sale } from './apiClient';

/** What must be found nowhere, with what it is. */
export type Marks = Map<string, string>;

export interface Visits {
  apiUrl: string;
  adminKey: string;
  /** What was sent or given and is personal or secret; visits add theirs. */
  marks: Marks;
  /** Holds run out after so long. */
  holdMs: number;
  /** The database and Redis as programs reach them. */
  outages: readonly { begin(): Promise<void>; end(): Promise<void> }[];
}

/** A client that notes what it sends. Answers are not looked at: refusals are part of a visit. */
class MarkedVisits {
  readonly api: ApiClient;
  constructor(private readonly visits: Visits) {
    this.api = new ApiClient(visits);
  }

  private mark<T extends string>(what: string, value: T): T {
    this.visits.marks.set(value, what);
    return value;
  }

  async send(method: string, path: string, fan?: Partial<Fan>, body?: unknown, more = {}): Promise<Response> {
    return await fetch(this.visits.apiUrl + path, {
      method,
      headers: {
        ...(fan?.key ? { authorization: `Bearer ${fan.key}` } : {}),
        ...(fan?.token ? { 'queue-token': fan.token } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  person(): { email: string; name: string } {
    const some = randomUUID().slice(0, 13);
    return {
      email: this.mark('e-mail', `marked.${some}@personal.example.org`),
      name: this.mark('name', `Marked Person ${some}`),
    };
  }

  idempotencyKey(): string {
    return this.mark('idempotency key', `marked key ${randomUUID()}`);
  }

  async signUp(balance = 0): Promise<Fan> {
    const answer = await this.send('POST', '/v1/users', undefined, this.person());
    const { id, apiKey } = (await answer.json()) as { id: string; apiKey: string };
    const fan: Fan = { id, key: this.mark('API key', apiKey) };
    if (balance) await this.topUp(fan, balance);
    return fan;
  }

  async topUp(fan: Fan, amount: number, key = this.idempotencyKey()): Promise<void> {
    await this.send('POST', '/v1/wallet/top-ups', fan, { amount }, { 'idempotency-key': key });
  }

  async join(fan: Fan, { concertId }: Sale): Promise<Fan> {
    await this.api.join(fan, concertId);
    this.mark('queue token', fan.token ?? '');
    return fan;
  }

  async pay(fan: Fan, key = this.idempotencyKey()): Promise<Response> {
    return await this.send('POST', '/v1/session/payment', fan, undefined, { 'idempotency-key': key });
  }

  async hold(fan: Fan, { scheduleId }: Sale, count = 1): Promise<Response> {
    return await this.send('PUT', '/v1/session/hold', fan, { scheduleId, bestAvailable: { count } });
  }

  /** A registration that is wrong in every way there is. */
  async badBodies(): Promise<void> {
    const { email, name } = this.person();
    await this.send('POST', '/v1/users', undefined, { email, name });
    const bodies = [
      ...[{ email, name }, { email: `${email}@`, name }, { email, name, [email]: name }, [email, name]],
      ...[`{"email":"${email}","name":"${name}"`, `${email}${'x'.repeat(200_000)}`],
    ];
    for (const body of bodies) await this.send('POST', '/v1/users', undefined, body);
    await this.send('GET', `/v1/users/${email}?name=${encodeURIComponent(name)}`);
    await this.send('DELETE', `/v1/concerts/${encodeURIComponent(email)}`);
  }

  async forgedCredentials(fan: Fan): Promise<void> {
    const { key, token = '' } = fan;
    const forgedKey = this.mark('API key', `fan_${'Q'.repeat(43)}`);
    const forgedToken = this.mark('queue token', `${token.slice(0, -4)}AAAA`);
    await this.send('GET', '/v1/session', { key: forgedKey, token });
    await this.send('GET', '/v1/session', { key, token: forgedToken });
    await this.send('GET', '/v1/session', { key: token, token: key });
    await this.send('PUT', '/v1/session/hold', { key, token: forgedToken }, {});
    await this.send('GET', '/v1/admin/concerts/1/stats', { key });
    await this.send('GET', `/v1/wallet?apiKey=${key}&token=${token}`, { key });
    for (const id of [key, token])
      await this.send('GET', '/v1/session', fan, undefined, { 'x-request-id': id });
    await this.send('GET', '/v1/wallet', {}, undefined, { authorization: `Basic ${key}` });
  }
}

/**
 * Everything that a fan and an operator do, as documented and not: sign up, top up, join, wait, hold, extend, let go, pay,
 * cancel, leave, run out of time, with bad bodies and forged credentials, and while an engine is gone.
 */
export async function everyKindOfVisit(visits: Visits): Promise<void> {
  const sends = new MarkedVisits(visits);
  const { api } = sends;
  const sale = await api.onSale({ seats: 20, holdExtensionSeconds: 60 });
  const admin = { key: visits.adminKey };

  const buyer = await sends.join(await sends.signUp(100), sale);
  await sends.hold(buyer, sale, 2);
  await sends.send('POST', '/v1/session/hold/extension', buyer);
  await sends.pay(buyer);
  await sends.topUp(buyer, 10_000);
  const topUpKey = sends.idempotencyKey();
  await sends.topUp(buyer, 1, topUpKey);
  await sends.topUp(buyer, 2, topUpKey);
  const paymentKey = sends.idempotencyKey();
  const paid = (await (await sends.pay(buyer, paymentKey)).json()) as { reservationId?: string };
  await sends.pay(buyer, paymentKey);
  await sends.send('POST', `/v1/reservations/${paid.reservationId}/cancellation`, buyer);
  await sends.send('GET', `/v1/admin/users/${buyer.id}/reservations`, admin);
  await sends.send('POST', `/v1/admin/users/${buyer.id}/api-keys`, admin);

  const loser = await sends.join(await sends.signUp(), sale);
  await sends.hold(loser, sale);
  await sends.send('PUT', '/v1/session/hold', loser, { scheduleId: sale.scheduleId, seatIds: ['1'] });
  await pause(visits.holdMs + 500);
  await api.until(loser, 'ADMITTED');
  await sends.pay(loser);
  await sends.send('DELETE', '/v1/session', loser);

  const full = await api.onSale({ capacity: 0 });
  const [waiting, removed] = [await sends.signUp(), await sends.signUp()];
  for (const fan of [waiting, removed]) await sends.join(fan, full);
  const room = `/v1/admin/concerts/${full.concertId}/waiting-room`;
  await sends.send('POST', `${room}/admissions`, admin, { userId: waiting.id, by: 'ops', why: 'a guest' });
  await sends.send('POST', `${room}/removals`, admin, { userId: removed.id, by: 'ops', why: 'a bot' });
  await sends.send('PATCH', room, admin, { paused: true, by: 'ops', why: 'a look' });

  await sends.badBodies();
  await sends.forgedCredentials(await sends.join(await sends.signUp(), sale));
  const holder = await sends.join(await sends.signUp(9_000), sale);
  for (const { begin, end } of visits.outages) {
    await sends.hold(holder, sale);
    await begin();
    await Promise.all([
      sends.send('POST', '/v1/users', undefined, sends.person()),
      sends.topUp(holder, 500),
      sends.hold(holder, sale, 2),
      sends.pay(holder),
      sends.send('GET', '/v1/session', holder),
      sends.send('GET', '/v1/users/me', { key: `fan_${randomUUID().replaceAll('-', '').padEnd(43, 'x')}` }),
    ]);
    await end();
    await api.until(holder, 'ADMITTED').catch(() => undefined);
  }
  await sends.hold(holder, sale);
  await sends.pay(holder);
  await sends.send('POST', `/v1/admin/schedules/${sale.scheduleId}/cancellation`, admin, {
    by: 'ops',
    why: 'rain',
  });
}
