import type { SessionView } from '../contracts/session';
import { endSession } from '../persistence/statements/endSession';
import type { WaitingRoom } from '../queue/waitingRoom';
import type { AdmissionDependencies } from './admissionDependencies';

/** A session whose workflow is still unknown after this long will have none. Milliseconds. */
export const START_PATIENCE_MS = 15_000;

/** Just after joining a session has a view and perhaps no workflow yet. */
export function isStarting({ revision, identity }: SessionView): boolean {
  return revision === 0 && Date.now() - identity.joinedAt < START_PATIENCE_MS;
}

/**
 * A session without an open workflow is over: it was never started, or somebody terminated it. What it held goes back on
 * sale, its row ends as REMOVED unless it has an end, and its place or slot is free.
 */
export async function giveUpSession(
  { db, waitingRoom }: Pick<AdmissionDependencies, 'db'> & { waitingRoom: Pick<WaitingRoom, 'forget'> },
  view: Pick<SessionView, 'identity' | 'admittedAt'>,
): Promise<void> {
  const { identity, admittedAt } = view;
  await endSession(db, { identity, admittedAt, holdNumber: 0, reason: 'REMOVED' });
  await waitingRoom.forget(view);
}
