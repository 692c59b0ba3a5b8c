import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from '@temporalio/client';
import { connectTemporal } from '../../src/api/temporalConnection';

const NAMESPACE = 'default';

let connection: Connection;
beforeAll(async () => {
  connection = await connectTemporal({
    TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS ?? '',
    TEMPORAL_NAMESPACE: NAMESPACE,
    ANSWER_WITHIN_MS: 30_000,
  });
});
afterAll(() => connection.close());
afterEach(() => jest.restoreAllMocks());

test('calls of the API run in no AsyncLocalStorage, which would slow every promise of the process', async () => {
  const run = jest.spyOn(AsyncLocalStorage.prototype, 'run');
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: NAMESPACE });
  expect(namespaceInfo?.name).toBe(NAMESPACE);
  expect(run).not.toHaveBeenCalled();
});

test('they name the namespace in their metadata all the same', async () => {
  const { client } = connection as unknown as { client: { makeUnaryRequest(...call: unknown[]): unknown } };
  const sent = jest.spyOn(client, 'makeUnaryRequest');
  await connection.workflowService.describeNamespace({ namespace: NAMESPACE });
  const metadata = sent.mock.calls[0]?.find(
    (argument): argument is { get(name: string): unknown[] } =>
      typeof (argument as { get?: unknown }).get === 'function',
  );
  expect(metadata?.get('temporal-namespace')).toEqual([NAMESPACE]);
});
