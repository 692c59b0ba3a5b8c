import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Linux counts CPU time for /proc in hundredths of a second on every architecture (USER_HZ). */
const TICKS_PER_SECOND = 100;

interface ProcessTime {
  pid: number;
  parent: number;
  /** CPU time of the process and of its children that have ended. */
  seconds: number;
}

/**
 * CPU seconds that a process has used, with all its descendants: PostgreSQL works in children of its first process. On
 * Linux also those of children that have ended, so that a connection closed in between is not lost.
 * @returns by pid; a process that does not run is missing
 */
export function cpuSeconds(pids: readonly number[]): Map<number, number> {
  const all = process.platform === 'linux' ? fromProc() : fromPs();
  const childrenOf = new Map<number, ProcessTime[]>();
  for (const one of all) childrenOf.set(one.parent, [...(childrenOf.get(one.parent) ?? []), one]);
  const total = ({ pid, seconds }: ProcessTime): number =>
    (childrenOf.get(pid) ?? []).reduce((sum, child) => sum + total(child), seconds);
  return new Map(all.filter(({ pid }) => pids.includes(pid)).map((one) => [one.pid, total(one)]));
}

/** CPU seconds that the whole machine has used since it started: shows whether something else was at work, too. */
export function machineCpuSeconds(): number {
  const milliseconds = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  return milliseconds.reduce((sum, core) => sum + core, 0) / 1000;
}

function fromProc(): ProcessTime[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [parseProcStat(Number(pid), readFileSync(`/proc/${pid}/stat`, 'utf8'))];
      } catch {
        return []; // It ended while we looked.
      }
    });
}

/** proc(5): after the name in parentheses come state, ppid (4) …, utime (14), stime, cutime, cstime (17). */
export function parseProcStat(pid: number, stat: string): ProcessTime {
  const fields = fieldsOf(stat);
  return { pid, parent: Number(fields[1]), seconds: secondsIn(fields.slice(11, 15)) };
}

/** CPU seconds in a line of /proc without ended children: of a thread, which has those of its whole process in it. */
export function parseOwnSeconds(stat: string): number {
  return secondsIn(fieldsOf(stat).slice(11, 13));
}

function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function secondsIn(ticks: readonly string[]): number {
  return ticks.reduce((sum, field) => sum + Number(field), 0) / TICKS_PER_SECOND;
}

function fromPs(): ProcessTime[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,time='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, time = ''] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), seconds: parsePsTime(time) };
    });
}

/** `[[days-]hours:]minutes:seconds`, the seconds with or without a fraction. */
export function parsePsTime(text: string): number {
  const [clock = '', days = '0'] = text.split('-').reverse();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number(days) * 86_400 + seconds;
}
