import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, type ApiClient, type Success } from '../src/client';
import { sessionWorkflowId } from '../src/contracts/identifiers';
import { createWalk } from './demoStep';
import { drawSeatPlan } from './seatPlan';
import { readStackEnvironment } from './stackEnvironment';

const USAGE = `npm run demo: one fan's purchase against the running stack, request by request.

  --allow-remote  also with an API on another machine
  --help`;

const TOP_UP = 1_000_000;
const SEATS = 2;
const PATIENCE_MS = 60_000;

type Walk = ReturnType<typeof createWalk>;
type Concert = Success<'/v1/concerts', 'get'>['items'][number];
type Schedule = Success<'/v1/concerts/{concertId}/schedules', 'get'>['items'][number];

/** The first concert with a date that has seats enough: earlier walks may have sold out the first. */
async function findSale(client: ApiClient): Promise<{ concert: Concert; schedule: Schedule }> {
  const { items: concerts } = (await client.GET('/v1/concerts', { params: { query: { limit: 100 } } })).data;
  for (const concert of concerts) {
    const params = { path: { concertId: concert.id }, query: { available: true, limit: 100 } } as const;
    const { items: schedules } = (await client.GET('/v1/concerts/{concertId}/schedules', { params })).data;
    const schedule = schedules.find(({ availableSeats }) => availableSeats >= SEATS);
    if (schedule) return { concert, schedule };
  }
  throw new Error('no concert has seats left: npm run seed adds dates');
}

/** Joins, and where there is a line, waits in it. @returns what the fan shows with each call from then on */
async function joinAndWait(walk: Walk, key: string, concertId: string, title: string) {
  const params = { path: { concertId } };
  const { token, ...joined } = await walk({
    title,
    as: { key },
    call: (client) => client.POST('/v1/concerts/{concertId}/sessions', { params }),
    expect: 201,
  });
  const fan = { key, token };
  const deadline = Date.now() + PATIENCE_MS;
  for (let { state, pollAfterSeconds } = joined; state === 'WAITING';) {
    if (Date.now() > deadline) throw new Error('not admitted within a minute: is the waiting room paused?');
    await pause(pollAfterSeconds * 1000);
    ({ state, pollAfterSeconds } = await walk({
      title: 'Ask for the place in the line',
      as: fan,
      call: (client) => client.GET('/v1/session'),
      expect: 200,
    }));
  }
  return fan;
}

async function demo(): Promise<void> {
  const { apiUrl, temporalUiUrl, temporalNamespace } = readStackEnvironment(
    process.argv.includes('--allow-remote'),
  );
  const { concert, schedule } = await findSale(createClient({ baseUrl: apiUrl }));
  const walk = createWalk(apiUrl, (text) => console.log(text));
  const signUp = async (title: string) => {
    const body = { email: `${randomUUID()}@example.org`, name: 'A fan' };
    return await walk({ title, call: (client) => client.POST('/v1/users', { body }), expect: 201 });
  };

  const { id: userId, apiKey: key } = await signUp('Sign up; the API key is shown this once');
  await walk({
    title: `Top up the wallet with ${TOP_UP.toLocaleString('en')} won`,
    as: { key },
    call: (client) => client.POST('/v1/wallet/top-ups', { body: { amount: TOP_UP } }),
    expect: 201,
  });
  await walk({ title: 'Browse the concerts', call: (client) => client.GET('/v1/concerts'), expect: 200 });
  const dates = { path: { concertId: concert.id }, query: { available: true } } as const;
  await walk({
    title: `The dates of “${concert.title}”`,
    call: (client) => client.GET('/v1/concerts/{concertId}/schedules', { params: dates }),
    expect: 200,
  });

  const joining = 'Join: a place in the line, or admitted at once where nobody waits, and the queue token';
  const fan = await joinAndWait(walk, key, concert.id, joining);
  const params = { path: { scheduleId: schedule.id } };
  const { items: seats } = await walk({
    title: `The seat map of ${schedule.startsAt}`,
    as: fan,
    call: (client) => client.GET('/v1/schedules/{scheduleId}/seats', { params }),
    expect: 200,
    draw: ({ items }) => drawSeatPlan(items),
  });
  const chosen = seats.filter(({ status }) => status === 'AVAILABLE').slice(0, SEATS);
  const seatIds = chosen.map(({ id }) => id);
  const named = chosen.map(({ seatNumber }) => seatNumber).join(' and ');
  const wanted = { scheduleId: schedule.id, seatIds };
  await walk({
    title: `Hold ${named}: a durable timer starts`,
    as: fan,
    call: (client) => client.PUT('/v1/session/hold', { body: wanted }),
    expect: 200,
  });

  const { apiKey: rivalKey } = await signUp('A second fan signs up …');
  const rival = await joinAndWait(walk, rivalKey, concert.id, '… joins …');
  const taken = { scheduleId: schedule.id, seatIds: seatIds.slice(0, 1) };
  await walk({
    title: '… and is refused a seat that is held',
    as: rival,
    call: (client) => client.PUT('/v1/session/hold', { body: taken }),
    expect: 409,
  });
  await walk({
    title: '… and leaves',
    as: rival,
    call: (client) => client.DELETE('/v1/session'),
    expect: 204,
  });

  const { reservationId } = await walk({
    title: 'Pay: wallet, payment, reservation and seats change in one transaction, and the session ends',
    as: fan,
    call: (client) => client.POST('/v1/session/payment'),
    expect: 201,
  });
  await walk({
    title: 'The reservation',
    as: { key },
    call: (client) => client.GET('/v1/reservations/{reservationId}', { params: { path: { reservationId } } }),
    expect: 200,
  });
  await walk({
    title: 'The token is dead',
    as: fan,
    call: (client) => client.GET('/v1/schedules/{scheduleId}/seats', { params }),
    expect: 401,
  });

  const workflow = encodeURIComponent(sessionWorkflowId(concert.id, userId));
  console.log(
    temporalUiUrl
      ? `\nThe session in the Temporal Web UI:\n  ${temporalUiUrl}/namespaces/${temporalNamespace}/workflows/${workflow}\n`
      : `\nThe session's workflow: ${sessionWorkflowId(concert.id, userId)}\n`,
  );
}

if (process.argv.includes('--help') || process.argv.includes('-h')) console.log(USAGE);
else {
  demo().catch((error: unknown) => {
    console.error(`\nThe walk ended early: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
