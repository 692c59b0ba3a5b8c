import { ApplicationFailure } from '@temporalio/activity';
import pino from 'pino';
import { withCancellationLog, withStepLog } from '../../src/activities/stepLog';
import type { SessionActivities, SessionContext } from '../../src/contracts/activities';

let lines: string[];
const logger = pino({ level: 'info', base: null }, { write: (line: string) => void lines.push(line) });
beforeEach(() => (lines = []));

const identity = {
  ...{ sessionId: 'a-session', concertId: '1', userId: 'a-user' },
  ...{ place: 1, positionAtEntry: 0, joinedAt: 0 },
};
const step: SessionContext = { identity, revision: 1, admittedAt: null, admittedUntil: null, expiresAt: 0 };
const told = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line));

/** Each does what it is told to, whatever it is asked for. */
function activitiesThat(answer: () => Promise<unknown>): SessionActivities {
  return new Proxy({} as SessionActivities, { get: () => answer });
}

describe('the log of steps', () => {
  const names = [
    'openSession',
    'admitSession',
    'holdSeats',
    'extendHold',
    'releaseHold',
    'pay',
    'endSession',
  ] as const;

  test.each(names)(
    'has one line for %s, with the workflow, the session and the request, and passes on what it gave',
    async (name) => {
      const result = { viewPublished: true };
      const logged = withStepLog(
        activitiesThat(() => Promise.resolve(result)),
        logger,
      );
      const run = logged[name] as (input: SessionContext) => Promise<unknown>;
      expect(await run({ ...step, requestId: 'r-1' })).toBe(result);
      await run(step);
      const line = {
        step: name,
        workflowId: 'session:1:a-user',
        sessionId: 'a-session',
        outcome: 'done',
        ms: expect.any(Number),
        msg: 'step',
      };
      expect(told()).toEqual([
        { level: 30, time: expect.any(Number), requestId: 'r-1', ...line },
        { level: 30, time: expect.any(Number), ...line },
      ]);
    },
  );

  test('names a refusal by its code and anything else not at all, and passes both on', async () => {
    for (const [error, outcome] of [
      [ApplicationFailure.create({ type: 'SEAT_HELD', message: 'ada@example.org' }), 'SEAT_HELD'],
      [new Error('ada@example.org'), 'failed'],
    ] as const) {
      const logged = withStepLog(
        activitiesThat(() => Promise.reject(error)),
        logger,
      );
      await expect(logged.openSession({ ...step, requestId: 'r-2' })).rejects.toBe(error);
      expect(told().at(-1)).toMatchObject({ requestId: 'r-2', outcome });
    }
    expect(lines.join()).not.toContain('ada@example.org');
  });

  test('has a line for the cancellation of a reservation, whose activity is not given the id', async () => {
    const cancelReservation = jest.fn(() => Promise.resolve({ outcome: 'INVALID_TRANSITION' as const }));
    const input = { reservationId: 'a-reservation', userId: 'a-user', cutOffMs: 1 };
    await withCancellationLog({ cancelReservation }, logger).cancelReservation({
      ...input,
      requestId: 'r-3',
    });
    expect(cancelReservation).toHaveBeenCalledWith(input);
    expect(told()).toEqual([
      expect.objectContaining({
        step: 'cancelReservation',
        workflowId: 'cancellation:a-reservation',
        reservationId: 'a-reservation',
        requestId: 'r-3',
      }),
    ]);
    expect(lines.join()).not.toContain('a-user');
  });
});
