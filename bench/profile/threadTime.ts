import { readdirSync, readFileSync } from 'node:fs';
import { parseOwnSeconds } from '../cpuTime';

export interface ThreadTime {
  id: number;
  /** As the kernel has it; threads that do the same work have the same. */
  name: string;
  seconds: number;
}

/** CPU seconds of each thread of a process, by id. @returns none where there is no /proc, and of a process that is gone */
export function threadTimes(pid: number): Map<number, ThreadTime> {
  const folder = `/proc/${pid}/task`;
  let ids: string[];
  try {
    ids = readdirSync(folder);
  } catch {
    return new Map();
  }
  const threads = ids.flatMap((id) => {
    try {
      const stat = readFileSync(`${folder}/${id}/stat`, 'utf8');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      return [{ id: Number(id), name, seconds: parseOwnSeconds(stat) }];
    } catch {
      return []; // It ended while we looked.
    }
  });
  return new Map(threads.map((thread) => [thread.id, thread]));
}

/** What each thread used in between; one that began in between counts from its beginning. */
export function threadTimesBetween(
  before: ReadonlyMap<number, ThreadTime>,
  after: ReadonlyMap<number, ThreadTime>,
): ThreadTime[] {
  return [...after.values()].map((thread) => ({
    ...thread,
    seconds: thread.seconds - (before.get(thread.id)?.seconds ?? 0),
  }));
}
