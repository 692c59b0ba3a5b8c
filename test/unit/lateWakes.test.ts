import { createLateWakes } from '../../src/api/lateWakes';

const session = (sessionId: string) => ({ sessionId, concertId: '1', userId: 'fan' });

let woken: string[];
beforeEach(() => {
  woken = [];
  jest.useFakeTimers();
});
afterEach(() => jest.useRealTimers());

function lateWakes(afterMs = 1_000) {
  return createLateWakes(afterMs, ({ sessionId }) => Promise.resolve(void woken.push(sessionId)));
}

test('a session is woken once, when its time has come', () => {
  const wakes = lateWakes();
  wakes.plan(session('a'));
  jest.advanceTimersByTime(999);
  expect(woken).toEqual([]);
  jest.advanceTimersByTime(10_000);
  expect(woken).toEqual(['a']);
});

test('one that has woken by itself is not, and the others are', () => {
  const wakes = lateWakes();
  for (const id of ['a', 'b']) wakes.plan(session(id));
  wakes.forget(session('a'));
  jest.advanceTimersByTime(1_000);
  expect(woken).toEqual(['b']);
});

test('planned again it is woken once, after the second plan', () => {
  const wakes = lateWakes();
  wakes.plan(session('a'));
  jest.advanceTimersByTime(600);
  wakes.plan(session('a'));
  jest.advanceTimersByTime(600);
  expect(woken).toEqual([]);
  jest.advanceTimersByTime(400);
  expect(woken).toEqual(['a']);
});

test('after the end nobody is woken, and nothing is planned', () => {
  const wakes = lateWakes();
  wakes.plan(session('a'));
  wakes.stop();
  wakes.plan(session('b'));
  jest.advanceTimersByTime(10_000);
  expect(woken).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});
