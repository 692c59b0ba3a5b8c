import type { z } from 'zod';
import type { RoomAction } from '../../contracts/waitingRoom';
import { findCanceledSchedule, type CanceledScheduleRecord } from '../../persistence/reads/canceledSchedule';
import type { ApiDependencies } from '../apiDependencies';
import { operation } from '../operation';
import { Problem } from '../problem';
import type { ScheduleCancellationRun } from '../scheduleCancellations';
import { scheduleParams } from '../schemas/concerts';
import {
  scheduleCancellation,
  scheduleCancellationChange,
  scheduleCancellationStart,
} from '../schemas/scheduleCancellation';

const CANCELLATION = '/v1/admin/schedules/:scheduleId/cancellation';
const OF_A_SCHEDULE = { params: scheduleParams, notFound: 'SCHEDULE_NOT_FOUND', access: 'ADMIN' } as const;

/** Counts come from PostgreSQL; Temporal only tells what the workflow is about. */
async function read(
  { db, scheduleCancellations }: Pick<ApiDependencies, 'db' | 'scheduleCancellations'>,
  scheduleId: string,
) {
  const run = await scheduleCancellations.find(scheduleId);
  const schedule = await findCanceledSchedule(db, scheduleId);
  if (!schedule) {
    throw new Problem('SCHEDULE_NOT_FOUND', 'Take a schedule id from GET /v1/concerts/{id}/schedules.');
  }
  return { run, schedule };
}

function isOver({ left, held }: CanceledScheduleRecord): boolean {
  return left === 0 && held === 0;
}

function stateOf(run: ScheduleCancellationRun | null, schedule: CanceledScheduleRecord) {
  if (run?.open) return run.state;
  return isOver(schedule) ? 'DONE' : 'STOPPED';
}

function actionJson({ at, ...action }: RoomAction) {
  return { at: new Date(at).toISOString(), ...action };
}

/** @throws Problem ROUTE_NOT_FOUND where nobody has cancelled the date */
function progressJson(
  scheduleId: string,
  { run, schedule }: Awaited<ReturnType<typeof read>>,
): z.input<typeof scheduleCancellation> {
  const { concertId, canceledAt, canceled, refunded, left, held } = schedule;
  // Begun while every worker is away, it is about to be closed.
  if (!canceledAt && !run?.open) {
    throw new Problem('ROUTE_NOT_FOUND', 'Nobody has cancelled this date. POST to the same path does.');
  }
  const state = stateOf(run, schedule);
  return {
    ...{ scheduleId, concertId, state, canceledAt: canceledAt?.toISOString() ?? null },
    since: run?.state === state ? new Date(run.since).toISOString() : null,
    ...{ total: canceled + left, canceled, refunded, left, held },
    lastActions: run?.lastActions.map(actionJson) ?? [],
  };
}

export const adminScheduleCancellationOperations = [
  operation({
    id: 'cancelSchedule',
    tag: 'Operators',
    method: 'POST',
    path: CANCELLATION,
    summary: 'Cancel a date: nothing of it is sold any more, and every reservation is refunded',
    ...OF_A_SCHEDULE,
    body: scheduleCancellationStart,
    success: [202, 200],
    successes: { 202: 'It is begun', 200: 'It was begun before, or is done' },
    answer: scheduleCancellation,
    refusals: ['OVERLOADED'],
    async handle({ params: { scheduleId }, body }, api) {
      const before = await read(api, scheduleId);
      const { concertId, canceledAt } = before.schedule;
      if (canceledAt && (before.run?.open || isOver(before.schedule))) {
        return { status: 200, body: progressJson(scheduleId, before) };
      }
      await api.scheduleCancellations.begin({ scheduleId, concertId }, body);
      return { body: progressJson(scheduleId, await read(api, scheduleId)) };
    },
  }),
  operation({
    id: 'getScheduleCancellation',
    tag: 'Operators',
    method: 'GET',
    path: CANCELLATION,
    summary: 'How far the cancellation of a date is',
    ...OF_A_SCHEDULE,
    access: 'ADMIN_VIEW',
    success: [200],
    answer: scheduleCancellation,
    refusals: ['ROUTE_NOT_FOUND', 'OVERLOADED'],
    async handle({ params: { scheduleId } }, api) {
      return { body: progressJson(scheduleId, await read(api, scheduleId)) };
    },
  }),
  operation({
    id: 'changeScheduleCancellation',
    tag: 'Operators',
    method: 'PATCH',
    path: CANCELLATION,
    summary: 'Stop the cancellation of a date, or resume it; the date stays closed',
    ...OF_A_SCHEDULE,
    body: scheduleCancellationChange,
    success: [200],
    answer: scheduleCancellation,
    refusals: ['INVALID_TRANSITION', 'OVERLOADED'],
    async handle({ params: { scheduleId }, body }, api) {
      await read(api, scheduleId);
      if (!(await api.scheduleCancellations.change(scheduleId, body))) {
        throw new Problem(
          'INVALID_TRANSITION',
          'Nothing is at work on this date: it was not cancelled, or that is done. GET tells which.',
        );
      }
      return { body: progressJson(scheduleId, await read(api, scheduleId)) };
    },
  }),
];
