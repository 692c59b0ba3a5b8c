import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import Redis from 'ioredis';
import { textsOf } from '../../src/replay/personalData';

/** All texts of all workflows of a task queue: events with payloads, memo, search attributes, failures, summaries, details. */
export async function textsOfWorkflows(client: Client, taskQueue: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { workflowId, runId } of client.workflow.list({ query: `TaskQueue = '${taskQueue}'` })) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const description = await client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
    });
    const history = JSON.parse(historyToJSON(await handle.fetchHistory())) as unknown;
    const described = JSON.parse(JSON.stringify(description)) as unknown;
    found.set(`${workflowId} ${runId}`, [...textsOf(history), ...textsOf(described)].join('\n'));
  }
  return found;
}

/** Every key of a Redis database with its value, whatever its type. */
export async function textsOfRedis(url: string): Promise<Map<string, string>> {
  const redis = new Redis(url);
  const found = new Map<string, string>();
  try {
    for await (const keys of redis.scanStream({ count: 1_000 }) as AsyncIterable<string[]>) {
      for (const key of keys) found.set(key, JSON.stringify(await valueOf(redis, key)));
    }
  } finally {
    redis.disconnect();
  }
  return found;
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return await redis.get(key);
    case 'hash':
      return await redis.hgetall(key);
    case 'zset':
      return await redis.zrange(key, '0', '-1', 'WITHSCORES');
    case 'set':
      return await redis.smembers(key);
    case 'list':
      return await redis.lrange(key, 0, -1);
    default:
      throw new Error(`a key of the type ${type}, which this does not read: ${key}`);
  }
}

/** As a value can stand in a text: as it is, in an address, in JSON, in base64 wherever in its three bytes it begins. */
function spellingsOf(value: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const whole = Buffer.from('\0'.repeat(offset) + value).toString('base64');
    // The first and last characters depend on what stands beside the value.
    return whole.slice(offset === 0 ? 0 : 4, -4);
  });
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), ...base64];
}

/**
 * Where which of the marks is.
 * @param marks value → what it is
 * @returns such as `e-mail in log of the API`, each once
 */
export function hitsIn(places: ReadonlyMap<string, string>, marks: ReadonlyMap<string, string>): string[] {
  const wanted = [...marks].flatMap(([value, what]) =>
    spellingsOf(value).map((spelling) => ({ what, spelling: spelling.toLowerCase() })),
  );
  const hits = new Set<string>();
  for (const [place, text] of places) {
    const searched = `${place}\n${text}`.toLowerCase();
    for (const { what, spelling } of wanted) if (searched.includes(spelling)) hits.add(`${what} in ${place}`);
  }
  return [...hits];
}
