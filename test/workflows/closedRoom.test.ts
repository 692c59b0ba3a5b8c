import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { fakeRoomActivities, type FakeRoomActivities } from '../support/fakeRoomActivities';
import { atRest, FAN_ID, statusOf, until, withRoom, type RoomHandle } from '../support/runningRoom';
import { timeSkippingEnvironment } from '../support/timeSkipping';

let environment: TestWorkflowEnvironment;
let activities: FakeRoomActivities;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
});
afterAll(() => environment.teardown());
beforeEach(() => {
  activities = fakeRoomActivities();
});

const shifts = () => activities.steps.filter((step) => step === 'admitFans').length;
const send = (room: RoomHandle, name: string, message: object = {}) =>
  room.executeUpdate(name, { args: [{ by: 'box office', why: 'a test', ...message }] });

describe('a room that an operator closes', () => {
  test.each(['waiting', 'silent', 'admitted'] as const)(
    'with somebody %s looks again once a minute, and ends when they have left',
    async (people) => {
      activities.room[people] = 1;
      await withRoom(environment, activities, {}, async (room) => {
        await send(room, 'close');
        await until(() => shifts() === 1);
        await atRest(room);
        await environment.sleep(185_000);
        expect(shifts()).toBe(4);
        activities.room[people] = 0;
        await room.result();
        expect(shifts()).toBe(5);
      });
    },
  );

  test('and reopens has no timer any more', async () => {
    activities.room.admitted = 1;
    await withRoom(environment, activities, {}, async (room) => {
      await send(room, 'close');
      await until(() => shifts() === 1);
      await atRest(room);
      await send(room, 'reopen');
      await until(() => shifts() === 2);
      await environment.sleep(600_000);
      expect(shifts()).toBe(2);
      expect((await statusOf(room)).figures?.state).toBe('OPEN');
    });
  });

  test('ends at once when the last one is removed', async () => {
    activities.room.admitted = 1;
    await withRoom(environment, activities, {}, async (room) => {
      await send(room, 'close');
      await until(() => shifts() === 1);
      await atRest(room);
      await send(room, 'removeOne', { userId: FAN_ID });
      expect(await room.result()).toMatchObject({ figures: { admitted: 0 } });
      expect(shifts()).toBe(1);
    });
  });

  test('ends once a shift has found that everybody has left', async () => {
    await withRoom(environment, activities, {}, async (room) => {
      await send(room, 'close');
      expect(await room.result()).toMatchObject({ outcome: 'CLOSED', figures: { state: 'CLOSED' } });
      expect(activities.steps).toEqual(['changeRoom {"closed":true}', 'admitFans']);
    });
  });
});
