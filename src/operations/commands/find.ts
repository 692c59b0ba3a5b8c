import { parseArgs } from 'node:util';
import type { OperationsConfig } from '../../config';
import { END_REASONS, END_STATE_OF, isEnded, SESSION_STATES } from '../../contracts/states';
import { withAuditDatabase } from '../../persistence/auditDatabase';
import type { SessionCriteria } from '../../persistence/reads/foundSessions';
import { createRoomAudit } from '../../queue/roomAudit';
import { withRedis, withTemporal } from '../auditedStack';
import { countOption, idOption, uuidOption, wordOption, type Command } from '../command';
import { findInRooms, findOnRecord, foundInVisibility, type FoundSession } from '../findSession';
import { countWorkflows } from '../listedWorkflows';
import { table } from '../table';
import { visibleSessions } from '../visibleSessions';
import { sessionsQuery, workflowsQuery, type VisibleCriteria } from '../visibilityQuery';
import { listPage, workflowPage } from '../webUi';

const USAGE = `Finds sessions, and says which page of the Web UI shows them.

  npm run ops -- find [--user ID] [--concert ID] [--schedule ID] [--state STATE] [--end-reason REASON]
                      [--session ID] [--reservation ID] [--seat ID | --schedule ID --seat NUMBER]
                      [--past] [--limit N] [--json]

  --user, --concert   whose session, for what
  --schedule ID       the date that the session holds seats of, or held last
  --state STATE       ${SESSION_STATES.join(', ')}
  --end-reason REASON ${END_REASONS.join(', ')}
  --session ID        what the API, a log line or the audit names
  --reservation ID    also one that is over or cancelled
  --seat              whoever has this seat now: its id, or its number, such as A12, of --schedule
  --past              also sessions whose workflow Temporal no longer has
  --limit N           at most so many (default 20, at most 1000)
  --json              an array, with each session's page

What is given must all be met. --session, --reservation, --seat and --past ask PostgreSQL, the others Temporal, which is a
second or two late.

Exit codes: 0 found, 1 none found, 2 it could not be done.`;

interface Wanted {
  visible: VisibleCriteria;
  recorded: SessionCriteria;
  /** Visibility does not know it. */
  onRecord: boolean;
  limit: number;
}

function wanted(given: Partial<Record<string, string | boolean>>): Wanted {
  const text = given as Partial<Record<string, string>>;
  const userId = uuidOption('user', text.user);
  const sessionId = uuidOption('session', text.session);
  const reservationId = uuidOption('reservation', text.reservation);
  const concertId = idOption('concert', text.concert);
  const scheduleId = idOption('schedule', text.schedule);
  const state = wordOption('state', text.state, SESSION_STATES);
  const endReason = wordOption('end-reason', text['end-reason'], END_REASONS);
  const endReasons = END_REASONS.filter(
    (reason) =>
      (endReason === undefined || reason === endReason) &&
      (state === undefined || !isEnded(state) || END_STATE_OF[reason] === state),
  );
  return {
    visible: { userId, concertId, scheduleId, state, endReason },
    recorded: {
      ...{ userId, sessionId, reservationId, concertId },
      // With the number of a seat it says which seat, and otherwise which sessions.
      ...(text.seat === undefined ? { scheduleId } : { seat: seatOf(text.seat, scheduleId) }),
      ...(endReasons.length < END_REASONS.length ? { endReasons } : {}),
    },
    onRecord: [sessionId, reservationId, text.seat].some((one) => one !== undefined) || given.past === true,
    limit: countOption('limit', text.limit, { fallback: 20, most: 1_000 }),
  };
}

function seatOf(seat: string, scheduleId: string | undefined): SessionCriteria['seat'] {
  if (scheduleId !== undefined) return { scheduleId, seatNumber: seat };
  return { id: idOption('seat', seat) ?? '' };
}

export const find: Command = {
  summary: 'sessions by fan, session, reservation, concert, date, seat, state or end reason',
  usage: USAGE,

  async run(args, { print, remark }, _stopped, config) {
    const [text, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const];
    const options = {
      ...{ user: text, session: text, reservation: text, concert: text, schedule: text, seat: text },
      ...{ state: text, 'end-reason': text, limit: text, past: flag, json: flag },
    };
    const { json, ...given } = parseArgs({ args, options }).values;
    if (Object.keys(given).length === 0) throw new Error(`say what to find.\n\n${USAGE}`);
    const { visible, recorded, onRecord, limit } = wanted(given);

    const query = sessionsQuery(config.TASK_QUEUE, visible);
    const { sessions, total } = await withTemporal(config, async (client) => {
      if (!onRecord) {
        const first: FoundSession[] = [];
        for await (const session of visibleSessions(client, query)) {
          if (first.push(foundInVisibility(session)) >= limit) break;
        }
        return { sessions: first, total: await countWorkflows(client, query) };
      }
      const found = await withAuditDatabase(config.DATABASE_URL, async (db) => {
        const onRecord = await findOnRecord({ db, client }, recorded, limit);
        const { sessionId } = recorded;
        if (onRecord.length > 0 || sessionId === undefined) return onRecord;
        return await withRedis(config, (redis) =>
          findInRooms({ db, client, roomAudit: createRoomAudit(redis) }, sessionId),
        );
      });
      return {
        sessions: found.filter(({ state }) => !visible.state || state === visible.state),
        total: null,
      };
    });

    const withPages = sessions.map((session) => ({ ...session, webUi: pageOf(config, session) }));
    print(json ? JSON.stringify(withPages, null, 2) : report(sessions));
    if (total !== null && total > sessions.length)
      remark(`${sessions.length} of ${total}: --limit shows more`);
    const list = onRecord ? workflowsQuery(sessions.map(({ workflowId }) => workflowId)) : query;
    const page = sessions.length === 1 ? withPages[0]?.webUi : listPage(config, list);
    if (page && sessions.length > 0) remark(`In the Web UI: ${page}`);
    return sessions.length > 0 ? 0 : 1;
  },
};

/** A run that the server has forgotten has no page; the workflow's shows a later visit of the same fan. */
function pageOf(config: OperationsConfig, { workflowId, runId }: FoundSession): string | null {
  return runId === null ? null : workflowPage(config, workflowId, runId);
}

function report(sessions: readonly FoundSession[]): string {
  if (sessions.length === 0) return 'No session found';
  const columns = ['session', 'state', 'why', 'concert', 'date', 'fan', 'reservation', 'joined', 'workflow'];
  return table(
    columns,
    sessions.map(({ sessionId, state, endReason, concertId, scheduleId, userId, reservationId, ...rest }) => [
      ...[sessionId, state, endReason, concertId, scheduleId, userId, reservationId],
      ...[rest.joinedAt.replace(/[.]\d+Z$/, 'Z'), rest.workflow],
    ]),
  );
}
