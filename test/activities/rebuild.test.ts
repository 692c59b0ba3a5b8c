import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { rebuildRoom } from '../../src/activities/rebuildRoom';
import type { AdmissionDependencies } from '../../src/activities/admissionDependencies';
import type { SessionView } from '../../src/contracts/session';
import { idleView } from '../../src/domain/sessionView';
import { openSessions } from '../../src/persistence/reads/openSessions';
import { recordSessions } from '../../src/persistence/statements/recordSessions';
import { roomKeys } from '../../src/queue/keys';
import { createSale, visit } from '../persistence/sale';
import { admittedView, admitsOf, idsOf, RoomRunner, type FakeSessions } from './roomRunner';

let runner: RoomRunner;
let sessions: FakeSessions;
beforeAll(async () => {
  runner = await RoomRunner.open();
});
beforeEach(() => {
  sessions = runner.sessions();
});
afterAll(() => runner.close());

const rebuild = (concertId: string, changes: Partial<AdmissionDependencies> = {}, goesOn = () => true) => {
  const { db, waitingRoom, admission } = runner;
  const logger = pino({ level: 'silent' });
  const rebuilder = { db, waitingRoom, admission, sessions, logger, settleMs: 0, ...changes };
  return rebuildRoom(rebuilder, concertId, goesOn);
};
const lineOf = (concertId: string) => runner.redis.zrange(roomKeys(concertId).line, 0, '-1');
const takenIn = (views: SessionView[]) => views.map(({ identity }) => ({ identity, admittedAt: Date.now() }));
const forgetEverything = () => runner.redis.flushdb();

test('three thousand who wait are back in their order, those who came early before the others', async () => {
  const { concertId } = await runner.sale({ capacity: 0 });
  await runner.db.query(
    `WITH fans AS (
       INSERT INTO users (id, email, name)
       SELECT gen_random_uuid(), number || '@line.test', 'Fan'
         FROM generate_series(1, 3000) AS number
       RETURNING id
     )
     INSERT INTO sessions (id, user_id, concert_id, workflow_id, state, place, position_at_entry, issued_at, expires_at)
     SELECT gen_random_uuid(), id, $1, '', 'WAITING',
            CASE WHEN random() < 0.5 THEN -(random() * 4503599627370496)::bigint
                 ELSE 1790000000000 + row_number() OVER () END,
            0, now(), now() + interval '1 hour' FROM fans`,
    [concertId],
  );
  const inOrder = await openSessions(runner.db, concertId, { limit: 3_000 });
  await forgetEverything();
  expect(await rebuild(concertId)).toBe(true);
  expect(await lineOf(concertId)).toEqual(inOrder.map(({ identity }) => identity.sessionId));
  const { identity, expiresAt } = inOrder[0]!;
  expect((await runner.waitingRoom.read(concertId, identity.sessionId)).view).toEqual(
    idleView({ identity, revision: 1, admittedAt: null, admittedUntil: null, expiresAt: expiresAt! }),
  );
  expect(await runner.room(concertId)).toMatchObject({ waiting: 3_000, admitted: 0, ready: true });
});

test('who was taken in and not told yet has the slot again and is told at once', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const [taken, next] = await runner.line(concertId, sessions, 2);
  await recordSessions(runner.db, takenIn([taken!]));
  await forgetEverything();
  expect(await rebuild(concertId)).toBe(true);
  expect(await runner.room(concertId)).toMatchObject({ waiting: 1, admitted: 1 });
  expect(await lineOf(concertId)).toEqual(idsOf([next!]));
  let stopping = false;
  sessions.beforeAdmit = () => void (stopping = true);
  await runner.shift(concertId, sessions, { isStopping: () => stopping });
  expect(sessions.asked.filter((call) => call.startsWith('admit'))).toEqual(admitsOf([taken!]));
});

test('the capacity is not exceeded, whether the sessions inside are on record or only running', async () => {
  const { concertId } = await runner.sale({ capacity: 6 });
  const onArrival: SessionView[] = [];
  for (let i = 0; i < 3; i++) onArrival.push(await runner.join(concertId, sessions));
  const waiting = await runner.line(concertId, sessions, 8);
  const taken = waiting.slice(0, 3);
  await recordSessions(runner.db, takenIn(taken));
  // One of them was told, and its workflow has written to PostgreSQL only.
  const told = taken[0]!;
  sessions.open.set(told.identity.userId, admittedView(told));
  await forgetEverything();

  let most = 0;
  let ticks = 0;
  const admission = {
    ...runner.admission,
    async tick(input: Parameters<typeof runner.admission.tick>[0]) {
      const tick = await runner.admission.tick({ ...input, offerAgainMs: 1 });
      const room = await runner.waitingRoom.readRoom(concertId);
      most = Math.max(most, room?.admitted ?? 0);
      ticks += 1;
      return tick;
    },
  };
  const shift = await runner.shift(concertId, sessions, { admission, isStopping: () => ticks === 20 });
  expect(most).toBe(6);
  expect(shift.figures).toMatchObject({ admitted: 6, waiting: 5 });
  expect(await lineOf(concertId)).toEqual(idsOf(waiting.slice(3)));
});

test('when Redis loses its memory again in the middle, the rebuild begins again and loses nobody', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const inside = await runner.join(concertId, sessions);
  const waiting = await runner.line(concertId, sessions, 5);
  await forgetEverything();
  let losses = 2;
  sessions.beforeList = async () => {
    if (losses-- > 0) await forgetEverything();
  };
  let ticks = 0;
  const isStopping = () => ticks > 30;
  const admission = {
    ...runner.admission,
    tick(input: Parameters<typeof runner.admission.tick>[0]) {
      ticks += 1;
      return runner.admission.tick(input);
    },
  };
  await runner.shift(concertId, sessions, { admission, isStopping });
  expect(losses).toBeLessThan(0);
  expect(await lineOf(concertId)).toEqual(idsOf(waiting));
  expect(await runner.room(concertId)).toMatchObject({ admitted: 1, waiting: 5, ready: true });
  expect((await runner.waitingRoom.read(concertId, inside.identity.sessionId)).view?.state).toBe('ADMITTED');
});

test('who joins during the rebuild comes behind those who waited before', async () => {
  const { concertId } = await runner.sale({ capacity: 0 });
  const waiting = await runner.line(concertId, sessions, 3);
  await forgetEverything();
  const late: SessionView[] = [];
  sessions.beforeList = async () => void late.push(await runner.join(concertId, sessions));
  expect(await rebuild(concertId)).toBe(true);
  expect(late.map(({ state }) => state)).toEqual(['WAITING']);
  expect(await lineOf(concertId)).toEqual(idsOf([...waiting, ...late]));
});

test('a session inside whose workflow is gone gives its slot back', async () => {
  const { concertId } = await runner.sale({ capacity: 2 });
  const [gone, stays] = await runner.line(concertId, sessions, 2);
  await recordSessions(runner.db, takenIn([gone!, stays!]));
  sessions.open.delete(gone!.identity.userId);
  await forgetEverything();
  expect(await rebuild(concertId)).toBe(true);
  expect(await runner.room(concertId)).toMatchObject({ admitted: 1, waiting: 0 });
  const open = await openSessions(runner.db, concertId, { limit: 10 });
  expect(open.map(({ identity }) => identity.sessionId)).toEqual([stays!.identity.sessionId]);
});

test('a row that waits gives way to the later session of its fan that is inside', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const [left] = await runner.line(concertId, sessions, 1);
  const later = { ...visit(concertId, left!.identity.userId).identity, sessionId: randomUUID() };
  sessions.open.set(later.userId, admittedView({ ...left!, identity: later }));
  await forgetEverything();
  expect(await rebuild(concertId)).toBe(true);
  expect(await runner.room(concertId)).toMatchObject({ admitted: 1, waiting: 0 });
  expect((await runner.admission.sessionOf(concertId, later.userId))?.identity.sessionId).toBe(
    later.sessionId,
  );
});

test('a session that does not answer keeps its slot, on record or not', async () => {
  const { concertId } = await runner.sale({ capacity: 2 });
  const onArrival = await runner.join(concertId, sessions);
  const [offered, waits] = await runner.line(concertId, sessions, 2);
  await recordSessions(runner.db, takenIn([offered!]));
  await forgetEverything();
  const mute = Object.assign(runner.sessions(), {
    open: sessions.open,
    viewOf: () => Promise.reject(new Error('deadline exceeded')),
  });
  expect(await rebuild(concertId, { sessions: mute })).toBe(true);
  expect(await runner.room(concertId)).toMatchObject({ ready: true, admitted: 2, waiting: 1 });
  for (const { identity } of [onArrival, offered!]) {
    const { view } = await runner.waitingRoom.read(concertId, identity.sessionId);
    expect(view).toMatchObject({ state: 'ADMITTED', revision: 0 });
  }
  // What the workflow writes next is newer.
  const { view } = await runner.waitingRoom.read(concertId, waits!.identity.sessionId);
  expect(await runner.waitingRoom.publish(admittedView(onArrival))).toBe(true);
  expect(view).toMatchObject({ state: 'WAITING' });
});

test('who waits and is not on record yet is back in the order of arrival', async () => {
  const { concertId } = await runner.sale({ capacity: 0 });
  const waiting = await runner.line(concertId, sessions, 6);
  const late = [waiting[1]!, waiting[4]!];
  // Their APIs did not come to it.
  await runner.db.query('DELETE FROM sessions WHERE id = ANY ($1)', [idsOf(late)]);
  await forgetEverything();
  expect(await rebuild(concertId)).toBe(true);
  expect(await lineOf(concertId)).toEqual(idsOf(waiting));
  expect(idsOf(await openSessions(runner.db, concertId, { limit: 10 }))).toEqual(idsOf(waiting));
  expect(await runner.waitingRoom.publish(waiting[1]!)).toBe(true);
  expect(await lineOf(concertId)).toEqual(idsOf(waiting));
});

test('a payment under way is put back as the hold it is until it is decided', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const { identity } = await runner.join(concertId, sessions);
  const paying = { ...sessions.open.get(identity.userId)!, state: 'PAYING' as const };
  sessions.open.set(identity.userId, paying);
  await forgetEverything();
  await rebuild(concertId);
  expect((await runner.waitingRoom.read(concertId, identity.sessionId)).view?.state).toBe('HOLDING');
});

test('a Redis that was started again gives up who has ended since', async () => {
  const { concertId } = await runner.sale({ capacity: 2 });
  const [ghost, stays] = [await runner.join(concertId, sessions), await runner.join(concertId, sessions)];
  sessions.open.delete(ghost.identity.userId);
  await runner.redis.hset(roomKeys(concertId).room, 'readyOn', 'the run before');
  expect(await rebuild(concertId)).toBe(true);
  expect(await runner.room(concertId)).toMatchObject({ ready: true, admitted: 1 });
  expect(await runner.admission.sessionOf(concertId, ghost.identity.userId)).toBeNull();
  expect(await runner.admission.sessionOf(concertId, stays.identity.userId)).not.toBeNull();
});

test('a rebuild that is told to give up leaves the room to the next runner', async () => {
  const { concertId } = await runner.sale({ capacity: 0 });
  await runner.line(concertId, sessions, 1);
  await forgetEverything();
  expect(await rebuild(concertId, {}, () => false)).toBe(false);
  expect(await runner.room(concertId)).toMatchObject({ ready: false });
  expect(await rebuild(concertId)).toBe(true);
});

test('a room to which nobody ever came is complete as it is', async () => {
  const { concertId } = await createSale(runner.db);
  sessions.beforeList = () => {
    throw new Error('nobody has to be asked');
  };
  expect(await rebuild(concertId)).toBe(true);
  expect(await runner.room(concertId)).toMatchObject({ ready: true, waiting: 0 });
});
