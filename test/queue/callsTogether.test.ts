import { randomUUID } from 'node:crypto';
import { callsTogether } from '../../src/queue/callsTogether';
import { idOf, TestRooms } from './room';

describe('polls that come together', () => {
  let rooms: TestRooms;
  beforeAll(async () => {
    rooms = await TestRooms.open();
  });
  afterAll(() => rooms.close());

  test('share one round trip per concert, and each gets its own answer', async () => {
    const lines = await Promise.all(
      [3, 2].map(async (fans) => {
        const concertId = await rooms.concert({ paused: true });
        return (await rooms.joinMany(concertId, fans)).map((view, ahead) => ({ concertId, view, ahead }));
      }),
    );
    const fans = lines.flat();
    const sent = jest.spyOn(rooms.redis, 'sendCommand');
    const answers = await Promise.all(
      fans.map(({ concertId, view }) => rooms.room.read(concertId, idOf(view))),
    );
    expect(sent).toHaveBeenCalledTimes(2);
    sent.mockRestore();
    expect(answers.map(({ view, ahead, room }) => ({ view, ahead, waiting: room?.waiting }))).toEqual(
      lines.flatMap((line) => line.map(({ view, ahead }) => ({ view, ahead, waiting: line.length }))),
    );
  });

  test('of more than a hundred fans go in several', async () => {
    const concertId = await rooms.concert({ paused: true });
    const { view } = await rooms.join(concertId);
    const sent = jest.spyOn(rooms.redis, 'sendCommand');
    const ids = [...Array.from({ length: 249 }, () => randomUUID()), idOf(view)];
    const answers = await Promise.all(ids.map((id) => rooms.room.read(concertId, id)));
    expect(sent).toHaveBeenCalledTimes(3);
    sent.mockRestore();
    expect(answers.map((answer) => answer.view)).toEqual([...Array<null>(249).fill(null), view]);
  });

  test('are each a sign of life', async () => {
    const concertId = await rooms.concert({ paused: true });
    const views = await rooms.joinMany(concertId, 3);
    for (const view of views) await rooms.silence(view, 60_000);
    await rooms.serveFor(3_600_000);
    await rooms.run(concertId, { silentAfterMs: 30_000 });
    expect(await rooms.room.readRoom(concertId)).toMatchObject({ waiting: 0, silent: 3 });
    const answers = await Promise.all(views.map((view) => rooms.room.read(concertId, idOf(view))));
    expect(answers.map(({ room }) => room)).toEqual(
      Array(3).fill(expect.objectContaining({ waiting: 3, silent: 0 })),
    );
    expect(answers[2]?.ahead).toBe(2);
  });

  test('ask one caller to wake the room', async () => {
    const concertId = await rooms.concert({ paused: true });
    const views = await rooms.joinMany(concertId, 3);
    await rooms.setField(concertId, 'wokenAt', 0);
    const answers = await Promise.all(views.map((view) => rooms.room.read(concertId, idOf(view))));
    expect(answers.map(({ wake }) => wake)).toEqual([true, false, false]);
  });
});

describe('reads of one turn', () => {
  test('all fail with what their call throws, and those of other concerts do not', async () => {
    const failure = new Error('Redis is away');
    const read = callsTogether((concertId, ids: string[]) =>
      concertId === 'away' ? Promise.reject(failure) : Promise.resolve(ids),
    );
    const outcomes = await Promise.allSettled([read('away', 'a'), read('here', 'b'), read('away', 'c')]);
    expect(outcomes).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'fulfilled', value: 'b' },
      { status: 'rejected', reason: failure },
    ]);
  });

  test('wait for no call that is under way', async () => {
    const calls: string[][] = [];
    let answerFirst = (): void => undefined;
    const read = callsTogether(async (_concertId, ids: string[]) => {
      calls.push(ids);
      if (calls.length === 1) await new Promise<void>((resolve) => (answerFirst = resolve));
      return ids;
    });
    const first = read('1', 'a');
    await new Promise(setImmediate);
    expect(await read('1', 'b')).toBe('b');
    answerFirst();
    expect(await first).toBe('a');
    expect(calls).toEqual([['a'], ['b']]);
  });
});
