import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one with the same pid: its start time. Null when there is no such process.
 * On Linux it is the boot's id and the start in clock ticks since that boot, elsewhere what `ps` prints (whole seconds).
 */
export function startOf(pid) {
  if (process.platform === 'linux') {
    try {
      // The second field is the command in parentheses and may hold anything; fields are counted from the last parenthesis.
      const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
      if (state === 'Z') return null;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[18]}`;
    } catch {
      return null;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const [state, ...words] = (stdout ?? '').trim().split(/\s+/);
  return !state || state.startsWith('Z') ? null : words.join(' ');
}

/** True while exactly the process that was recorded is alive. */
export function isAlive({ pid, startedAt }) {
  return startedAt !== null && startOf(pid) === startedAt;
}

/** This process, in the form that `isAlive` takes. */
export function identityOf(pid) {
  return { pid, startedAt: startOf(pid) };
}

/**
 * Ends a recorded process: `signal`, then SIGKILL when it is still there after `timeoutMs`. Does nothing to a later process of the same pid.
 * @returns {Promise<boolean>} whether it had to be killed
 */
export async function endProcess(recorded, { signal = 'SIGTERM', timeoutMs = 10_000 } = {}) {
  const send = (name) => {
    try {
      if (isAlive(recorded)) process.kill(recorded.pid, name);
    } catch {
      // It ended between the look and the signal.
    }
  };
  send(signal);
  const deadline = Date.now() + timeoutMs;
  while (isAlive(recorded) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  if (!isAlive(recorded)) return false;
  send('SIGKILL');
  while (isAlive(recorded)) await new Promise((resolve) => setTimeout(resolve, 50));
  return true;
}
