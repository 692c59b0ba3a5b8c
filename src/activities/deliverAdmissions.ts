import { setTimeout as pause } from 'node:timers/promises';
import type { SessionView } from '../contracts/session';
import { recordSessions } from '../persistence/statements/recordSessions';
import type { AdmissionDependencies } from './admissionDependencies';
import { giveUpSession, isStarting } from './giveUpSession';

const START_ATTEMPTS = 10;
const START_PAUSE_MS = 50;

type Deliverer = Pick<AdmissionDependencies, 'db' | 'waitingRoom' | 'sessions'>;

/**
 * Tells the workflows of those who were taken in. PostgreSQL knows before they do: nobody buys in a slot that a loss of
 * Redis would give away again. What does not arrive is offered again by a later tick, and is harmless twice.
 * @param delivered is told of each that was told, when it was
 * @returns once they are on record. `told`: what failed in telling some; the others were told. Never rejects
 * @throws when PostgreSQL does not record them: then nobody is told
 */
export async function deliverAdmissions(
  deliverer: Deliverer,
  offered: SessionView[],
  delivered: () => void = () => undefined,
): Promise<{ told: Promise<unknown[]> }> {
  const admittedAt = Date.now();
  await recordSessions(
    deliverer.db,
    offered.map(({ identity }) => ({ identity, admittedAt })),
  );
  return { told: failuresOf(offered.map((view) => deliver(deliverer, view, delivered))) };
}

/** One that is just being started is tried again, not given up. */
async function deliver(deliverer: Deliverer, view: SessionView, delivered: () => void): Promise<void> {
  for (let attempt = 1; !(await deliverer.sessions.admit(view)); attempt++) {
    if (!isStarting(view)) return await giveUpSession(deliverer, view);
    if (attempt === START_ATTEMPTS) return;
    await pause(START_PAUSE_MS);
  }
  delivered();
}

/** Waits for all of them: one that fails keeps no other from being made. @returns the errors of those that failed */
export async function failuresOf(calls: Promise<void>[]): Promise<unknown[]> {
  const made = await Promise.allSettled(calls);
  return made.flatMap((call) => (call.status === 'rejected' ? [call.reason as unknown] : []));
}
