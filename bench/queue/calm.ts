import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds } from '../cpuTime';
import type { StackEnvironment } from '../stackEnvironment';

/** Of one core, all processes together: what the stack needs when nothing happens. */
const CALM_SHARE = 0.25;
const LOOK_EVERY_MS = 2_000;
const GIVE_UP_MS = 120_000;

/**
 * Waits until the stack has done what was left of the work before, as the first tasks of the workflows of those who joined.
 * @returns after two minutes also if it has not, and at once where its processes are not known
 */
export async function untilCalm({ processes }: StackEnvironment): Promise<void> {
  if (processes.length === 0) return;
  const used = (): number => {
    const seconds = cpuSeconds(processes.map(({ pid }) => pid)).values();
    return [...seconds].reduce((sum, value) => sum + value, 0);
  };
  const giveUp = performance.now() + GIVE_UP_MS;
  for (let before = used(); performance.now() < giveUp;) {
    await pause(LOOK_EVERY_MS);
    const now = used();
    if (now - before < (CALM_SHARE * LOOK_EVERY_MS) / 1000) return;
    before = now;
  }
}
