import { MockActivityEnvironment } from '@temporalio/testing';
import type { WaitingRoomActivities } from '../../src/contracts/waitingRoom';
import { findSessionRecord } from '../../src/persistence/reads/sessionRecord';
import { createSale } from '../persistence/sale';
import { admitsOf, idsOf, quietEnvironment, RoomRunner, type FakeSessions } from './roomRunner';

let runner: RoomRunner;
let sessions: FakeSessions;
beforeAll(async () => {
  runner = await RoomRunner.open();
});
beforeEach(() => {
  sessions = runner.sessions();
});
afterAll(() => runner.close());

type Operation = 'changeRoom' | 'admitOne' | 'removeOne';

function operate<Name extends Operation>(
  name: Name,
  input: Parameters<WaitingRoomActivities[Name]>[0],
  environment: MockActivityEnvironment = quietEnvironment(),
): ReturnType<WaitingRoomActivities[Name]> {
  const operation = runner.activities(sessions)[name] as (
    input: unknown,
  ) => ReturnType<WaitingRoomActivities[Name]>;
  return environment.run(operation, input) as ReturnType<WaitingRoomActivities[Name]>;
}
const refused = { type: 'INVALID_TRANSITION', nonRetryable: true };

test('a change is stored, takes effect at once, and is answered with the room as it is afterwards', async () => {
  const { concertId } = await runner.sale();
  await runner.line(concertId, sessions, 2);
  const change = { paused: true, capacity: 7, admissionsPerSecond: 0.5 };
  expect(await operate('changeRoom', { concertId, change })).toMatchObject({
    state: 'PAUSED',
    ...change,
    waiting: 2,
    seats: { available: 1, held: 0, sold: 0 },
  });
  expect(await runner.settings(concertId)).toMatchObject(change);
  expect(await runner.room(concertId)).toMatchObject(change);
  expect(await operate('changeRoom', { concertId, change: { closed: true } })).toMatchObject({
    state: 'CLOSED',
  });
});

test('a room to which nobody came yet is changed without being opened', async () => {
  const { concertId } = await createSale(runner.db);
  const figures = await operate('changeRoom', { concertId, change: { capacity: 3 } });
  expect(figures).toMatchObject({ state: 'OPEN', capacity: 3, waiting: 0, silent: 0, admitted: 0 });
  expect(await runner.waitingRoom.readRoom(concertId)).toBeNull();
});

test('a room of an unknown concert is CONCERT_NOT_FOUND', async () => {
  await expect(operate('changeRoom', { concertId: '1', change: { paused: true } })).rejects.toMatchObject({
    type: 'CONCERT_NOT_FOUND',
    nonRetryable: true,
  });
});

test('a fan admitted out of turn is on record, is told, and comes before those ahead; again it is the same', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const views = await runner.line(concertId, sessions, 3);
  const last = views[2]!;
  const input = { concertId, userId: last.identity.userId };
  expect(await operate('admitOne', input)).toMatchObject({ waiting: 2, admitted: 1 });
  expect(await operate('admitOne', input)).toMatchObject({ waiting: 2, admitted: 1 });
  expect(sessions.asked).toEqual(admitsOf([last]));
  expect(await findSessionRecord(runner.db, last.identity.sessionId)).toMatchObject({ state: 'PROGRESS' });
  await expect(operate('admitOne', { concertId, userId: views[0]!.identity.userId })).rejects.toMatchObject(
    refused,
  );
});

test('an admission out of turn that was not told is told by the next try', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const [view] = await runner.line(concertId, sessions, 1);
  let failures = 1;
  sessions.beforeAdmit = () => {
    if (failures-- > 0) throw new Error('deadline exceeded');
  };
  const input = { concertId, userId: view!.identity.userId };
  await expect(operate('admitOne', input)).rejects.toThrow('deadline exceeded');
  expect(await operate('admitOne', input)).toMatchObject({ admitted: 1 });
  expect(sessions.asked).toEqual(admitsOf([view!, view!]));
});

test('nobody without an open session is admitted or removed', async () => {
  const { concertId } = await runner.sale();
  const input = { concertId, userId: '00000000-0000-7000-8000-000000000000' };
  await expect(operate('admitOne', input)).rejects.toMatchObject(refused);
  await expect(operate('removeOne', input)).rejects.toMatchObject(refused);
});

test('a fan is removed, waiting or admitted, also when Redis has lost the session', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const inside = await runner.join(concertId, sessions);
  const [waiting, lost] = await runner.line(concertId, sessions, 2);
  expect(await operate('removeOne', { concertId, userId: inside.identity.userId })).toMatchObject({
    admitted: 0,
    waiting: 2,
  });
  expect(await operate('removeOne', { concertId, userId: waiting!.identity.userId })).toMatchObject({
    waiting: 1,
  });
  await runner.redis.flushdb();
  await operate('removeOne', { concertId, userId: lost!.identity.userId });
  expect(sessions.asked.filter((call) => call.startsWith('remove'))).toEqual(
    idsOf([inside, waiting!, lost!]).map((id) => `remove ${id}`),
  );
  expect(sessions.open.size).toBe(0);
});

test('a removal whose answer was lost succeeds when it is tried again', async () => {
  const { concertId } = await runner.sale({ capacity: 1 });
  const inside = await runner.join(concertId, sessions);
  const input = { concertId, userId: inside.identity.userId };
  await operate('removeOne', input);
  const again = new MockActivityEnvironment({ attempt: 2 });
  expect(await operate('removeOne', input, again)).toMatchObject({ admitted: 0 });
  await expect(operate('removeOne', input)).rejects.toMatchObject(refused);
});
