import Redis from 'ioredis';

/**
 * A connection for the request path. It fails fast instead of queueing, and never sends a command again whose answer
 * was lost: a script that took a place must not take a second one.
 * @param onError is told of connection errors; without a listener they would end the process
 */
export function createRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    commandTimeout: 2_000,
    connectTimeout: 3_000,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(100 * attempt, 1_000),
    lazyConnect: true,
  });
  redis.on('error', onError);
  return redis;
}
