import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sessionWorkflowId } from '../src/contracts/identifiers';
import { createWalk, type Step } from './demoStep';
import { request } from './restClient';
import { drawSeatPlan, type PlanSeat } from './seatPlan';
import { readStackEnvironment } from './stackEnvironment';

const USAGE = `npm run demo: one fan's purchase against the running stack, request by request.

  --allow-remote  also with an API on another machine
  --help`;

const TOP_UP = 1_000_000;
const SEATS = 2;
const PATIENCE_MS = 60_000;

interface Page<T> {
  items: T[];
}
interface Concert {
  id: string;
  title: string;
}
interface Schedule {
  id: string;
  startsAt: string;
  availableSeats: number;
}
interface Joined {
  sessionId: string;
  token: string;
  state: string;
  pollAfterSeconds: number;
}
interface Fan {
  id: string;
  apiKey: string;
}

type Walk = <T>(step: Step) => Promise<T>;

/** The first concert with a date that has seats enough: earlier walks may have sold out the first. */
async function findSale(apiUrl: string): Promise<{ concert: Concert; schedule: Schedule }> {
  const { items: concerts } = (await request<Page<Concert>>(apiUrl, 'GET', '/v1/concerts?limit=100')).body;
  for (const concert of concerts) {
    const path = `/v1/concerts/${concert.id}/schedules?available=true&limit=100`;
    const { items: schedules } = (await request<Page<Schedule>>(apiUrl, 'GET', path)).body;
    const schedule = schedules.find(({ availableSeats }) => availableSeats >= SEATS);
    if (schedule) return { concert, schedule };
  }
  throw new Error('no concert has seats left: npm run seed adds dates');
}

/** Joins, and where there is a line, waits in it. */
async function joinAndWait(walk: Walk, fan: Fan, concertId: string, title: string): Promise<Joined> {
  const key = fan.apiKey;
  const path = `/v1/concerts/${concertId}/sessions`;
  const joined = await walk<Joined>({ title, method: 'POST', path, key, expect: 201 });
  const deadline = Date.now() + PATIENCE_MS;
  for (let session = joined; session.state === 'WAITING';) {
    if (Date.now() > deadline) throw new Error('not admitted within a minute: is the waiting room paused?');
    await pause(session.pollAfterSeconds * 1000);
    const again = { title: 'Ask for the place in the line', method: 'GET', path: '/v1/session' };
    session = await walk<Joined>({ ...again, key, token: joined.token, expect: 200 });
  }
  return joined;
}

async function demo(): Promise<void> {
  const { apiUrl, temporalUiUrl, temporalNamespace } = readStackEnvironment(
    process.argv.includes('--allow-remote'),
  );
  const { concert, schedule } = await findSale(apiUrl);
  const walk = createWalk(apiUrl, (text) => console.log(text));
  const signUp = (title: string): Promise<Fan> =>
    walk<Fan>({
      title,
      method: 'POST',
      path: '/v1/users',
      body: { email: `${randomUUID()}@example.org`, name: 'A fan' },
      expect: 201,
    });

  const fan = await signUp('Sign up; the API key is shown this once');
  const key = fan.apiKey;
  await walk({
    title: `Top up the wallet with ${TOP_UP.toLocaleString('en')} won`,
    method: 'POST',
    path: '/v1/wallet/top-ups',
    key,
    idempotencyKey: randomUUID(),
    body: { amount: TOP_UP },
    expect: 201,
  });
  await walk({ title: 'Browse the concerts', method: 'GET', path: '/v1/concerts', expect: 200 });
  const dates = `/v1/concerts/${concert.id}/schedules?available=true`;
  await walk({ title: `The dates of “${concert.title}”`, method: 'GET', path: dates, expect: 200 });

  const joining = 'Join: a place in the line, or admitted at once where nobody waits, and the queue token';
  const { token } = await joinAndWait(walk, fan, concert.id, joining);
  const seatMap = `/v1/schedules/${schedule.id}/seats`;
  const { items: seats } = await walk<Page<PlanSeat>>({
    title: `The seat map of ${schedule.startsAt}`,
    method: 'GET',
    path: seatMap,
    key,
    token,
    expect: 200,
    draw: ({ items }: Page<PlanSeat>) => drawSeatPlan(items),
  });
  const chosen = seats.filter(({ status }) => status === 'AVAILABLE').slice(0, SEATS);
  const seatIds = chosen.map(({ id }) => id);
  const hold = { method: 'PUT', path: '/v1/session/hold' };
  const named = chosen.map(({ seatNumber }) => seatNumber).join(' and ');
  const holding = { title: `Hold ${named}: a durable timer starts`, key, token, expect: 200 };
  await walk({ ...hold, ...holding, body: { scheduleId: schedule.id, seatIds } });

  const rival = await signUp('A second fan signs up …');
  const rivalSession = await joinAndWait(walk, rival, concert.id, '… joins …');
  const rivals = { key: rival.apiKey, token: rivalSession.token };
  const body = { scheduleId: schedule.id, seatIds: seatIds.slice(0, 1) };
  await walk({ ...hold, ...rivals, title: '… and is refused a seat that is held', body, expect: 409 });
  await walk({ title: '… and leaves', method: 'DELETE', path: '/v1/session', ...rivals, expect: 204 });

  const paid = await walk<{ reservationId: string }>({
    title: 'Pay: wallet, payment, reservation and seats change in one transaction, and the session ends',
    method: 'POST',
    path: '/v1/session/payment',
    key,
    token,
    idempotencyKey: randomUUID(),
    expect: 201,
  });
  const reservation = `/v1/reservations/${paid.reservationId}`;
  await walk({ title: 'The reservation', method: 'GET', path: reservation, key, expect: 200 });
  await walk({ title: 'The token is dead', method: 'GET', path: seatMap, key, token, expect: 401 });

  const workflow = encodeURIComponent(sessionWorkflowId(concert.id, fan.id));
  console.log(
    temporalUiUrl
      ? `\nThe session in the Temporal Web UI:\n  ${temporalUiUrl}/namespaces/${temporalNamespace}/workflows/${workflow}\n`
      : `\nThe session's workflow: ${sessionWorkflowId(concert.id, fan.id)}\n`,
  );
}

if (process.argv.includes('--help') || process.argv.includes('-h')) console.log(USAGE);
else {
  demo().catch((error: unknown) => {
    console.error(`\nThe walk ended early: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
