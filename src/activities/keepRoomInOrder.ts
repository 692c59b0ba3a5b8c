import type { CloseRequest } from '../contracts/messages';
import type { SessionView } from '../contracts/session';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import type { AdmissionDependencies } from './admissionDependencies';
import { failuresOf } from './deliverAdmissions';
import { giveUpSession, isStarting, START_PATIENCE_MS } from './giveUpSession';

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
  const doubtful = [
    ...(await admission.unstarted(concertId, START_PATIENCE_MS)),
    ...(await admission.overdue(concertId, END_PATIENCE_MS)),
  ];
  const failures = await failuresOf(doubtful.map((view) => lookFor(keeper, view)));
  // Read when they are obeyed: after a reopening nobody is sent away who has joined since.
  const settings = await waitingRoomSettings(db, concertId);
  if (!settings) return failures;
  await waitingRoom.applySettings(settings);
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

async function lookFor(keeper: Keeper, view: SessionView): Promise<void> {
  if (await keeper.sessions.runs(view)) await keeper.waitingRoom.started(view);
  else await giveUpSession(keeper, view);
}

/**
 * A session that holds seats after all ignores it; one whose workflow is gone is given up.
 * @returns what failed in asking some
 */
export async function closeAll(
  closer: Pick<Keeper, 'db' | 'sessions' | 'waitingRoom'>,
  views: SessionView[],
  reason: CloseRequest['reason'],
): Promise<unknown[]> {
  return await failuresOf(
    views.map(async (view) => {
      const open = await closer.sessions.close(view, reason);
      if (!open && !isStarting(view)) await giveUpSession(closer, view);
    }),
  );
}
