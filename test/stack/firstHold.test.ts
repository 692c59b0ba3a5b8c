import pino from 'pino';
import { createFirstHold, type MakeFirstHold } from '../../src/api/firstHold';
import { sessionLimits } from '../../src/api/wiring';
import { SEATS, SESSION_STATE } from '../../src/contracts/searchAttributes';
import type { SessionView } from '../../src/contracts/session';
import { FIRST_HOLD_NUMBER } from '../../src/domain/firstHold';
import { runAudit } from '../../src/operations/audit';
import { holdSeats } from '../../src/persistence/statements/holdSeats';
import { roomKeys } from '../../src/queue/keys';
import { ApiClient, type Fan } from '../support/apiClient';
import { until } from '../support/runningRoom';
import { startStack, type RunningStack } from '../support/runningStack';
import { askIn, costOf, visitTo, type Visit } from './visit';

/** The first hold of a fan who was admitted on arrival: the API makes it, and the session's workflow sleeps on. */
let stack: RunningStack;
let api: ApiClient;

beforeAll(async () => {
  stack = await startStack();
  api = new ApiClient(stack);
});
afterAll(async () => {
  expect(await runAudit(stack.db)).toEqual([]);
  await stack.close();
});

interface Chooser extends Visit {
  scheduleId: string;
  seats: string[];
}

/** A fan with money who has looked at the seats. */
async function chooser(on = stack): Promise<Chooser> {
  const { concertId, scheduleId } = await new ApiClient(on).onSale({ seats: 5 });
  return await chooserOf(on, concertId, scheduleId);
}

async function chooserOf(on: RunningStack, concertId: string, scheduleId: string): Promise<Chooser> {
  const visit = await visitTo(on, concertId, 'ADMITTED');
  const seats = await new ApiClient(on).seatIds(visit.fan, scheduleId);
  return { ...visit, scheduleId, seats };
}

async function topUp(fan: Fan): Promise<void> {
  const body = { amount: 1000 };
  await api.must(201, 'POST', '/v1/wallet/top-ups', { fan, body, idempotencyKey: `top-up-${fan.id}` });
}

async function freeSeats(through: ApiClient, fan: Fan, scheduleId: string): Promise<string[]> {
  const { items } = await through.must(200, 'GET', `/v1/schedules/${scheduleId}/seats`, { fan });
  const seats = items as { id: string; status: string }[];
  return seats.flatMap(({ id, status }) => (status === 'AVAILABLE' ? [id] : []));
}

async function viewOf({ concertId, fan }: Visit, on = stack): Promise<SessionView> {
  return (await on.waitingRoom.read(concertId, fan.sessionId!)).view!;
}

/** As if the API had come to an end after PostgreSQL had decided: neither Redis nor the workflow was told. */
async function holdUnheard(visit: Chooser, on = stack): Promise<string> {
  const { holdMs, maxSeats } = sessionLimits(on.config);
  const request = { scheduleId: visit.scheduleId, seatIds: [visit.seats[0]!] };
  const view = await viewOf(visit, on);
  const made = await holdSeats(on.db, {
    ...{ ...view, holdNumber: FIRST_HOLD_NUMBER, holdMs, maxSeats, request },
  });
  if (made.outcome !== 'HELD') throw new Error(`not held: ${made.outcome}`);
  return made.hold.reservationId;
}

const SLEEPS = { events: 2, workflowTasks: 0 };

test('costs one event and no workflow task; the payment 8 in one', async () => {
  const visit = await chooser();
  const { fan, scheduleId, seats, handle } = visit;
  await topUp(fan);
  const held = await api.hold(fan, scheduleId, [seats[0]]);
  expect(held).toMatchObject({ status: 200, body: { amount: 1000 } });
  expect(await api.session(fan)).toMatchObject({
    state: 'HOLDING',
    hold: { reservationId: held.body.reservationId },
  });
  expect(await costOf(visit)).toEqual(SLEEPS);
  expect(await api.pay(fan)).toMatchObject({
    status: 201,
    body: { reservationId: held.body.reservationId },
  });
  await handle.result();
  // Started, signalled, the task 3, accepted, marker, search attributes, two completed.
  expect(await costOf(visit)).toEqual({ events: 10, workflowTasks: 1 });
});

test('operators find what was bought by its seats', async () => {
  const { fan, scheduleId, seats, handle } = await chooser();
  await topUp(fan);
  const held = await api.hold(fan, scheduleId, [seats[0]]);
  await api.pay(fan);
  await handle.result();
  const { typedSearchAttributes: found } = await handle.describe();
  expect(found.get(SESSION_STATE)).toBe('CONFIRMED');
  expect(found.get(SEATS)).toEqual((held.body.seats as { seatNumber: string }[]).map((s) => s.seatNumber));
});

test('that is not paid at once is shown to operators, and then hears signals', async () => {
  const soon = await startStack({ HOLD_SHOWN_AFTER_SECONDS: '1' });
  try {
    const visit = await chooser(soon);
    const { fan, scheduleId, seats, handle } = visit;
    await new ApiClient(soon).hold(fan, scheduleId, [seats[0]]);
    await until(async () => {
      const { typedSearchAttributes: found } = await handle.describe();
      return found.get(SESSION_STATE) === 'HOLDING' && found.get(SEATS)?.length === 1;
    });
    expect((await costOf(visit)).workflowTasks).toBe(1);
    await handle.signal('operatorReleaseHold', { by: 'operator', why: 'a test' });
    await new ApiClient(soon).until(fan, 'ADMITTED');
  } finally {
    await soon.close();
  }
}, 60_000);

test('that was paid at once wakes nobody later', async () => {
  const soon = await startStack({ HOLD_SHOWN_AFTER_SECONDS: '1' });
  try {
    const through = new ApiClient(soon);
    const { concertId, scheduleId } = await through.onSale({ seats: 1 });
    const fan = await through.fan({ balance: 1000 });
    await through.join(fan, concertId);
    await through.hold(fan, scheduleId, await through.seatIds(fan, scheduleId));
    expect((await through.pay(fan)).status).toBe(201);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await through.session(fan)).toMatchObject({ state: 'CONFIRMED' });
  } finally {
    await soon.close();
  }
});

test('is made while no worker runs', async () => {
  const alone = await startStack();
  try {
    const { fan, scheduleId, seats } = await chooser(alone);
    await alone.stopWorker(0);
    expect((await new ApiClient(alone).hold(fan, scheduleId, [seats[0]])).status).toBe(200);
  } finally {
    await alone.close();
  }
});

test('is known when Redis has lost it', async () => {
  const visit = await chooser();
  const { fan, concertId, scheduleId, seats } = visit;
  await api.hold(fan, scheduleId, [seats[0]]);
  const view = await viewOf(visit);
  expect(await askIn(stack, { concertId, userId: fan.id })).toEqual(view);
  const before = await api.session(fan);
  await stack.redis.flushdb();
  expect(await api.session(fan)).toEqual(before);
  await until(async () => (await stack.waitingRoom.readRoom(concertId))?.ready === true);
  expect(await api.session(fan)).toEqual(before);
  expect(await costOf(visit)).toEqual(SLEEPS);
}, 60_000);

test('of one who asks for other seats at the same moment ends in one hold, of what was answered last', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { fan, scheduleId, seats } = await chooser();
    const answers = await Promise.all(seats.map((seat) => api.hold(fan, scheduleId, [seat])));
    expect(answers.map(({ status }) => status)).toEqual(seats.map(() => 200));
    const { hold } = await api.session(fan);
    expect(answers.map(({ body }) => body.reservationId as string)).toContain(hold.reservationId);
    const held = await stack.db.query<{ id: string }[]>(
      `SELECT id FROM reservations WHERE user_id = $1 AND status = 'HELD'`,
      [fan.id],
    );
    expect(held).toEqual([{ id: hold.reservationId }]);
    await api.must(204, 'DELETE', '/v1/session', { fan });
  }
});

test('of a seat that another fan was faster with is refused, and costs nothing', async () => {
  const owner = await chooser();
  const { concertId, scheduleId, seats } = owner;
  const other = await chooserOf(stack, concertId, scheduleId);
  await api.hold(owner.fan, scheduleId, [seats[0]]);
  const refused = await api.hold(other.fan, scheduleId, [seats[0], seats[1]]);
  expect(refused).toMatchObject({ status: 409, body: { code: 'SEAT_HELD', seatIds: [seats[0]] } });
  const tooMany = await api.hold(other.fan, scheduleId, seats.slice(1).concat('999999999'));
  expect(tooMany).toMatchObject({ status: 404, body: { code: 'SEAT_NOT_FOUND' } });
  expect(await costOf(other)).toEqual({ events: 1, workflowTasks: 0 });
});

test('that the API did not come to tell of is the same hold when the fan asks again', async () => {
  const visit = await chooser();
  const { fan, scheduleId, seats } = visit;
  await topUp(fan);
  const reservationId = await holdUnheard(visit);
  expect(await api.session(fan)).toMatchObject({ state: 'ADMITTED', hold: null });
  expect(await api.hold(fan, scheduleId, [seats[0]])).toMatchObject({ status: 200, body: { reservationId } });
  expect(await costOf(visit)).toEqual(SLEEPS);
  expect(await api.pay(fan)).toMatchObject({ status: 201, body: { reservationId } });
});

test('that the API did not come to tell of is swapped when the fan asks for other seats', async () => {
  const visit = await chooser();
  const { fan, scheduleId, seats } = visit;
  const reservationId = await holdUnheard(visit);
  const other = await api.hold(fan, scheduleId, [seats[1]]);
  expect(other).toMatchObject({ status: 200, body: { seats: [{ id: seats[1] }] } });
  expect(other.body.reservationId).not.toBe(reservationId);
  expect((await costOf(visit)).workflowTasks).toBe(1);
  expect(await freeSeats(api, fan, scheduleId)).toContain(seats[0]);
});

test('that the API did not come to tell of ends with the visit', async () => {
  const visit = await chooser();
  await holdUnheard(visit);
  await api.must(204, 'DELETE', '/v1/session', { fan: visit.fan });
  const next = await chooserOf(stack, visit.concertId, visit.scheduleId);
  expect(await freeSeats(api, next.fan, visit.scheduleId)).toContain(visit.seats[0]);
});

test('that the API did not come to tell of is paid by a fan who takes it for granted', async () => {
  const visit = await chooser();
  await topUp(visit.fan);
  const reservationId = await holdUnheard(visit);
  expect(await api.pay(visit.fan)).toMatchObject({ status: 201, body: { reservationId } });
});

test('that the API did not come to tell of is let go by a fan who does not want it', async () => {
  const visit = await chooser();
  const { fan, scheduleId, seats } = visit;
  await holdUnheard(visit);
  await api.must(204, 'DELETE', '/v1/session/hold', { fan });
  expect(await freeSeats(api, fan, scheduleId)).toEqual(seats);
  expect(await api.session(fan)).toMatchObject({ state: 'ADMITTED', hold: null });
});

test('after an action of an operator that was refused is held, and paid', async () => {
  const { fan, scheduleId, seats, handle } = await chooser();
  await topUp(fan);
  const message = { by: 'operator', why: 'a test', actionId: 'nothing-to-release' };
  const refused = handle.executeUpdate('operatorReleaseHold', { args: [message] });
  await expect(refused).rejects.toMatchObject({ cause: { type: 'INVALID_TRANSITION' } });
  expect((await api.hold(fan, scheduleId, [seats[0]])).status).toBe(200);
  expect((await api.pay(fan)).status).toBe(201);
});

test('of a session that an API before this one started is an update', async () => {
  const visit = await chooser();
  const { fan, concertId, scheduleId, seats } = visit;
  const { firstTaskAt, ...view } = await viewOf(visit);
  expect(firstTaskAt).toBeGreaterThan(Date.now());
  await stack.redis.set(roomKeys(concertId).sessionPrefix + fan.sessionId, JSON.stringify(view), 'KEEPTTL');
  expect((await api.hold(fan, scheduleId, [seats[0]])).status).toBe(200);
  expect((await costOf(visit)).workflowTasks).toBe(1);
});

describe('when', () => {
  let makeFirstHold: MakeFirstHold;
  let told: boolean;
  const counted: string[] = [];

  beforeEach(() => {
    told = true;
    counted.length = 0;
    makeFirstHold = createFirstHold({
      ...{ client: stack.client, db: stack.db, limits: sessionLimits(stack.config) },
      waitingRoom: { publish: () => (told ? Promise.resolve(true) : Promise.reject(new Error('no Redis'))) },
      stepTally: { ended: (step, outcome) => void counted.push(`${step} ${outcome}`) },
      logger: pino({ level: 'silent' }),
    });
  });

  test('Redis cannot be told, the workflow is asked, which tells it later', async () => {
    const visit = await chooser();
    const { scheduleId, seats, fan } = visit;
    told = false;
    const request = { scheduleId, seatIds: [seats[0]!] };
    const message = { sessionId: fan.sessionId! };
    expect(await makeFirstHold(await viewOf(visit), request, message)).toBeNull();
    expect(counted).toEqual(['holdSeats left to the workflow']);
    expect((await api.hold(fan, scheduleId, [seats[0]])).status).toBe(200);
  });

  test('the workflow is gone, it is refused as over', async () => {
    const visit = await chooser();
    const { scheduleId, seats, fan, handle } = visit;
    const view = await viewOf(visit);
    await handle.terminate();
    const request = { scheduleId, seatIds: [seats[0]!] };
    const gone = makeFirstHold(view, request, { sessionId: fan.sessionId! });
    await expect(gone).rejects.toMatchObject({ name: 'WorkflowNotFoundError' });
    expect(counted).toEqual(['holdSeats QUEUE_TOKEN_EXPIRED']);
    expect(await api.hold(fan, scheduleId, [seats[0]])).toMatchObject({
      status: 401,
      body: { code: 'QUEUE_TOKEN_EXPIRED' },
    });
    const next = await chooserOf(stack, visit.concertId, scheduleId);
    expect(await freeSeats(api, next.fan, scheduleId)).toEqual(seats);
  });

  test('the session has ended, the workflow is asked, which says so', async () => {
    const visit = await chooser();
    const view = await viewOf(visit);
    await api.must(204, 'DELETE', '/v1/session', { fan: visit.fan });
    const request = { scheduleId: visit.scheduleId, seatIds: [visit.seats[0]!] };
    expect(await makeFirstHold(view, request, { sessionId: visit.fan.sessionId! })).toBeNull();
  });
});

describe('with holds of 2 seconds', () => {
  let brief: RunningStack;
  let through: ApiClient;
  beforeAll(async () => {
    brief = await startStack({ HOLD_SECONDS: '2' });
    through = new ApiClient(brief);
  });
  afterAll(async () => {
    expect(await runAudit(brief.db)).toEqual([]);
    await brief.close();
  });

  test('it runs out by itself, and the seat is free again', async () => {
    const { fan, scheduleId, seats } = await chooser(brief);
    await through.hold(fan, scheduleId, [seats[0]]);
    await through.until(fan, 'ADMITTED');
    expect(await freeSeats(through, fan, scheduleId)).toEqual(seats);
    expect(await through.pay(fan)).toMatchObject({ status: 410, body: { code: 'HOLD_EXPIRED' } });
  });

  test('one that the API did not come to tell of is found, shown, and runs out', async () => {
    const visit = await chooser(brief);
    const { fan, scheduleId, seats } = visit;
    // Late, so that there is time to see it.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const reservationId = await holdUnheard(visit, brief);
    await through.until(fan, 'HOLDING');
    expect((await through.session(fan)).hold).toMatchObject({ reservationId });
    await through.until(fan, 'ADMITTED');
    expect(await freeSeats(through, fan, scheduleId)).toEqual(seats);
  });

  test('who only looks has a workflow task when a hold made at once would have run out', async () => {
    const visit = await chooser(brief);
    await until(async () => (await costOf(visit)).workflowTasks > 0);
    // Started, the task 3, marker, the timer of the window.
    expect(await costOf(visit)).toEqual({ events: 6, workflowTasks: 1 });
    const { fan, scheduleId, seats } = visit;
    expect((await through.hold(fan, scheduleId, [seats[0]])).status).toBe(200);
    expect((await costOf(visit)).workflowTasks).toBe(2);
  });
});
