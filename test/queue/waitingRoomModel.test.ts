import fc from 'fast-check';
import { admitted, ALL_AT_ONCE, idOf, left, TestRooms } from './room';
import { Model, PRE_SALE } from './roomModel';

/**
 * Random histories of one room against a model of it. A failure prints the seed and the shortest history that fails:
 * pass both to `fc.assert` to see it again. MODEL_RUNS=1000 looks at more histories.
 */
const RUNS = Number(process.env.MODEL_RUNS ?? 300);
const LONGEST_MS = Math.max(60_000, RUNS * 200);
const LIMITS = { silentAfterMs: 60_000, graceMs: 300_000 };
const SALE = new Date(Date.now() - 3_600_000);

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

type Step = (model: Model) => Promise<void>;

/** One of them, in a way that shrinks well. */
const pick = <T>(all: T[], index: number): T | undefined => all[index % Math.max(all.length, 1)];
const anyone = ({ inside, waiting }: Model, index: number) => pick([...inside, ...waiting], index);

async function join(model: Model, userId: string): Promise<void> {
  const present = [...model.inside, ...model.waiting].find(({ identity }) => identity.userId === userId);
  const { outcome, view, ahead } = await rooms.join(model.concertId, userId);
  if (present) {
    expect({ outcome, id: idOf(view) }).toEqual({ outcome: 'EXISTING', id: idOf(present) });
    model.heardOf(present);
  } else {
    expect(outcome).toBe('JOINED');
    const isFree = model.line.length === 0 && model.inside.length < model.capacity;
    const admits = isFree && model.isOpen && model.ready;
    expect(view.state).toBe(admits ? 'ADMITTED' : 'WAITING');
    const others = [...model.waiting, ...model.inside].map(({ identity }) => identity.place);
    if (model.isOpen) expect(view.identity.place).toBeGreaterThan(Math.max(0, ...others));
    else expect(view.identity.place).toBeLessThan(0);
    if (admits) model.inside.push(view);
    else model.enter(view);
  }
  expect(ahead).toBe(
    Math.max(
      model.line.findIndex((other) => idOf(other) === idOf(view)),
      0,
    ),
  );
}

async function poll(model: Model, index: number): Promise<void> {
  const view = anyone(model, index);
  if (!view) return;
  const { ahead } = await rooms.room.read(model.concertId, idOf(view));
  model.heardOf(view);
  expect(ahead).toBe(Math.max(model.line.indexOf(view), 0));
}

async function fallSilent(model: Model, index: number): Promise<void> {
  const view = pick(model.line, index);
  if (!view) return;
  await rooms.silence(view, 100_000);
  model.silent.add(idOf(view));
}

async function tick(model: Model, most: number, again = false): Promise<void> {
  const answer = await rooms.tick(model.concertId, { ...LIMITS, most, ...(again && { offerAgainMs: 0 }) });
  if (!model.ready) {
    expect(answer).toEqual({ outcome: 'LOST' });
    return;
  }
  model.silent.forEach((id) => model.away.add(id));
  const repeated = Math.min((again ? model.offered : model.due).size, most);
  const free = model.isOpen ? Math.max(model.capacity - model.inside.length, 0) : 0;
  const next = model.line.slice(0, Math.min(free, most - repeated));
  if (answer.outcome !== 'RUNNING') throw new Error(answer.outcome);
  const ids = answer.offered.map(idOf);
  for (const id of ids.slice(0, repeated)) {
    expect(again ? model.offered : model.due).toContain(id);
    model.due.delete(id);
  }
  expect(ids.slice(repeated)).toEqual(next.map(idOf));
  next.forEach((view) => model.takeIn(view));
  expect(answer.idle).toBe(model.waiting.length + model.offered.size === 0);
}

async function secondRunner({ concertId }: Model): Promise<void> {
  if ((await rooms.field(concertId, 'runner')) === null) return;
  expect(await rooms.tick(concertId, { runner: 'another' })).toEqual({ outcome: 'BUSY' });
}

async function admitOne(model: Model, index: number): Promise<void> {
  const view = anyone(model, index);
  if (!view) return;
  const { outcome } = await rooms.admission.admitOne(model.concertId, view.identity.userId);
  expect(outcome).toBe(model.outOfTurn(view));
  if (outcome === 'ADMITTED') model.takeIn(view);
}

async function confirm(model: Model, index: number): Promise<void> {
  const view = pick(
    model.inside.filter((one) => model.offered.has(idOf(one))),
    index,
  );
  if (!view) return;
  await rooms.room.publish(admitted(view, model.nextRevision(view)));
  model.offered.delete(idOf(view));
  model.due.delete(idOf(view));
}

async function end(model: Model, index: number): Promise<void> {
  const view = anyone(model, index);
  if (!view) return;
  await rooms.room.publish(left(view, model.nextRevision(view)));
  model.drop(view);
}

async function forget(model: Model, index: number): Promise<void> {
  const view = anyone(model, index);
  if (!view) return;
  await rooms.room.forget(view);
  model.drop(view);
}

async function setCapacity(model: Model, capacity: number): Promise<void> {
  model.capacity = capacity;
  await rooms.settle(model.concertId, model.settings);
}

async function openSale(model: Model): Promise<void> {
  model.opensAt = SALE;
  await rooms.settle(model.concertId, model.settings);
}

async function restart(model: Model): Promise<void> {
  await rooms.restartRedis(model.concertId);
  model.ready = false;
}

/** Puts everybody back, in whatever order; each fan counts as heard of where Redis did not know the session. */
async function rebuild(model: Model, order: number): Promise<void> {
  const everybody = [...model.waiting, ...model.inside];
  const mixed = everybody
    .map((view, i) => ({ view, key: ((i + 1) * order) % 31 }))
    .sort((a, b) => a.key - b.key);
  const sessions = mixed.map(({ view }) => ({
    view: model.viewOf(view),
    offered: model.offered.has(idOf(view)),
  }));
  expect(await rooms.rebuild(model.concertId, sessions, model.settings)).toBe(true);
  await rooms.setField(model.concertId, 'tokens', ALL_AT_ONCE);
  model.offered.forEach((id) => model.due.add(id));
  model.ready = true;
}

/** Redis loses everything; a rebuild that was under way is void. */
async function loseAll(model: Model, order: number): Promise<void> {
  await rooms.admission.beginRebuild(model.concertId, 'void');
  await rooms.redis.flushdb();
  await rooms.serveFor(1_000_000);
  await rooms.reopen(model.concertId, model.settings);
  expect(await rooms.admission.finishRebuild(model.concertId, 'void')).toBe(false);
  expect(await rooms.tick(model.concertId)).toEqual({ outcome: 'LOST' });
  model.silent.clear();
  model.away.clear();
  await rebuild(model, order);
}

async function expectAgreement(model: Model): Promise<void> {
  const { concertId } = model;
  const line = model.line.map(idOf);
  expect(await rooms.members(concertId, 'line')).toEqual(line);
  expect((await rooms.members(concertId, 'seen')).sort()).toEqual([...line].sort());
  expect((await rooms.members(concertId, 'away')).sort()).toEqual([...model.away].sort());
  expect((await rooms.members(concertId, 'slots')).sort()).toEqual(model.inside.map(idOf).sort());
  expect((await rooms.members(concertId, 'offers')).sort()).toEqual([...model.offered].sort());
  for (const view of [...model.inside, ...model.waiting]) {
    expect(await rooms.openSessionOf(view)).toBe(idOf(view));
  }
  expect(await rooms.room.readRoom(concertId)).toMatchObject({
    waiting: line.length,
    silent: model.away.size,
    admitted: model.inside.length,
    ready: model.ready,
  });
}

const named = (name: string, run: Step): Step => Object.assign(run, { toString: () => name });
function step<T>(
  name: string,
  weight: number,
  values: fc.Arbitrary<T>,
  run: (model: Model, value: T) => Promise<void>,
) {
  const arbitrary = values.map((value) => named(`${name} ${String(value)}`, (model) => run(model, value)));
  return { weight, arbitrary };
}
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  step('join', 10, fc.nat(14), (model, i) => join(model, `fan-${i}`)),
  step('tick', 5, fc.integer({ min: 1, max: 4 }), (model, most) => tick(model, most)),
  step('tick again', 2, fc.integer({ min: 1, max: 20 }), (model, most) => tick(model, most, true)),
  step('confirm', 4, fc.nat(20), confirm),
  step('end', 4, fc.nat(20), end),
  step('fall silent', 3, fc.nat(20), fallSilent),
  step('poll', 3, fc.nat(20), poll),
  step('admit one', 2, fc.nat(20), admitOne),
  step('open', 2, fc.constant(''), openSale),
  step('forget', 1, fc.nat(20), forget),
  step('capacity', 1, fc.nat(5), setCapacity),
  step('second runner', 1, fc.constant(''), secondRunner),
  step('restart', 1, fc.constant(''), restart),
  step('rebuild', 2, fc.nat(30), rebuild),
  step('lose all', 1, fc.nat(30), loseAll),
);

test(
  'any history keeps capacity, order, everybody in it, and one session per fan',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(4),
        fc.array(anyStep, { minLength: 1, maxLength: 60 }),
        async (capacity, steps) => {
          await rooms.serveFor(1_000_000);
          const model = new Model(await rooms.concert({ saleOpensAt: PRE_SALE, capacity }), capacity);
          for (const step of steps) {
            const before = model.inside.length;
            await step(model);
            // A capacity that was lowered lets those finish who are inside, and nobody come.
            if (model.inside.length > before) expect(model.inside.length).toBeLessThanOrEqual(model.capacity);
            await expectAgreement(model);
          }
        },
      ),
      { numRuns: RUNS, endOnFailure: false },
    );
  },
  LONGEST_MS,
);
