import type { CloseRequest } from '../contracts/messages';
import type { SessionView } from '../contracts/session';
import { recordSession } from '../persistence/statements/recordSession';
import { waitingRoomSettings } from '../persistence/reads/waitingRoomSettings';
import { inParallel } from '../inParallel';
import type { AdmissionDependencies } from './admissionDependencies';
import { failuresOf } from './deliverAdmissions';
import { giveUpSession, isStarting, START_PATIENCE_MS } from './giveUpSession';

/** A session whose end is this long over and that still has a slot is looked for: its workflow may have been terminated. */
const END_PATIENCE_MS = 60_000;
/** Few, so that a reopening is obeyed soon. */
const PAGE = 40;
/** Each closing is a workflow task, and fans who buy need the workers too. */
const CLOSED_AT_ONCE = 20;

type Keeper = Pick<AdmissionDependencies, 'db' | 'waitingRoom' | 'admission' | 'sessions'>;

/**
 * Redis gets the settings back that it may have lost, and loses what no workflow stands behind. Those for whom nothing is
 * left are asked to end.
 * @param goesOn asked between steps; false: the rest is left for the next time
 * @returns what failed in reaching some sessions; they are met again the next time
 */
export async function keepRoomInOrder(
  keeper: Keeper,
  concertId: string,
  goesOn: () => boolean,
): Promise<unknown[]> {
  const { admission } = keeper;
  const doubtful = [
    ...(await admission.unstarted(concertId, START_PATIENCE_MS)),
    ...(await admission.overdue(concertId, END_PATIENCE_MS)),
  ];
  const failures = await failuresOf(doubtful.map((view) => lookFor(keeper, view)));
  failures.push(...(await closeWhatIsLeft(keeper, concertId, goesOn)));
  return failures;
}

/**
 * Page by page of those who wait and of those who are in, while all of them are reached and there are more: whoever was not
 * would only be asked again at once.
 */
async function closeWhatIsLeft(keeper: Keeper, concertId: string, goesOn: () => boolean): Promise<unknown[]> {
  const { db, waitingRoom, admission } = keeper;
  for (let front: string | undefined; goesOn();) {
    // Read when they are obeyed: after a reopening nobody is sent away who has joined since.
    const settings = await waitingRoomSettings(db, concertId);
    if (!settings) break;
    await waitingRoom.applySettings(settings);
    const { soldOut } = settings;
    if (!soldOut && settings.status !== 'CLOSED') break;

    const page = await admission.waiting(concertId, PAGE);
    const inside = soldOut ? await admission.admitted(concertId, PAGE) : [];
    const failures = await closeAll(keeper, [...inside, ...page], soldOut ? 'SOLD_OUT' : 'REMOVED', goesOn);
    const isLast = Math.max(inside.length, page.length) < PAGE;
    const asked = [inside[0], page[0]].map((view) => view?.identity.sessionId).join();
    if (failures.length > 0 || isLast || asked === front) return failures;
    front = asked;
  }
  return [];
}

async function lookFor(keeper: Keeper, view: SessionView): Promise<void> {
  if (!(await keeper.sessions.runs(view))) return await giveUpSession(keeper, view);
  // Whoever started it was to put it on record next, and did not come to it.
  if (view.state === 'WAITING') await recordSession(keeper.db, view);
  await keeper.waitingRoom.started(view);
}

/**
 * A session that holds seats after all ignores it; one whose workflow is gone is given up.
 * @param goesOn asked now and then; false: the rest is not asked
 * @returns what failed in asking some
 */
export async function closeAll(
  closer: Pick<Keeper, 'db' | 'sessions' | 'waitingRoom'>,
  views: SessionView[],
  reason: CloseRequest['reason'],
  goesOn: () => boolean,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  await inParallel(CLOSED_AT_ONCE, views, async (view) => {
    if (!goesOn()) return;
    try {
      const open = await closer.sessions.close(view, reason);
      if (!open && !isStarting(view)) await giveUpSession(closer, view);
    } catch (error) {
      failures.push(error);
    }
  });
  return failures;
}
