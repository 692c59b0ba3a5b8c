import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A worker process of `npm start` on this machine. */
export interface LocalWorker {
  name: string;
  pid: number;
}

/** @param stackFile where it is written what runs; undefined: nothing of it is known */
export function localWorkers(stackFile: string | undefined): LocalWorker[] {
  if (stackFile === undefined) return [];
  try {
    const { processes } = JSON.parse(readFileSync(stackFile, 'utf8')) as { processes: LocalWorker[] };
    return processes.filter(({ name }) => name.startsWith('worker'));
  } catch {
    // It is away while nothing serves.
    return [];
  }
}

/** The name under which a process of this machine asks Temporal for tasks, unless its worker was given another. */
export function identityOf({ pid }: Pick<LocalWorker, 'pid'>): string {
  return `${pid}@${hostname()}`;
}

export function isRunning({ pid }: Pick<LocalWorker, 'pid'>): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the name is that of a process of this machine that has ended. */
export function isGone(identity: string): boolean {
  const [, pid, host] = /^(\d+)@(.*)$/.exec(identity) ?? [];
  return pid !== undefined && host === hostname() && !isRunning({ pid: Number(pid) });
}
