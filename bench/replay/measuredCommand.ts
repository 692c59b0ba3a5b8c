import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface CommandFigures {
  /** From its start to its end. */
  seconds: number;
  exitCode: number | null;
  /** As it says itself: `N replayed`. */
  replayed: number;
  /** The most that the process and those it started had resident together. What they share is counted for each of them. */
  peakBytes: number;
}

const LOOK_EVERY_MS = 200;
const PAGE_BYTES = 4096;

/** Runs a program of ours and looks at the memory of its processes until it ends. Its words go to standard error when it fails. */
export async function measuredCommand(program: string, args: readonly string[]): Promise<CommandFigures> {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  let peakBytes = 0;
  const look = setInterval(() => {
    if (child.pid !== undefined) peakBytes = Math.max(peakBytes, residentOfTree(child.pid));
  }, LOOK_EVERY_MS);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (exitCode !== 0) console.error(said);
    const replayed = Number(/^(\d+) replayed/m.exec(said)?.[1] ?? 0);
    return { seconds: (performance.now() - begun) / 1000, exitCode, replayed, peakBytes };
  } finally {
    clearInterval(look);
  }
}

/** proc(5): after the name in parentheses come state, ppid (4) … rss in pages (24). */
function residentOfTree(root: number): number {
  const all = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(name), parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE_BYTES }];
    } catch {
      return []; // It ended while we looked.
    }
  });
  const total = (pid: number): number =>
    all.filter(({ parent }) => parent === pid).reduce((sum, child) => sum + total(child.pid), 0) +
    (all.find((one) => one.pid === pid)?.bytes ?? 0);
  return total(root);
}
