import type { CloseRequest } from '../contracts/messages';
import type { SessionView } from '../contracts/session';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import type { AdmissionDependencies } from './admissionDependencies';
import { failuresOf } from './deliverAdmissions';

/** A session whose workflow is still unknown after this long is looked for. Milliseconds. */
const START_PATIENCE_MS = 15_000;
/** A session whose end is this long over and that still has a slot is looked for: its workflow may have been terminated. */
const END_PATIENCE_MS = 60_000;
/** Each closing is a workflow task: more at once would only wait for one another. */
const MOST_AT_ONCE = 500;

type Keeper = Pick<AdmissionDependencies, 'db' | 'waitingRoom' | 'admission' | 'sessions'>;

/**
 * Redis gets the settings back that it may have lost, and loses what no workflow stands behind. Those for whom nothing is
 * left are asked to end.
 * @returns what failed in reaching some sessions; they are met again the next time
 */
export async function keepRoomInOrder(keeper: Keeper, concertId: string): Promise<unknown[]> {
  const { db, waitingRoom, admission } = keeper;
  const settings = await waitingRoomSettings(db, concertId);
  if (!settings) return [];
  await waitingRoom.applySettings(settings);
  const doubtful = [
    ...(await admission.unstarted(concertId, START_PATIENCE_MS)),
    ...(await admission.overdue(concertId, END_PATIENCE_MS)),
  ];
  const failures = await failuresOf(doubtful.map((view) => lookFor(keeper, view)));
  const close = async (views: SessionView[], reason: CloseRequest['reason']): Promise<void> =>
    void failures.push(...(await closeAll(keeper, views, reason)));
  if (settings.soldOut) {
    await close(await admission.waiting(concertId, MOST_AT_ONCE), 'SOLD_OUT');
    await close(await admission.admitted(concertId, MOST_AT_ONCE), 'SOLD_OUT');
  } else if (settings.status === 'CLOSED') {
    await close(await admission.waiting(concertId, MOST_AT_ONCE), 'REMOVED');
  }
  return failures;
}

/** A session without a workflow gives up its place or slot: it was never started, or somebody terminated it. */
async function lookFor({ sessions, waitingRoom }: Keeper, view: SessionView): Promise<void> {
  if (await sessions.runs(view)) await waitingRoom.started(view);
  else await waitingRoom.forget(view);
}

/**
 * A session that holds seats after all ignores it; one whose workflow is gone gives up its place or slot.
 * @returns what failed in asking some
 */
export async function closeAll(
  { sessions, waitingRoom }: Pick<Keeper, 'sessions' | 'waitingRoom'>,
  views: SessionView[],
  reason: CloseRequest['reason'],
): Promise<unknown[]> {
  return await failuresOf(
    views.map(async (view) => {
      const open = await sessions.close(view, reason);
      if (!open && view.revision > 0) await waitingRoom.forget(view);
    }),
  );
}
