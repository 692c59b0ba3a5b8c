import fc from 'fast-check';
import type { SessionView } from '../../src/contracts/session';
import type { WaitingRoomSettings } from '../../src/contracts/waitingRoom';
import { admitted, ALL_AT_ONCE, idOf, left, opened, TestRooms } from './room';

/**
 * Random histories of one room against a model of it. A failure prints the seed and the shortest history that fails:
 * pass both to `fc.assert` to see it again. MODEL_RUNS=1000 looks at more histories.
 */
const RUNS = Number(process.env.MODEL_RUNS ?? 300);
const LONGEST_MS = Math.max(60_000, RUNS * 200);
const LIMITS = { silentAfterMs: 60_000, graceMs: 300_000 };
const PRE_SALE = new Date(Date.now() + 86_400_000);
const SALE = new Date(Date.now() - 3_600_000);

let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

/** What the room should be: who is inside, who waits, in the order of their places, and who of them is silent. */
class Model {
  readonly waiting: SessionView[] = [];
  readonly inside: SessionView[] = [];
  /** Not heard of for long; the next tick passes over them. */
  readonly silent = new Set<string>();
  /** Passed over. */
  readonly away = new Set<string>();
  /** Taken in, and not confirmed by the workflow yet. */
  readonly offered = new Set<string>();
  /** Those of them who were put back, and whom the next tick names at once. */
  readonly due = new Set<string>();
  readonly revisions = new Map<string, number>();
  opensAt = PRE_SALE;
  ready = true;

  constructor(
    readonly concertId: string,
    public capacity: number,
  ) {}

  get line(): SessionView[] {
    return this.waiting.filter((view) => !this.away.has(idOf(view)));
  }

  get isOpen(): boolean {
    return this.opensAt.getTime() < Date.now();
  }

  get settings(): Partial<WaitingRoomSettings> {
    return { capacity: this.capacity, saleOpensAt: this.opensAt, admissionsPerSecond: ALL_AT_ONCE };
  }

  enter(view: SessionView): void {
    this.waiting.push(view);
    this.waiting.sort((a, b) => a.identity.place - b.identity.place);
  }

  takeIn(view: SessionView): void {
    this.drop(view);
    this.inside.push(view);
    this.offered.add(idOf(view));
  }

  drop(view: SessionView): void {
    for (const list of [this.waiting, this.inside]) {
      const index = list.findIndex((other) => idOf(other) === idOf(view));
      if (index >= 0) list.splice(index, 1);
    }
    for (const set of [this.offered, this.due, this.silent, this.away]) set.delete(idOf(view));
  }

  heardOf(view: SessionView): void {
    this.silent.delete(idOf(view));
    this.away.delete(idOf(view));
  }

  nextRevision(view: SessionView): number {
    const revision = (this.revisions.get(idOf(view)) ?? view.revision) + 1;
    this.revisions.set(idOf(view), revision);
    return revision;
  }

  /** What the workflow shows: one that has been taken in and does not know still waits. */
  viewOf(view: SessionView): SessionView {
    const revision = this.nextRevision(view);
    const waits = this.offered.has(idOf(view)) || !this.inside.includes(view);
    return waits ? { ...opened(view), revision } : admitted(view, revision);
  }
}

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
  if (model.isOpen) model.silent.forEach((id) => model.away.add(id));
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
  const isFree = model.ready && model.inside.length < model.capacity;
  expect(outcome).toBe(model.inside.includes(view) ? 'ALREADY' : isFree ? 'ADMITTED' : 'FULL');
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

test('whatever the rate, no more are admitted than one second of it and the time that went by', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0.5, max: 200, noNaN: true }), fc.nat(10), async (rate, waiting) => {
      const concertId = await rooms.concert({ admissionsPerSecond: rate });
      const begin = Date.now();
      let count = 0;
      for (const turn of Array.from({ length: 10 + waiting }, (_, i) => i)) {
        if ((await rooms.join(concertId)).view.state === 'ADMITTED') count++;
        if (turn % 3 === 0) count += (await rooms.offered(concertId)).length;
      }
      const seconds = (Date.now() - begin + 2) / 1000;
      expect(count).toBeLessThanOrEqual(Math.max(1, rate) + seconds * rate);
    }),
    { numRuns: 40 },
  );
});

test('joining, ticking, confirming and leaving at once, from many processes, never exceeds the capacity', async () => {
  const capacity = 5;
  const concertId = await rooms.concert({ capacity });
  const admissions = rooms.admissions();
  let busy = true;
  let most = 0;
  const watch = (async () => {
    while (busy) most = Math.max(most, (await rooms.room.readRoom(concertId))?.admitted ?? 0);
  })();
  const visit = async (i: number): Promise<void> => {
    const room = rooms.connection(i);
    const { view } = await rooms.join(concertId, undefined, room);
    const given = await rooms.offered(concertId, { most: 3 }, admissions[i % admissions.length]);
    for (const one of given) await room.publish(admitted(one));
    for (const one of given) await room.publish(left(one, 9));
    if (view.state === 'ADMITTED') await room.publish(left(view, 9));
  };
  await Promise.all(Array.from({ length: 300 }, (_, i) => visit(i)));
  while ((await rooms.members(concertId, 'line')).length > 0) {
    for (const one of await rooms.offered(concertId, { most: 3 })) await rooms.room.publish(left(one, 9));
  }
  busy = false;
  await watch;
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(capacity);
  expect(await rooms.room.readRoom(concertId)).toMatchObject({
    waiting: 0,
    admitted: 0,
    admissionsLastMinute: 300,
  });
});
