import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const START_WITHIN_MS = 10_000;

export interface BareServer {
  url: string;
  pid: number;
  stop(): void;
}

/**
 * Starts `bareServer.ts` as a process of its own, with the settings Node has here.
 * @throws Error when it does not listen within 10 s
 */
export async function startBareServer(kind: 'express' | 'redis', redisUrl: string): Promise<BareServer> {
  const child: ChildProcess = fork(path.join(__dirname, 'bareServer.js'), [kind], {
    env: { ...process.env, REDIS_URL: redisUrl },
  });
  try {
    const [port] = (await once(child, 'message', { signal: AbortSignal.timeout(START_WITHIN_MS) })) as [
      number,
    ];
    // It ends itself once nobody is at the other end, even where this process is killed.
    return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.disconnect() };
  } catch (cause) {
    child.kill();
    throw new Error(`the bare ${kind} server did not start`, { cause });
  }
}
