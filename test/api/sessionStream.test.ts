import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { Problem } from '../../src/api/problem';
import type { SessionSnapshot } from '../../src/api/sessionGateway';
import { streamSession } from '../../src/api/sessionStream';
import { FakeSessions } from './fakeSessions';

/** As much of a response as a stream uses. */
class FakeResponse extends EventEmitter {
  written: string[] = [];
  headersSent = false;
  writableNeedDrain = false;
  writableEnded = false;
  destroyed = false;
  closed = false;
  status = () => this;
  set = () => this;
  getHeader = () => undefined;
  write(text: string): void {
    this.headersSent = true;
    this.written.push(text);
  }
  end(): void {
    this.writableEnded = true;
    this.emit('close');
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

const HEARTBEAT = ':\n\n';

describe('a stream, in time', () => {
  let response: FakeResponse;
  let snapshot: SessionSnapshot;
  let change: () => void;
  let subscribed: boolean;
  const read = jest.fn<Promise<SessionSnapshot>, []>();

  beforeEach(async () => {
    jest.useFakeTimers();
    response = new FakeResponse();
    ({ snapshot } = await new FakeSessions().join('a fan', '1'));
    read.mockReset().mockImplementation(() => Promise.resolve(snapshot));
  });
  afterEach(() => {
    response.destroy();
    expect(subscribed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  async function stream(): Promise<void> {
    const request = { method: 'GET', get: () => undefined } as unknown as Request;
    await streamSession(request, response as unknown as Response, {
      read,
      subscribe(listener) {
        change = listener;
        subscribed = true;
        return Promise.resolve(() => (subscribed = false));
      },
    });
  }
  const become = (state: SessionSnapshot['view']['state'], revision: number): void => {
    snapshot = { ...snapshot, view: { ...snapshot.view, state, revision } };
  };
  const events = (): string[] => response.written.filter((text) => text.startsWith('event:'));
  const states = (): string[] => events().map((text) => /"state":"(\w+)"/.exec(text)?.[1] ?? '');

  test('has a heartbeat every 15 s', async () => {
    become('ADMITTED', 1);
    await stream();
    await jest.advanceTimersByTimeAsync(45_000);
    expect(response.written.filter((text) => text === HEARTBEAT)).toHaveLength(3);
    expect(states()).toEqual(['ADMITTED']);
  });

  test.each([
    [0, 1_000],
    [3, 3_000],
    [40, 5_000],
  ])('looks at the place again within 1 to 5 s when asked to after %d s', async (pollAfterSeconds, ms) => {
    snapshot = { ...snapshot, pollAfterSeconds };
    await stream();
    await jest.advanceTimersByTimeAsync(ms - 1);
    expect(read).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(read).toHaveBeenCalledTimes(2);
    expect(events()).toHaveLength(1);
    snapshot = { ...snapshot, ahead: 1, position: 2 };
    await jest.advanceTimersByTimeAsync(ms);
    expect(events()[1]).toContain('id: 0.1\n');
  });

  test('looks no more often than a poll while there is no place, and says when the room begins to move', async () => {
    const place = { position: null, ahead: 0 };
    snapshot = { ...snapshot, ...place, waitingRoomState: 'PRE_SALE', pollAfterSeconds: 30 };
    await stream();
    await jest.advanceTimersByTimeAsync(29_999);
    expect(read).toHaveBeenCalledTimes(1);
    snapshot = { ...snapshot, position: 1, waitingRoomState: 'OPEN' };
    await jest.advanceTimersByTimeAsync(1);
    expect(events().map((text) => /id: (.*)/.exec(text)?.[1])).toEqual(['0.PRE_SALE', '0.0']);
  });

  test('misses no change that is told while a read is under way', async () => {
    become('ADMITTED', 1);
    await stream();
    let answer: (old: SessionSnapshot) => void = () => undefined;
    read.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const old = snapshot;
    change();
    become('HOLDING', 2);
    change();
    answer(old);
    await jest.advanceTimersByTimeAsync(0);
    expect(states()).toEqual(['ADMITTED', 'HOLDING']);
  });

  test('misses no change that is told while the first read is under way', async () => {
    become('ADMITTED', 1);
    const old = snapshot;
    read.mockImplementationOnce(() => {
      become('HOLDING', 2);
      change();
      return Promise.resolve(old);
    });
    await stream();
    await jest.advanceTimersByTimeAsync(0);
    expect(states()).toEqual(['ADMITTED', 'HOLDING']);
  });

  test('does not pile up for a slow reader: it gets the latest state, and is cut when it takes nothing', async () => {
    become('ADMITTED', 1);
    await stream();
    response.writableNeedDrain = true;
    for (const revision of [2, 3, 4]) {
      become(revision % 2 ? 'ADMITTED' : 'HOLDING', revision);
      change();
    }
    await jest.advanceTimersByTimeAsync(1_000);
    expect(events()).toHaveLength(1);
    response.writableNeedDrain = false;
    response.emit('drain');
    await jest.advanceTimersByTimeAsync(0);
    expect(states()).toEqual(['ADMITTED', 'HOLDING']);
    response.writableNeedDrain = true;
    await jest.advanceTimersByTimeAsync(30_000);
    expect(response.destroyed).toBe(true);
  });

  test('survives a read that fails, and ends when the session is gone', async () => {
    await stream();
    read.mockRejectedValueOnce(new Problem('DEPENDENCY_UNAVAILABLE', 'Later.'));
    become('ADMITTED', 1);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(states()).toEqual(['WAITING', 'ADMITTED']);
    read.mockRejectedValueOnce(new Problem('QUEUE_TOKEN_EXPIRED', 'Join again.'));
    change();
    await jest.advanceTimersByTimeAsync(0);
    expect(response.writableEnded).toBe(true);
  });
});
