import {
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Problem } from '../../src/api/problem';
import { problemOf } from '../../src/api/temporalProblems';
import { ERROR_CODES, type ErrorCode } from '../../src/contracts/errors';

const RESOURCE_EXHAUSTED = 8;
const grpcError = (code: number) =>
  Object.assign(new Error(`${code} something of the server`), { code, details: 'internal', metadata: {} });
const failedUpdate = (cause?: Error) => new WorkflowUpdateFailedError('Workflow Update failed', cause);

function problem(error: unknown): Problem {
  const found = problemOf(error);
  if (found instanceof Problem) return found;
  throw new Error('it is no problem', { cause: found });
}

describe('a failed call of a workflow', () => {
  test('is QUEUE_TOKEN_EXPIRED when there is no such workflow any more', () => {
    expect(problem(new WorkflowNotFoundError('not found', 'session:1:u', undefined)).code).toBe(
      'QUEUE_TOKEN_EXPIRED',
    );
  });

  test.each(Object.keys(ERROR_CODES) as ErrorCode[])('is %s when the workflow refused with that', (code) => {
    const refusal = ApplicationFailure.create({
      message: 'Try later.',
      type: code,
      details: [{ seatIds: ['1'] }],
    });
    expect(problem(failedUpdate(refusal))).toMatchObject({
      code,
      detail: 'Try later.',
      members: { seatIds: ['1'] },
    });
  });

  test('has no facts when the refusal gave none', () => {
    expect(problem(failedUpdate(ApplicationFailure.nonRetryable('No.', 'SEAT_HELD'))).members).toEqual({});
  });

  test.each([
    ['a type that is no code of ours', failedUpdate(ApplicationFailure.nonRetryable('boom', 'TypeError'))],
    ['no type', failedUpdate(ApplicationFailure.create({ message: 'boom' }))],
    ['another cause', failedUpdate(new Error('boom'))],
    ['no cause', failedUpdate()],
    ['an error of our own', new TypeError('boom')],
    ['something that is no error', 'boom'],
  ])('is passed on as it is with %s', (_title, error) => {
    expect(problemOf(error)).toBe(error);
  });

  test('is DEPENDENCY_UNAVAILABLE when the workflow did not answer in time', () => {
    const { code, members } = problem(new WorkflowUpdateRPCTimeoutOrCancelledError('timed out'));
    expect(code).toBe('DEPENDENCY_UNAVAILABLE');
    expect(members.retryAfter).toBeGreaterThan(0);
  });

  test.each([
    ['bare', (error: Error) => error],
    ['inside an error of the client', (error: Error) => new ServiceError('Failed', { cause: error })],
  ])(
    'is OVERLOADED when the server has too much to do, and DEPENDENCY_UNAVAILABLE otherwise: %s',
    (_title, wrap) => {
      expect(problem(wrap(grpcError(RESOURCE_EXHAUSTED)))).toMatchObject({
        code: 'OVERLOADED',
        members: { retryAfter: 1 },
      });
      for (const code of [1, 4, 13, 14])
        expect(problem(wrap(grpcError(code))).code).toBe('DEPENDENCY_UNAVAILABLE');
    },
  );

  test("repeats nothing of the server's words", () => {
    expect(JSON.stringify(problem(grpcError(14)))).not.toContain('internal');
    expect(problem(grpcError(14)).message).not.toContain('something of the server');
  });
});
