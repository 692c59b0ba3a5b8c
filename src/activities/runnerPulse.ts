import type { Admission } from '../queue/admission';

/** After so long without a sign of life another runner may begin. Milliseconds. */
export const LEASE_MS = 3_000;
const BEAT_MS = 1_000;

/** Shows that a runner lives, also while a tick or a rebuild takes its time. */
export interface RunnerPulse {
  /** Whether the lease is this runner's, as far as it knows. */
  holdsLease: boolean;
  stop(): void;
}

/** Once a second: a heartbeat for Temporal and, for the runner that holds the lease, its renewal. */
export function startPulse(
  admission: Admission,
  concertId: string,
  runner: string,
  heartbeat: () => void,
): RunnerPulse {
  const pulse = { holdsLease: false, stop: () => clearInterval(timer) };
  async function beat(): Promise<void> {
    heartbeat();
    if (pulse.holdsLease) pulse.holdsLease = await admission.renew(concertId, runner, LEASE_MS);
  }
  // A renewal that does not arrive decides nothing: the next tick tells whose the lease is.
  const timer = setInterval(() => void beat().catch(() => undefined), BEAT_MS);
  heartbeat();
  return pulse;
}
