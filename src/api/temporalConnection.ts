import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { Config } from '../config';
import { temporalConnectionOptions } from '../temporalConnection';

/**
 * A connection on which each call, with all its tries, ends after ANSWER_WITHIN_MS.
 *
 * Rejected: `client.withDeadline`. It runs its calls in an AsyncLocalStorage, and from the first of these on Node 20 tells
 * every promise of the process to its async hooks: 5% of the CPU of a poll. Connecting does that too, so it is ended here;
 * so does each call that names a namespace, to put it into the metadata, where it is already.
 * @throws Error when Temporal cannot be reached
 */
export async function connectTemporal(
  config: Pick<Config, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'ANSWER_WITHIN_MS'>,
): Promise<Connection> {
  const retry = makeGrpcRetryInterceptor(defaultGrpcRetryOptions());
  const options = temporalConnectionOptions(config);
  const connection = await Connection.connect({
    ...options,
    metadata: { ...options.metadata, 'temporal-namespace': config.TEMPORAL_NAMESPACE },
    interceptors: [
      ({ deadline = Date.now() + config.ANSWER_WITHIN_MS, ...options }, nextCall) =>
        retry({ ...options, deadline }, nextCall),
    ],
    // gRPC waits up to two minutes between tries by default: long after Temporal is back.
    channelArgs: {
      'grpc.initial_reconnect_backoff_ms': 200,
      'grpc.min_reconnect_backoff_ms': 200,
      'grpc.max_reconnect_backoff_ms': 2_000,
    },
  });
  connection.callContextStorage.disable();
  connection.withMetadata = async (_namespace, call) => await call();
  return connection;
}
