import { ServiceError } from '@temporalio/client';
import { sendUntilTaken } from '../../src/api/sendUntilTaken';

const FAILED_PRECONDITION = 9;
const UNAVAILABLE = 14;
const grpcError = (code: number) =>
  Object.assign(new Error(`${code} something of the server`), { code, details: 'internal', metadata: {} });

/** Fails in these ways, then answers with how often it was asked. */
function sending(...failures: Error[]): () => Promise<number> {
  let sends = 0;
  return async () => {
    sends += 1;
    const failure = failures.shift();
    if (failure) throw failure;
    return sends;
  };
}

test('an update that the server took back is sent again, until it is taken', async () => {
  const wrapped = new ServiceError('update', { cause: grpcError(FAILED_PRECONDITION) });
  expect(await sendUntilTaken(60_000, sending(grpcError(FAILED_PRECONDITION), wrapped))).toBe(3);
});

test('one that is taken back again and again is given up after five times', async () => {
  const failures = Array.from({ length: 5 }, () => grpcError(FAILED_PRECONDITION));
  const last = failures.at(-1);
  await expect(sendUntilTaken(60_000, sending(...failures))).rejects.toBe(last);
});

test('any other failure is passed on at once', async () => {
  for (const failure of [grpcError(UNAVAILABLE), new Error('boom')]) {
    await expect(sendUntilTaken(60_000, sending(failure))).rejects.toBe(failure);
  }
});

test('nothing is sent again once whoever asked was told that there is no answer', async () => {
  const takenBack = grpcError(FAILED_PRECONDITION);
  await expect(sendUntilTaken(0, sending(takenBack))).rejects.toBe(takenBack);
});
