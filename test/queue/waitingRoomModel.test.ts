import fc from 'fast-check';
import type { SessionView } from '../../src/contracts/session';
import { admitted, ALL_AT_ONCE, idOf, left, opened, TestRooms } from './room';

/**
 * Random histories of one room against a model of it. A failure prints the seed and the shortest history that fails:
 * pass both to `fc.assert` to see it again.
 */
let rooms: TestRooms;
beforeAll(async () => {
  rooms = await TestRooms.open();
});
afterAll(() => rooms.close());

/** What the room should be: who is inside, and who waits, in the order of arrival. */
class Model {
  capacity: number;
  readonly line: SessionView[] = [];
  readonly inside: SessionView[] = [];
  /** Offered, and not confirmed by the workflow yet. */
  readonly offered = new Set<string>();
  readonly revisions = new Map<string, number>();

  constructor(
    readonly concertId: string,
    capacity: number,
  ) {
    this.capacity = capacity;
  }

  nextRevision(view: SessionView): number {
    const revision = (this.revisions.get(idOf(view)) ?? view.revision) + 1;
    this.revisions.set(idOf(view), revision);
    return revision;
  }

  drop(view: SessionView): void {
    for (const list of [this.line, this.inside]) {
      const index = list.findIndex((other) => idOf(other) === idOf(view));
      if (index >= 0) list.splice(index, 1);
    }
    this.offered.delete(idOf(view));
  }

  /** One of the fans who are there, in a way that shrinks well. */
  anyone(index: number): SessionView | undefined {
    const all = [...this.inside, ...this.line];
    return all[index % Math.max(all.length, 1)];
  }
}

type Step = (model: Model) => Promise<void>;

const fan = (index: number) => `fan-${index}`;

async function join(model: Model, userId: string): Promise<void> {
  const present = [...model.inside, ...model.line].find(({ identity }) => identity.userId === userId);
  const { outcome, view, ahead } = await rooms.join(model.concertId, userId);
  if (present) {
    expect({ outcome, id: idOf(view) }).toEqual({ outcome: 'EXISTING', id: idOf(present) });
    return;
  }
  expect(outcome).toBe('JOINED');
  const admits = model.line.length === 0 && model.inside.length < model.capacity;
  expect(view.state).toBe(admits ? 'ADMITTED' : 'WAITING');
  expect(ahead).toBe(admits ? 0 : model.line.length);
  const last = [...model.line, ...model.inside].map(({ identity }) => identity.place);
  expect(view.identity.place).toBeGreaterThan(Math.max(0, ...last));
  (admits ? model.inside : model.line).push(view);
}

async function offer(model: Model, most: number): Promise<void> {
  const free = Math.max(model.capacity - model.inside.length, 0);
  const expected = model.line.slice(0, Math.min(free, most));
  const given = await rooms.room.offer(model.concertId, most, 3_600_000);
  expect(given.map(idOf)).toEqual(expected.map(idOf));
  for (const view of expected) {
    model.drop(view);
    model.inside.push(view);
    model.offered.add(idOf(view));
  }
}

async function offerAgain(model: Model): Promise<void> {
  const again = await rooms.room.offer(model.concertId, 1_000, 0);
  const fresh = again.filter((view) => !model.offered.has(idOf(view)));
  const free = Math.max(model.capacity - model.inside.length, 0);
  expect(fresh.map(idOf)).toEqual(model.line.slice(0, free).map(idOf));
  expect(again.length - fresh.length).toBe(model.offered.size);
  for (const view of fresh) {
    model.drop(view);
    model.inside.push(view);
    model.offered.add(idOf(view));
  }
}

async function confirm(model: Model, index: number): Promise<void> {
  const waitingForIt = model.inside.filter((view) => model.offered.has(idOf(view)));
  const view = waitingForIt[index % Math.max(waitingForIt.length, 1)];
  if (!view) return;
  await rooms.room.publish(admitted(view, model.nextRevision(view)));
  model.offered.delete(idOf(view));
}

async function end(model: Model, index: number): Promise<void> {
  const view = model.anyone(index);
  if (!view) return;
  await rooms.room.publish(left(view, model.nextRevision(view)));
  model.drop(view);
}

async function forget(model: Model, index: number): Promise<void> {
  const view = model.anyone(index);
  if (!view) return;
  await rooms.room.forget(view);
  model.drop(view);
}

async function setCapacity(model: Model, capacity: number): Promise<void> {
  model.capacity = capacity;
  await rooms.settle(model.concertId, { capacity });
}

/** Redis loses everything, and each workflow writes its view again, in whatever order. */
async function loseAll(model: Model): Promise<void> {
  await rooms.redis.flushdb();
  for (const view of [...model.line].reverse()) {
    await rooms.room.publish({ ...opened(view), revision: model.nextRevision(view) });
  }
  for (const view of model.inside) await rooms.room.publish(admitted(view, model.nextRevision(view)));
  model.offered.clear();
  await rooms.settle(model.concertId, { capacity: model.capacity });
}

async function expectAgreement(model: Model): Promise<void> {
  const { concertId } = model;
  expect(await rooms.members(concertId, 'line')).toEqual(model.line.map(idOf));
  expect((await rooms.members(concertId, 'slots')).sort()).toEqual(model.inside.map(idOf).sort());
  expect((await rooms.members(concertId, 'offers')).sort()).toEqual([...model.offered].sort());
  expect(await rooms.room.readRoom(concertId)).toMatchObject({
    waiting: model.line.length,
    admitted: model.inside.length,
  });
}

const named = (name: string, run: Step): Step => Object.assign(run, { toString: () => name });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.nat(14).map((i) => named(`join ${i}`, (model) => join(model, fan(i)))) },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 4 }).map((n) => named(`offer ${n}`, (model) => offer(model, n))),
  },
  { weight: 1, arbitrary: fc.constant(named('offer again', offerAgain)) },
  { weight: 3, arbitrary: fc.nat(20).map((i) => named(`confirm ${i}`, (model) => confirm(model, i))) },
  { weight: 4, arbitrary: fc.nat(20).map((i) => named(`end ${i}`, (model) => end(model, i))) },
  { weight: 1, arbitrary: fc.nat(20).map((i) => named(`forget ${i}`, (model) => forget(model, i))) },
  { weight: 1, arbitrary: fc.nat(5).map((n) => named(`capacity ${n}`, (model) => setCapacity(model, n))) },
  { weight: 1, arbitrary: fc.constant(named('lose all', loseAll)) },
);

test('any history keeps capacity, order, and one session per fan', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(4),
      fc.array(anyStep, { minLength: 1, maxLength: 60 }),
      async (capacity, steps) => {
        const concertId = await rooms.concert({ capacity, admissionsPerSecond: ALL_AT_ONCE });
        const model = new Model(concertId, capacity);
        for (const step of steps) {
          const before = model.inside.length;
          await step(model);
          if (model.inside.length > before) expect(model.inside.length).toBeLessThanOrEqual(model.capacity);
          await expectAgreement(model);
        }
      },
    ),
    { numRuns: 60, endOnFailure: false },
  );
});

test('whatever the rate, no more are admitted than one second of it and the time that went by', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0.5, max: 200, noNaN: true }), fc.nat(10), async (rate, waiting) => {
      const concertId = await rooms.concert({ admissionsPerSecond: rate });
      const begin = Date.now();
      let count = 0;
      for (const turn of Array.from({ length: 10 + waiting }, (_, i) => i)) {
        if ((await rooms.join(concertId)).view.state === 'ADMITTED') count++;
        if (turn % 3 === 0) count += (await rooms.room.offer(concertId, 100, 3_600_000)).length;
      }
      const seconds = (Date.now() - begin + 2) / 1000;
      expect(count).toBeLessThanOrEqual(Math.max(1, rate) + seconds * rate);
    }),
    { numRuns: 40 },
  );
});

test('joining, offering, confirming and leaving at once, from many processes, never exceeds the capacity', async () => {
  const capacity = 5;
  const concertId = await rooms.concert({ capacity });
  let busy = true;
  let most = 0;
  const watch = (async () => {
    while (busy) most = Math.max(most, (await rooms.room.readRoom(concertId))?.admitted ?? 0);
  })();
  const visit = async (i: number): Promise<void> => {
    const room = rooms.connection(i);
    const { view } = await rooms.join(concertId, undefined, room);
    const given = await room.offer(concertId, 3, 3_600_000);
    for (const one of given) await room.publish(admitted(one));
    for (const one of given) await room.publish(left(one, 9));
    if (view.state === 'ADMITTED') await room.publish(left(view, 9));
  };
  await Promise.all(Array.from({ length: 300 }, (_, i) => visit(i)));
  while ((await rooms.members(concertId, 'line')).length > 0) {
    for (const one of await rooms.room.offer(concertId, 3, 3_600_000)) await rooms.room.publish(left(one, 9));
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
