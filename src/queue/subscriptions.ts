import type Redis from 'ioredis';

/** After Redis was away everyone who listens asks again: spread over this time. Milliseconds. */
const SPREAD_MS = 1_000;
const CHANNELS_AT_ONCE = 1_000;

type Listener = (message?: string) => void;

/** Tells of messages on channels of Redis. */
export interface Subscriptions {
  /**
   * Once this resolves no message is missed: the listener is called with each, and also, without one and up to a second
   * later, after the connection was lost and is back, as messages may have gone by. Rejects when Redis does not answer within 2 s.
   * @returns ends it; may be called twice
   */
  subscribe(channel: string, listener: Listener): Promise<() => void>;
}

/**
 * One connection for all subscriptions of a process, open while there are any: there is nothing to close at the end.
 * @param redis whose settings it takes: a subscribed connection cannot send other commands
 * @param onError is told of connection errors
 */
export function createSubscriptions(redis: Redis, onError: (error: Error) => void): Subscriptions {
  const listeners = new Map<string, Set<Listener>>();
  let connection: Redis | null = null;

  function connect(): Redis {
    // We subscribe again ourselves: ioredis does not tell when its own resubscription has taken effect.
    const subscriber = redis.duplicate({
      autoResubscribe: false,
      enableOfflineQueue: true,
      lazyConnect: true,
    });
    subscriber.on('error', onError);
    subscriber.on('message', (channel, message) =>
      listeners.get(channel)?.forEach((listener) => listener(message)),
    );
    let lost = false;
    subscriber.on('close', () => (lost = true));
    subscriber.on('ready', () => {
      if (lost) void resume(subscriber);
    });
    return subscriber;
  }

  async function resume(subscriber: Redis): Promise<void> {
    const channels = [...listeners.keys()];
    try {
      for (let from = 0; from < channels.length; from += CHANNELS_AT_ONCE) {
        await subscriber.subscribe(...channels.slice(from, from + CHANNELS_AT_ONCE));
      }
    } catch (error) {
      onError(error as Error);
      // Half subscribed is as bad as not at all: begin again, unless nobody listens any more.
      if (subscriber === connection) subscriber.disconnect(true);
      return;
    }
    // Those who left while this was under way were subscribed again.
    const gone = channels.filter((channel) => !listeners.has(channel));
    if (gone.length > 0 && subscriber === connection) subscriber.unsubscribe(...gone).catch(onError);
    for (const listener of [...listeners.values()].flatMap((those) => [...those])) {
      setTimeout(() => listener(), Math.random() * SPREAD_MS).unref();
    }
  }

  function unsubscribe(channel: string, listener: Listener): void {
    const those = listeners.get(channel);
    if (!those?.delete(listener) || those.size > 0) return;
    listeners.delete(channel);
    if (listeners.size === 0) {
      connection?.disconnect();
      connection = null;
    } else {
      connection?.unsubscribe(channel).catch(onError);
    }
  }

  return {
    async subscribe(channel, listener) {
      // Two streams may pass the same function.
      const own: Listener = (message) => listener(message);
      const those = listeners.get(channel) ?? new Set();
      listeners.set(channel, those.add(own));
      connection ??= connect();
      try {
        await connection.subscribe(channel);
      } catch (error) {
        unsubscribe(channel, own);
        throw error;
      }
      return () => unsubscribe(channel, own);
    },
  };
}
